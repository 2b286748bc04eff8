import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { HttpFault } from './catalogue';
import { isListFault } from './catalogue';
import { SandboxError, withManyRows, withWrongList, withWrongTypes } from './lists';

export interface Answer {
  status: number;
  body: unknown;
}

/** One call, seen from its fault. */
export interface Call {
  response: ServerResponse;
  path: string;
  /** What the partner answers; computed, and taking effect, when asked for. */
  answer(): Answer;
  errorBody(status: number): unknown;
  breaksContract(answer: Answer): boolean;
  row: ((index: number) => unknown) | undefined;
  /** Ends waiting when the sandbox closes. */
  signal: AbortSignal;
}

const HTML = '<!doctype html><html><head><title>Gateway</title></head><body><h1>We are back soon</h1></body></html>';
const SPACES = ' '.repeat(65_536);
/** Long enough for what was written to reach the other side before the reset does. */
const BEFORE_RESET_MS = 50;

export function sendAnswer(response: ServerResponse, { status, body }: Answer): void {
  sendText(response, status, JSON.stringify(body));
}

/** A reset (RST), as of a crashed process: nothing more is sent or read. */
export function resetConnection(response: ServerResponse): void {
  response.socket?.resetAndDestroy();
}

/** Answers a call whose request was read, as the fault wants it. */
export async function play(fault: HttpFault, call: Call): Promise<void> {
  const { response, signal } = call;
  if (isListFault(fault)) {
    const answer = call.answer();
    if (fault.fault !== 'size') return sendAnswer(response, { ...answer, body: withWrongList(fault, answer.body) });
    if (!call.row) throw new SandboxError('the partner’s file has no rows() for the operation');
    return stream(response, answer.status, withManyRows(answer.body, fault.rows, call.row));
  }
  switch (fault.fault) {
    case 'delay':
      await sleep(fault.ms, undefined, { signal });
      return sendAnswer(response, call.answer());
    case 'timeout':
      return;
    case 'status':
      if (fault.retryAfter !== undefined) response.setHeader('Retry-After', fault.retryAfter);
      return sendAnswer(response, { status: fault.status, body: call.errorBody(fault.status) });
    case 'reset':
      if (fault.when === 'after') call.answer();
      return resetConnection(response);
    case 'partial': {
      const { status, body } = call.answer();
      const bytes = Buffer.from(JSON.stringify(body));
      writeHead(response, status, bytes.length);
      response.write(bytes.subarray(0, bytes.length >> 1));
      await sleep(BEFORE_RESET_MS, undefined, { signal });
      return resetConnection(response);
    }
    case 'malformed':
      return malformed(fault.as, call);
    case 'drip': {
      const { status, body } = call.answer();
      const bytes = Buffer.from(JSON.stringify(body));
      writeHead(response, status, bytes.length);
      for (let at = 0; at < bytes.length && !response.destroyed; at += fault.bytes) {
        response.write(bytes.subarray(at, at + fault.bytes));
        await sleep(fault.everyMs, undefined, { signal });
      }
      response.end();
      return;
    }
    case 'redirect':
      response.writeHead(fault.status, { Location: `/redirected${call.path}`, 'Content-Length': 0 });
      response.end();
      return;
    case 'oversized': {
      const { status, body } = call.answer();
      return stream(response, status, padded(JSON.stringify(body), fault.bytes));
    }
  }
}

function malformed(as: 'html' | 'cut-json' | 'wrong-type', call: Call): void {
  const { response } = call;
  const answer = call.answer();
  if (as === 'html') {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': Buffer.byteLength(HTML) });
    response.end(HTML);
  } else if (as === 'cut-json') {
    const text = JSON.stringify(answer.body);
    sendText(response, 200, text.slice(0, text.length >> 1));
  } else {
    const wrong = withWrongTypes(answer.body).find((body) => call.breaksContract({ ...answer, body }));
    if (wrong === undefined) throw new SandboxError('the contract allows anything: no answer breaks it');
    sendAnswer(response, { ...answer, body: wrong });
  }
}

/** Valid JSON all the same: only its size is wrong. */
function* padded(text: string, bytes: number): Generator<string> {
  for (let left = bytes; left > 0; left -= SPACES.length) yield left < SPACES.length ? SPACES.slice(0, left) : SPACES;
  yield text;
}

async function stream(response: ServerResponse, status: number, pieces: Iterable<string>): Promise<void> {
  writeHead(response, status);
  // The other side going away is how most of these end.
  await pipeline(Readable.from(pieces), response).catch(async () => {
    if (!response.closed) await once(response, 'close');
  });
}

function sendText(response: ServerResponse, status: number, text: string): void {
  writeHead(response, status, Buffer.byteLength(text));
  response.end(text);
}

function writeHead(response: ServerResponse, status: number, length?: number): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    ...(length !== undefined && { 'Content-Length': length }),
  });
}
