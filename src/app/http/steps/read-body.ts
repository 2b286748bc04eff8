import { isUtf8 } from 'node:buffer';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler, type Response } from 'express';
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
  return [
    requireJson(maxBodyBytes),
    express.json({ limit: maxBodyBytes, inflate: false, type: () => true, verify: keepBytes }),
    asWritten,
  ];
}

const keepBytes = (_request: IncomingMessage, response: ServerResponse, bytes: Buffer): void => {
  // The parser would put a replacement for what is not.
  if (!isUtf8(bytes)) throw new AppError('validation', 'not UTF-8');
  factsOf(response as Response).bytes = bytes;
};

/** Half of a surrogate pair can only be written so. */
const SURROGATE = /\\u[dD][89a-fA-F]/;
/** More than two decimals, or an exponent, somewhere; in a text, perhaps. */
const DECIMALS = /\.\d{2}\d*[1-9]|[:,[]\s*-?\d+(?:\.\d+)?[eE]/;
const TOKENS = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A number that is none of an amount's, in the place of one that only parsing would make one. */
const NO_AMOUNT = '0.001';

/** What parsing would change is as it was written: text is well-formed, and no amount is rounded into one. */
const asWritten: RequestHandler = (request, response, next) => {
  const { bytes } = factsOf(response);
  const text = bytes?.toString('latin1') ?? '';
  if (SURROGATE.test(text) && !isWellFormed(request.body)) {
    throw new AppError('validation', 'not Unicode', {
      details: [{ path: '/body', message: 'must be well-formed Unicode text' }],
    });
  }
  if (DECIMALS.test(text)) {
    const written = bytes!.toString();
    const exact = written.replaceAll(TOKENS, (token) =>
      token.startsWith('"') || decimalsOf(token) <= 2 ? token : NO_AMOUNT,
    );
    if (exact !== written) request.body = JSON.parse(exact) as unknown;
  }
  next();
};

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
