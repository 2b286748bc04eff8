import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inboundOperations } from '../../../generated/inbound/operations';
import { outboundOperations } from '../../../generated/outbound/operations';
import { Matchers, PactBuilder } from '../../support/pact';
import { isPathOf, keyPlaceholder, pactPath, PACTS_FOLDER, readPact } from '../../support/pacts';
import type { State } from '../states';
import { patience } from '../../support/patience';

const { regex } = Matchers;

/** In every answer of OCMS. */
const REQUEST_ID = { 'X-Request-Id': regex('^[A-Za-z0-9._-]{8,64}$', '0192f6a4-6f3e-7c1d-9a55-2f1d3c0b7e44') };

const operations = [...Object.values(inboundOperations), ...Object.values(outboundOperations)];

export interface Exchange {
  given?: readonly State[] | undefined;
  /** POST unless told. */
  method?: 'GET' | 'POST' | 'PUT';
  path: string;
  query?: Record<string, string>;
  /** The key sent, or null for none; the right one unless told. */
  key?: string | null | undefined;
  /** Further headers of the request. */
  sent?: Record<string, string>;
  /** Sent as JSON text, whatever the content type says; application/json unless told. Undefined for none. */
  body?: unknown;
  contentType?: string;
  status: number;
  /** Of the answer. */
  headers?: Record<string, ReturnType<typeof regex>>;
  /** Undefined where the consumer does not read it. */
  answer?: unknown;
}

export interface ConsumerPact {
  readonly consumer: string;
  /** One interaction of the pact, and the test in which the consumer's client takes part in it. */
  receives(description: string, exchange: Exchange, act: (url: string) => Promise<void>): void;
}

/**
 * Collects a consumer's interactions and, after all of them took place, makes its file in `pacts/` of them. The
 * file depends on the interactions alone: not on what was there before, on the order of the tests, or on
 * versions of Pact. A run of some of the tests, or with a failure, leaves the file alone.
 */
export function consumerPact(consumer: string, provider = 'ocms'): ConsumerPact {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-pact-'));
  const file = `${consumer}-${provider}.json`;
  const ownKey = keyPlaceholder(provider === 'ocms' ? consumer : provider);
  const always = provider === 'ocms' ? REQUEST_ID : {};
  const declared = new Set<string>();
  const done = new Set<string>();

  afterAll(() => {
    if (done.size === declared.size) {
      mkdirSync(PACTS_FOLDER, { recursive: true });
      writeFileSync(pactPath(file), pactText(join(folder, file)));
    }
    rmSync(folder, { recursive: true, force: true });
  });

  return {
    consumer,
    receives(description, exchange, act) {
      if (declared.has(description)) throw new Error(`two interactions of ${consumer} are called: ${description}`);
      declared.add(description);
      const {
        given = [],
        method = 'POST',
        path,
        query,
        key = ownKey,
        sent,
        body,
        contentType,
        status,
        headers,
        answer,
      } = exchange;
      const { keyHeader } = operations.find((operation) => isPathOf(operation.path, path))!;
      const sentKey = keyHeader === 'Authorization' && key !== null ? `Bearer ${key}` : key;

      it(description, async () => {
        const builder = new PactBuilder({ consumer, provider, dir: folder, logLevel: 'warn' });
        const interaction = builder.addInteraction();
        for (const { name, params } of given) interaction.given(name, params);
        await interaction
          .uponReceiving(description)
          .withRequest(method, path, (request) => {
            request.headers({ ...(sentKey !== null && { [keyHeader]: sentKey }), ...sent });
            if (query) request.query(query);
            if (body === undefined) return;
            if (contentType === undefined) request.jsonBody(body);
            else request.body(contentType, Buffer.from(JSON.stringify(body)));
          })
          .willRespondWith(status, (response) => {
            response.headers({ ...always, ...headers });
            if (answer !== undefined) response.jsonBody(answer);
          })
          .executeTest(async ({ url, port }) => {
            await act(url);
            await noted(builder, port);
          });
        done.add(description);
      });
    },
  };
}

/**
 * The mock server answers before it notes that the request came (pact-reference#535), and what is not noted when
 * the test ends counts as missing: waits for the note, through the only way there is to ask for it.
 */
async function noted(builder: object, port: number): Promise<void> {
  const { pact } = builder as { pact: { mockServerMatchedSuccessfully(port: number): boolean } };
  const deadline = Date.now() + patience(5_000);
  while (!pact.mockServerMatchedSuccessfully(port) && Date.now() < deadline) await sleep(5);
}

function pactText(path: string): string {
  const { consumer, provider, interactions, metadata } = readPact(path);
  const sorted = interactions.sort((a, b) => (a.description < b.description ? -1 : 1));
  const { pactSpecification } = metadata;
  return `${JSON.stringify({ consumer, provider, interactions: sorted, metadata: { pactSpecification } }, null, 2)}\n`;
}
