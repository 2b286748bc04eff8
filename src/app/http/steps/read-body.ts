import { isUtf8 } from 'node:buffer';
import express, { type RequestHandler } from 'express';
import { AppError } from '../../../platform/errors';
import { isWellFormed } from '../../../platform/well-formed';
import { factsOf, type OperationFacts } from '../facts';

const TOKEN = "[!#$%&'*+.^_`|~0-9A-Za-z-]+";
const QUOTED = '"(?:[^"\\\\]|\\\\.)*"';
const PARAMETER = `(${TOKEN})=(${TOKEN}|${QUOTED})`;
/** `application/json` with any parameters, empty ones too (RFC 9110 §8.3.1, §5.6.6). */
const JSON_TYPE = new RegExp(`^application/json[ \\t]*(?:;[ \\t]*(?:${PARAMETER}[ \\t]*)?)*$`, 'i');
const PARAMETERS = new RegExp(`;[ \\t]*${PARAMETER}`, 'g');

/** Whether it is JSON in UTF-8. Other parameters mean nothing to JSON (RFC 8259 §11). */
export function isJson(type: string): boolean {
  if (type === 'application/json') return true;
  return (
    JSON_TYPE.test(type) &&
    [...type.matchAll(PARAMETERS)].every(
      ([, name = '', value = '']) =>
        name.toLowerCase() !== 'charset' || /^utf-8$/i.test(value.replaceAll(/^"|"$|\\(?=.)/g, '')),
    )
  );
}

/** Reads the body of an operation that has one, and sees that the others have none. */
export function readBody({ maxBodyBytes }: OperationFacts): RequestHandler[] {
  if (maxBodyBytes === 0) return [refuseBody];
  return [requireJson(maxBodyBytes), express.raw({ limit: maxBodyBytes, inflate: false, type: () => true }), parse];
}

/** Half of a surrogate pair can only be written so. */
const SURROGATE = /\\u[dD][89a-fA-F]/;
const EXPONENT = /\d[eE][-+\d]/;
const ZERO = '0'.charCodeAt(0);
const NINE = '9'.charCodeAt(0);
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A number that is none of an amount's, in the place of one that only parsing would make one. */
const NO_AMOUNT = '0.001';

/** JSON in UTF-8, an object or a list. Nothing else may come of it than was written. */
const parse: RequestHandler = (request, response, next) => {
  const bytes: unknown = request.body;
  if (Buffer.isBuffer(bytes)) {
    factsOf(response).bytes = bytes;
    request.body = bytes.length === 0 ? {} : asWritten(textOf(bytes));
  }
  next();
};

/** Without a byte order mark. */
function textOf(bytes: Buffer): string {
  // Decoding would put a replacement for what is not.
  if (!isUtf8(bytes)) throw new AppError('validation', 'not UTF-8');
  const text = bytes.toString();
  return text.startsWith('\ufeff') ? text.slice(1) : text;
}

function asWritten(text: string): object {
  const body = parsed(text);
  if (text.includes('\\u') && SURROGATE.test(text) && !isWellFormed(body)) {
    throw new AppError('validation', 'not Unicode', {
      details: [{ path: '/body', message: 'must be well-formed Unicode text' }],
    });
  }
  if (!mayBeRounded(text)) return body;
  // No amount is rounded into one.
  return parsed(
    text.replaceAll(TOKENS, (token) => (token.startsWith('"') || decimalsOf(token) <= 2 ? token : NO_AMOUNT)),
  );
}

/**
 * Whether there may be a number of more than two decimals or with an exponent, which parsing might round to an amount; a
 * text may look like one. Dot by dot: one
 * expression for all of it takes half as long as parsing does.
 */
function mayBeRounded(text: string): boolean {
  for (let dot = text.indexOf('.'); dot >= 0; dot = text.indexOf('.', dot + 1)) {
    const third = text.charCodeAt(dot + 3);
    if (third >= ZERO && third <= NINE) return true;
  }
  return EXPONENT.test(text);
}

function parsed(text: string): object {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new AppError('validation', 'not JSON');
  }
  if (typeof value !== 'object' || value === null) throw new AppError('validation', 'neither an object nor a list');
  return value;
}

/** How many decimals a JSON number has as it is written, without zeros at its end. */
export function decimalsOf(number: string): number {
  const [, whole = '', fraction = '', exponent = '0'] = /^-?(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(number) ?? [];
  const significant = (whole + fraction).replace(/0+$/, '');
  if (significant === '') return 0;
  const zeros = whole.length + fraction.length - significant.length;
  return Math.max(0, fraction.length - zeros - Number(exponent));
}

/** Uncompressed JSON in UTF-8, and no more of it than the contract allows. */
function requireJson(maxBodyBytes: number): RequestHandler {
  return (request, response, next) => {
    const {
      'content-type': type = '',
      'content-encoding': encoding = 'identity',
      'content-length': length,
    } = request.headers;
    if (!isJson(type) || encoding.toLowerCase() !== 'identity') {
      throw new AppError('unsupported-media-type', 'not uncompressed application/json');
    }
    // The body parser would wait for all of it before it says so.
    if (Number(length) > maxBodyBytes) throw new AppError('too-large', 'over the size limit');
    if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    next();
  };
}

const refuseBody: RequestHandler = ({ headers }, response, next) => {
  const sent = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!sent) {
    next();
    return;
  }
  // Whatever it is, nobody reads it.
  response.setHeader('Connection', 'close');
  throw new AppError('validation', 'a body where there is none', {
    details: [{ path: '/body', message: 'is not part of the contract' }],
  });
};
