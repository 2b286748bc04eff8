import { Matchers } from '../../support/pact';
import { keyPlaceholder } from '../../support/pacts';
import { databaseUnavailable, rateLimitUsedUp, type State, unexpectedFailure } from '../states';
import type { ConsumerPact, Exchange } from './consumer';

const { eachLike, regex } = Matchers;

interface ErrorBody {
  data: { appCode: string; message: string; errors?: { path: string; message: string }[] };
}

/** How the client of an operation is called: with any key and media type, so that refusals can be met. */
export type Call<Body> = (
  url: string,
  key: string | null,
  body: Body,
  headers: Record<string, string>,
) => Promise<{ error?: ErrorBody; response: Response }>;

export interface RefusedOperation<Body> {
  /** The operation in words, as descriptions name it. */
  what: string;
  path: string;
  call: Call<Body>;
  /** A request that would be answered if it were not for the circumstances. */
  valid: Body;
  /** What OCMS-4000 says in the operation's document (decisions §3); C's words unless told. */
  badRequest?: string;
  /** Requests that break the contract or a rule, and where; or what is said of them in place of that. */
  invalid: readonly ({ that: string; body: Body; given?: readonly State[] } & ({ at: string } | { message: string }))[];
  /** One item more than the batch limit. Left out where there is none: then a body over 1 MiB is too much. */
  oversized?: Body;
}

const wait = { 'Retry-After': regex('^[1-9][0-9]{0,4}$', '30') };

/** OCMS-4000 in document A. */
export const FAILED_VALIDATION = 'Invalid input format or failed validation';
const UNAUTHORIZED = { appCode: 'OCMS-4001', message: 'Unauthorized' };
const TOO_LARGE = { appCode: 'OCMS-4013', message: 'Payload Too Large' };
const TOO_MANY = { appCode: 'OCMS-4029', message: 'Too Many Requests' };
const UNEXPECTED = { appCode: 'OCMS-5000', message: 'Something went wrong. Please try again later.' };

/** Another partner that sends its key in the same header. */
const STRANGERS: Readonly<Record<string, string>> = { cas: 'plus', plus: 'cas', repccs: 'ces', ces: 'repccs' };

/** More than 1 MiB in a field outside the contract, which alone would be no mistake. */
const LONG_TEXTS = Array.from({ length: 17 }, () => 'x'.repeat(65_000));
/** In the pact it is a short text that the verification replaces by one as long: its generator knows no longer ones. */
const longText = (): object => ({
  'pact:matcher:type': 'type',
  'pact:generator:type': 'RandomString',
  size: 65_000,
  value: 'long',
});

/**
 * Every error a caller of the operation can meet (decisions §3) but 404 and 405: those are about paths and
 * methods that no contract has. Malformed JSON is missing too: Pact reads bodies that call themselves JSON.
 */
export function refusals<Body extends object>(pact: ConsumerPact, operation: RefusedOperation<Body>): void {
  const { what, path, call, valid, badRequest = 'Bad Request', invalid, oversized } = operation;
  const BAD_REQUEST = { appCode: 'OCMS-4000', message: badRequest };
  const ownKey = keyPlaceholder(pact.consumer);
  const stranger = STRANGERS[pact.consumer]!;

  const refused = (
    description: string,
    status: number,
    data: object,
    { body = valid, inPact = body, key = ownKey, ...more }: Partial<Exchange & { body: Body; inPact: object }> = {},
  ): void => {
    const exchange = { path, key, body: inPact, status, answer: { data }, ...more };
    pact.receives(`${what} ${description}`, exchange, async (url) => {
      const { contentType } = more;
      const { error, response } = await call(
        url,
        key,
        body,
        contentType === undefined ? {} : { 'Content-Type': contentType },
      );
      expect(response.status).toBe(status);
      const { appCode, message } = data as ErrorBody['data'];
      expect(error).toMatchObject({ data: { appCode, message } });
      expect(Array.isArray(error!.data.errors)).toBe('errors' in data);
      for (const name of Object.keys(more.headers ?? {})) expect(Number(response.headers.get(name))).toBeGreaterThan(0);
    });
  };

  for (const { that, body, given, ...about } of invalid) {
    const why =
      'at' in about ? { errors: eachLike({ path: about.at, message: 'is not as the contract has it' }) } : about;
    refused(that, 400, { ...BAD_REQUEST, ...why }, { body, ...(given && { given }) });
  }
  refused('without a key', 401, UNAUTHORIZED, { key: null });
  refused('with an unknown key', 401, UNAUTHORIZED, { key: 'unknown-key' });
  refused(`with the key of ${stranger.toUpperCase()}`, 401, UNAUTHORIZED, { key: keyPlaceholder(stranger) });
  if (oversized) refused('over the batch limit', 413, TOO_LARGE, { body: oversized });
  else
    refused('over 1 MiB', 413, TOO_LARGE, {
      body: { ...valid, remarks: LONG_TEXTS },
      inPact: { ...valid, remarks: LONG_TEXTS.map(longText) },
    });
  refused('as plain text', 415, BAD_REQUEST, { contentType: 'text/plain' });
  refused('over the rate limit', 429, TOO_MANY, { given: [rateLimitUsedUp], headers: wait });
  refused('that OCMS fails on', 500, UNEXPECTED, { given: [unexpectedFailure] });
  refused("while OCMS's database is unavailable", 503, UNEXPECTED, { given: [databaseUnavailable], headers: wait });
}

/** As many notice numbers as asked for, all different. */
export function noticeNumbers(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `5009${String(index).padStart(5, '0')}A`);
}
