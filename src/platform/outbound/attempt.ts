import { type Duplex, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliDecompress, createGunzip } from 'node:zlib';
import { type Agent, type Dispatcher, request } from 'undici';
import { OutboundFault } from './errors';
import { type AnswerWatch, type AttemptWatch, NOT_JSON } from './watch';

/** A call as openapi-fetch makes it, in place of a Request: what fetch does besides takes as long as all the rest. */
export class CallRequest {
  constructor(
    readonly url: string,
    readonly init: { method: Dispatcher.HttpMethod; headers: Headers; body?: string },
  ) {}
}

/** An answer, as far as openapi-fetch and the clients read it. */
class Answer {
  readonly ok: boolean;

  constructor(
    readonly status: number,
    readonly headers: Pick<Headers, 'get'>,
    /** In place of a stream of the web's. */
    readonly body: AsyncIterable<Uint8Array>,
  ) {
    this.ok = status >= 200 && status < 300;
  }

  async text(): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of this.body) chunks.push(chunk);
    return new TextDecoder().decode(Buffer.concat(chunks));
  }
}

/** One try of a call, for the code that makes the request and reads the answer. */
export interface Attempt {
  /**
   * For openapi-fetch. Throws unless the answer is a documented success, or one of the refusals that the caller reads, and
   * bounds its body in size and time.
   */
  readonly fetch: (request: globalThis.Request) => Promise<globalThis.Response>;
  /** Fires when the attempt's time is up or the caller gives up; its reason is what to throw. */
  readonly signal: AbortSignal;
  /** Where the answer is looked at: whoever reads its body gives it what was read, before it is checked. */
  readonly watch?: AnswerWatch | undefined;
  /** What to throw at an answer that breaks the contract. `what` names places and rules, never values. */
  malformed(what: string): Error;
  /**
   * What to throw at a refusal for good that the caller has read.
   *
   * @param reasonCode the contract's: a word in capitals; none where the answer has none.
   */
  refused(reasonCode?: string): Error;
}

interface Limits {
  timeoutMs: number;
  maxResponseBytes: number;
  /** The contract's. */
  statuses: readonly number[];
  /** Of refusals that the caller reads. */
  refusals?: readonly number[] | undefined;
  watch?: AttemptWatch | undefined;
}

/** The attempt as its caller holds it. */
export interface RunningAttempt extends Attempt {
  /** The answer's, once there is one. */
  status(): number | undefined;
  /** How long the system asked to be left alone, where it refused or failed. */
  retryAfterMs(): number | undefined;
  /** Ends the attempt's timer and, unless its answer was read to the end, its connection. */
  finish(): void;
}

/** Made once: where it was made is of no interest, and finding that out takes its time. */
const OVER = new Error('the attempt is over');

export function startAttempt(
  agent: Agent,
  caller: AbortSignal,
  { timeoutMs, maxResponseBytes, statuses, refusals = [], watch }: Limits,
): RunningAttempt {
  const abort = new AbortController();
  let sent = false;
  let status: number | undefined;
  let retryAfterMs: number | undefined;
  let answerWatch: AnswerWatch | undefined;

  const onCaller = (): void => abort.abort(caller.reason);
  const timer = setTimeout(
    () =>
      abort.abort(
        sent
          ? new OutboundFault('unknown', 'timed out')
          : new OutboundFault('rejected', 'timed out before it was sent'),
      ),
    timeoutMs,
  );
  caller.addEventListener('abort', onCaller, { once: true });
  if (caller.aborted) onCaller();

  const dispatcher = agent.compose(
    (dispatch) => (options, handler) =>
      dispatch(options, {
        // The moment the request is written to a connection: before it, nothing can have taken effect.
        onRequestStart(controller, context: unknown) {
          sent = true;
          handler.onRequestStart?.(controller, context);
        },
        onRequestUpgrade: (...args) => handler.onRequestUpgrade?.(...args),
        onResponseStart: (...args) => handler.onResponseStart?.(...args),
        onResponseData: (...args) => handler.onResponseData?.(...args),
        onResponseEnd: (...args) => handler.onResponseEnd?.(...args),
        onResponseError: (...args) => handler.onResponseError?.(...args),
      }),
  );

  const translated = (error: unknown): unknown => (abort.signal.aborted ? abort.signal.reason : faultOf(error, sent));

  return {
    signal: abort.signal,
    get watch() {
      return answerWatch;
    },
    malformed: (what) => new OutboundFault('malformed', what),
    refused: (reasonCode) =>
      new OutboundFault('rejected', `status ${status}${reasonCode ? `, ${reasonCode}` : ''}`, false, reasonCode),
    status: () => status,
    retryAfterMs: () => retryAfterMs,
    finish() {
      clearTimeout(timer);
      caller.removeEventListener('abort', onCaller);
      abort.abort(OVER);
    },
    async fetch(call) {
      const { url, init } = call as unknown as CallRequest;
      const asked = request(url, {
        dispatcher,
        method: init.method,
        headers: { ...Object.fromEntries(init.headers), ...OF_EVERY_CALL },
        body: init.body ?? null,
        signal: abort.signal,
      });
      watch?.sent({ url, ...init });
      let answered;
      try {
        // While there is no connection yet, a request does not heed the signal.
        answered = await unlessAborted(abort.signal, asked);
      } catch (error) {
        throw translated(error);
      }
      status = answered.statusCode;
      answerWatch = watch?.answered(status);
      // One that is not read to its end is cut off.
      answered.body.on('error', () => undefined);
      const received = headersOf(answered.headers);
      const body = decoded(answered.body, received.get('content-encoding')?.toLowerCase());
      const answer = new Answer(status, received, bounded(body, maxResponseBytes, translated));
      if (status >= 400) retryAfterMs = waitAskedFor(answer.headers.get('retry-after'), Date.now());
      if (!refusals.includes(status)) {
        checkHead(answer, statuses, maxResponseBytes);
        if (!isJson(answer)) {
          answerWatch?.(NOT_JSON);
          throw new OutboundFault('malformed', 'the answer is not application/json');
        }
      }
      return answer as unknown as Response;
    },
  };
}

/** What work under way comes to, or the signal's reason as soon as it fires: what it comes to then is nobody's. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason, as it is
    const onAbort = (): void => reject(signal.reason);
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    // A run has one signal for all its calls.
    void work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}

/** Milliseconds of a `Retry-After` in seconds or as a date (RFC 9110, 10.2.3); undefined where it is neither. */
export function waitAskedFor(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * 1_000;
  const date = /^[A-Z][a-z]{2}/.test(header) ? Date.parse(header) : NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** Refused, yet worth another try: request time-out, too early, too many requests. */
const TEMPORARY_REFUSALS = [408, 425, 429];

function checkHead({ status, headers }: Answer, statuses: readonly number[], maxResponseBytes: number): void {
  if (status >= 500) throw new OutboundFault('unknown', `status ${status}`);
  if (status >= 400) throw new OutboundFault('rejected', `status ${status}`, TEMPORARY_REFUSALS.includes(status));
  if (status >= 300) throw new OutboundFault('rejected', `redirected (status ${status}), which is not followed`, false);
  if (!statuses.includes(status)) throw new OutboundFault('malformed', `status ${status} is not in the contract`);
  if (Number(headers.get('content-length') ?? 0) > maxResponseBytes) throw tooLarge(maxResponseBytes);
}

const isJson = ({ headers }: Answer): boolean =>
  headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() === 'application/json';

const tooLarge = (limit: number): OutboundFault =>
  new OutboundFault('malformed', `the answer is over ${limit} bytes`, false);

/** By the content codings that are asked for. What is cut off is no error of theirs: the reader finds that it is not whole. */
const DECODERS: Readonly<Record<string, () => Duplex>> = {
  gzip: () => createGunzip({ finishFlush: constants.Z_SYNC_FLUSH }),
  br: () => createBrotliDecompress({ finishFlush: constants.BROTLI_OPERATION_FLUSH }),
};

const OF_EVERY_CALL = { 'accept-encoding': Object.keys(DECODERS).join(', '), 'user-agent': 'OCMS' };

const headersOf = (received: Readonly<Record<string, string | string[] | undefined>>): Pick<Headers, 'get'> => ({
  get(name) {
    const value = received[name.toLowerCase()];
    return (Array.isArray(value) ? value.join(', ') : value) ?? null;
  },
});

function decoded(body: Readable, coding = 'identity'): Readable {
  if (coding === 'identity') return body;
  const decoder = DECODERS[coding]?.();
  if (!decoder) throw new OutboundFault('malformed', 'the answer has a content coding that was not asked for');
  // Errors of either are the reader's, and who stops reading ends both.
  return pipeline(body, decoder, () => undefined);
}

/** The body as long as it is within the limit; it is read only as fast as it is asked for. */
async function* bounded(
  body: Readable,
  limit: number,
  translated: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  try {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      received += chunk.byteLength;
      if (received > limit) throw tooLarge(limit);
      yield chunk;
    }
  } catch (error) {
    throw error instanceof OutboundFault ? error : translated(error);
  }
}

/** Codes of answers that came, but are no HTTP or cannot be decompressed. */
const UNREADABLE =
  /^(HTTPParserError$|HPE_|Z_|ERR__ERROR_|UND_ERR_HEADERS_OVERFLOW$|UND_ERR_RES_CONTENT_LENGTH_MISMATCH$)/;

/** An error of undici: fetch wraps the one that tells in another. */
function faultOf(error: unknown, sent: boolean): OutboundFault {
  const code = codeOf(error);
  const suffix = code === undefined ? '' : ` (${code})`;
  if (!sent) return new OutboundFault('rejected', `no connection${suffix}`);
  if (code !== undefined && UNREADABLE.test(code))
    return new OutboundFault('malformed', `the answer cannot be read${suffix}`);
  return new OutboundFault('unknown', `the connection was lost${suffix}`);
}

function codeOf(error: unknown): string | undefined {
  // Not by instanceof: the runtime's own errors can belong to another realm.
  for (let at = error; typeof at === 'object' && at !== null; at = (at as { cause?: unknown }).cause) {
    const { code, name } = at as { code?: unknown; name?: unknown };
    if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
    if (name === 'HTTPParserError') return name; // often without a code
  }
  return undefined;
}
