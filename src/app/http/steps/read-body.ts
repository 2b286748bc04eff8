import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type RequestHandler, type Response } from 'express';
import { AppError } from '../../../platform/errors';
import { factsOf, type OperationFacts } from '../facts';

/** Uncompressed JSON in UTF-8, and no more of it than the contract allows. */
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i;

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

function requireJson(maxBodyBytes: number): RequestHandler {
  return (request, response, next) => {
    const {
      'content-type': type = '',
      'content-encoding': encoding = 'identity',
      'content-length': length,
    } = request.headers;
    if (!JSON_TYPE.test(type.trim()) || encoding.toLowerCase() !== 'identity') {
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
