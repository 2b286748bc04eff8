import { Registry } from 'prom-client';
import { type OutboundOperationId, outboundOperations } from '../../../../generated/outbound/operations';
import { type ClientParts, UpstreamError } from '../../../../src/platform/outbound';
import { keyPlaceholder } from '../../../support/pacts';
import { Matchers } from '../../../support/pact';
import { callsFail } from '../../states';
import type { ConsumerPact } from '../consumer';
import { FAILURES, onceAt, silent } from './settings';

/** A value of this type: which one is the partner's business. */
export const { like } = Matchers;
export const matching = (form: string, example: string) => Matchers.regex(form, example);

/** A call made by OCMS's own client, in one request. */
export const asOcms =
  <Client extends { close(): Promise<void> }, Asked, Result>(
    create: (parts: ClientParts) => Client,
    partner: string,
    call: (client: Client, asked: Asked, signal: AbortSignal) => Promise<Result>,
  ) =>
  async (baseUrl: string, asked: Asked, key = keyPlaceholder(partner)): Promise<Result> => {
    const client = create({ settings: onceAt(baseUrl, key), logger: silent(), registry: new Registry() });
    try {
      return await call(client, asked, new AbortController().signal);
    } finally {
      await client.close();
    }
  };

/** One interaction for each status that ends the call, the unknown key's included. */
export function endsWithEveryError(
  pact: ConsumerPact,
  {
    description,
    operation,
    body,
    call,
    further = [],
  }: {
    description: string;
    operation: OutboundOperationId;
    body: object;
    call: (url: string, key?: string) => Promise<unknown>;
    /** Errors beside those that every partner's contract has. */
    further?: readonly (readonly [words: string, status: number, outcome: object])[];
  },
): void {
  const { path, system } = outboundOperations[operation];
  const fails = async (url: string, status: number, outcome: object, key?: string): Promise<void> => {
    const error: unknown = await call(url, key).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ system, operation, status, attempts: 1, ...outcome });
  };
  for (const [words, status, outcome] of [...FAILURES, ...further])
    pact.receives(`${description}, ${words}`, { given: [callsFail(status)], path, body, status }, (url) =>
      fails(url, status, outcome),
    );
  pact.receives(`${description}, with an unknown key`, { path, body, status: 401, key: 'unknown-key' }, (url) =>
    fails(url, 401, { outcome: 'rejected', retryable: false }, 'unknown-key'),
  );
}
