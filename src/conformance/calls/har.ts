import { isUtf8 } from 'node:buffer';
import { isObject } from '../shapes';

/** What is larger is not read. */
export const MOST_HAR_BYTES = 200_000_000;

/** What cannot be read as a recording, and where it is not one. */
export class NoRecording extends Error {}

export interface Message {
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly mediaType: string;
  /** `left-out`: there was one, and the recording does not have it. */
  readonly body: Buffer | 'none' | 'left-out';
}

/** A recorded call. */
export interface RecordedCall {
  /** `entry 1`, as a report names it. */
  readonly name: string;
  readonly method: string;
  readonly url: URL;
  readonly request: Message;
  /** Undefined where none came. */
  readonly answer: (Message & { readonly status: number }) | undefined;
}

/**
 * The calls of a HAR file (HTTP Archive 1.2, as browsers and proxies write it).
 *
 * @throws NoRecording with the place that is not as HAR has it, and no value
 */
export function readHar(bytes: Uint8Array): RecordedCall[] {
  if (bytes.length === 0) throw new NoRecording('It is empty.');
  if (!isUtf8(bytes)) throw new NoRecording('It is not UTF-8 text.');
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(bytes)
        .toString()
        .replace(/^\ufeff/, ''),
    );
  } catch {
    throw new NoRecording('It is no JSON.');
  }
  const log = object(value, '')['log'];
  const { version, entries } = object(log, '/log');
  if (version !== '1.2' && version !== '1.1')
    throw new NoRecording('It is no HAR 1.2: /log/version says another version, or nothing.');
  const list = array(entries, '/log/entries');
  if (list.length === 0) throw new NoRecording('It has no calls: /log/entries is empty.');
  return list.map(callOf);
}

function callOf(entry: unknown, index: number): RecordedCall {
  const at = `/log/entries/${index}`;
  const { request, response } = object(entry, at);
  const sent = object(request, `${at}/request`);
  const { method, url } = sent;
  if (typeof method !== 'string' || !/^[A-Za-z]{1,20}$/.test(method)) throw wrong(`${at}/request/method`);
  if (typeof url !== 'string' || !URL.canParse(url)) throw wrong(`${at}/request/url`);
  const headers = headersOf(sent['headers'], `${at}/request/headers`);
  const posted = sent['postData'] === undefined ? {} : object(sent['postData'], `${at}/request/postData`);
  return {
    name: `entry ${index + 1}`,
    method: method.toUpperCase(),
    url: new URL(url),
    request: {
      headers,
      mediaType: mediaTypeOf(headers, posted['mimeType']),
      body: bodyOf(posted, sent['bodySize'], `${at}/request/postData`),
    },
    answer: answerOf(response, `${at}/response`),
  };
}

function answerOf(response: unknown, at: string): RecordedCall['answer'] {
  const { status, headers: recorded, content, bodySize } = object(response, at);
  if (typeof status !== 'number' || !Number.isInteger(status) || status < 0 || status > 999)
    throw wrong(`${at}/status`);
  // So a call is written down that had no answer.
  if (status === 0) return undefined;
  const headers = headersOf(recorded, `${at}/headers`);
  const found = content === undefined ? {} : object(content, `${at}/content`);
  return {
    status,
    headers,
    mediaType: mediaTypeOf(headers, found['mimeType']),
    body: bodyOf(found, found['size'] ?? bodySize, `${at}/content`),
  };
}

function bodyOf({ text, encoding, params }: Record<string, unknown>, size: unknown, at: string): Message['body'] {
  if (text !== undefined && typeof text !== 'string') throw wrong(`${at}/text`);
  if (typeof text === 'string' && text !== '') return Buffer.from(text, encoding === 'base64' ? 'base64' : 'utf8');
  if (Array.isArray(params) && params.length > 0) return 'left-out';
  return typeof size === 'number' && size > 0 ? 'left-out' : 'none';
}

/** Those of HTTP/2 that begin with a colon are none. */
function headersOf(headers: unknown, at: string): (readonly [string, string])[] {
  return array(headers, at).flatMap((header, index) => {
    const { name, value } = object(header, `${at}/${index}`);
    if (typeof name !== 'string' || typeof value !== 'string') throw wrong(`${at}/${index}`);
    return name.startsWith(':') ? [] : [[name, value] as const];
  });
}

export const valuesOf = ({ headers }: Pick<Message, 'headers'>, name: string): string[] =>
  headers.filter(([each]) => each.toLowerCase() === name.toLowerCase()).map(([, value]) => value);

function mediaTypeOf(headers: Message['headers'], recorded: unknown): string {
  return valuesOf({ headers }, 'content-type')[0] ?? (typeof recorded === 'string' ? recorded : '');
}

function object(value: unknown, at: string): Record<string, unknown> {
  if (!isObject(value)) throw wrong(at);
  return value;
}

function array(value: unknown, at: string): unknown[] {
  if (!Array.isArray(value)) throw wrong(at);
  return value;
}

const wrong = (at: string): NoRecording =>
  new NoRecording(`It is no HAR 1.2: ${at === '' ? 'it' : at} is missing or of another form.`);
