import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import helmet from 'helmet';
import { factsOf } from './facts';

/** helmet's headers, which are the same for every response: names and values in turn. */
const SECURITY: readonly string[] = securityHeaders();

function securityHeaders(): string[] {
  const headers: string[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => undefined,
  };
  helmet()({} as IncomingMessage, recorder as unknown as ServerResponse, (error) => {
    if (error) throw error as Error;
  });
  return headers;
}

/** Begins an answer, all of its headers at once. Answers about notices are nobody's to keep. */
export function writeHead(
  response: Response,
  status: number,
  headers: Readonly<Record<string, string | number>>,
): Response {
  const all: (string | number)[] = [
    'X-Request-Id',
    factsOf(response).requestId,
    'Cache-Control',
    'no-store',
    ...SECURITY,
  ];
  for (const name in headers) all.push(name, headers[name]!);
  return response.writeHead(status, all as string[]);
}

/** Those headers for answers that do not begin so. */
export const commonHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', factsOf(response).requestId);
  for (let at = 0; at < SECURITY.length; at += 2) response.setHeader(SECURITY[at]!, SECURITY[at + 1]!);
  next();
};
