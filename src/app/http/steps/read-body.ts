import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler, type Response } from 'express';
import { AppError } from '../../../platform/errors';
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
  ];
}

const keepBytes = (_request: IncomingMessage, response: ServerResponse, bytes: Buffer): void => {
  factsOf(response as Response).bytes = bytes;
};

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
