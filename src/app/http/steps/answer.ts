import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler, Response } from 'express';
import type { ResponseReporter } from '../../../contract/response-check';
import type { Logger } from '../../../platform/logging';
import { canonicalJson, JsonText } from '../../../platform/json';
import type { Principal } from '../../../platform/principal';
import { factsOf, type OperationFacts, type RequestFacts } from '../facts';
import { writeHead } from '../head';

/** What an operation answers; which of it there is, its contract says. */
export interface OperationAnswer {
  status: number;
  headers?: Readonly<Record<string, unknown>>;
  body?: unknown;
  contentType?: string;
  stream?: Readable;
}

export type OperationHandler = (request: {
  params: unknown;
  query: unknown;
  headers: unknown;
  body: unknown;
  principal: Principal;
  bodyHash: () => string;
  readonly logger: Logger;
}) => Promise<OperationAnswer>;

/** Lets the operation answer, and sends what it says: JSON, a stream, or nothing but a status. */
export function answer(
  id: string,
  { headers }: OperationFacts,
  handler: OperationHandler,
  report: ResponseReporter,
  logger: Logger,
): RequestHandler {
  return async (request, response) => {
    const facts = factsOf(response);
    const answered = await handler({
      params: request.params,
      query: request.query,
      headers: headers.length > 0 ? declaredHeaders(request, headers) : NONE,
      body: request.body as unknown,
      principal: facts.principal!,
      bodyHash: () => createHash('sha256').update(canonicalOf(request.body, facts)).digest('hex'),
      get logger() {
        const { requestId, partner } = facts;
        return logger.child({ requestId, partner });
      },
    });
    const { status, body, stream, contentType } = answered;
    const own = headersOf(answered);
    if (stream) {
      report(id, status, { type: contentType! }, facts);
      await sendStream(request, response, status, { ...own, 'Content-Type': contentType! }, stream);
    } else if (body === undefined) {
      report(id, status, undefined, facts);
      writeHead(response, status, own).end();
    } else {
      const text = body instanceof JsonText ? body.text : JSON.stringify(body);
      report(id, status, { type: 'application/json', text }, facts);
      sendJson(response, status, text, own);
    }
  };
}

/** What nests deeper than it can be written in one way is equal to what has the same bytes. */
function canonicalOf(body: unknown, { bytes }: RequestFacts): string | Buffer {
  try {
    return canonicalJson(body);
  } catch (error) {
    if (error instanceof RangeError && bytes) return bytes;
    throw error;
  }
}

const NONE: Record<string, string> = {};

function declaredHeaders({ headers }: Request, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = headers[name.toLowerCase()];
      return typeof value === 'string' ? [[name, value]] : [];
    }),
  );
}

function headersOf({ headers }: OperationAnswer): Record<string, string> {
  if (!headers) return NONE;
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value as string | number | boolean)]],
    ),
  );
}

/** Sends JSON text. */
export function sendJson(
  response: Response,
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = NONE,
): void {
  const length = Buffer.byteLength(text);
  const type = 'application/json; charset=utf-8';
  writeHead(response, status, { ...headers, 'Content-Type': type, 'Content-Length': length }).end(text);
}

/** An error before the first byte is answered as any other; after it, the connection ends. */
async function sendStream(
  request: Request,
  response: Response,
  status: number,
  headers: Record<string, string>,
  stream: Readable,
): Promise<void> {
  // Whoever produces it need not go on for a caller that went away.
  response.once('close', () => stream.destroy());
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterableIterator<Buffer | string>;
  try {
    const first = await chunks.next();
    writeHead(response, status, headers);
    if (request.method === 'HEAD' || first.done) response.end();
    else
      await pipeline(async function* () {
        yield first.value;
        yield* chunks;
      }, response);
  } catch (error) {
    // The caller went away: nothing is wrong here.
    if (!stream.errored) return;
    if (response.headersSent) factsOf(response).brokenOff = true;
    throw error;
  }
}
