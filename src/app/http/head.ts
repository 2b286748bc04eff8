import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RequestHandler, Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';
import { factsOf } from './facts';

/** helmet's headers, which are the same for every response: names and values in turn. */
const OF_PAGES: readonly string[] = securityHeaders();
/** Of answers that no browser shows: what OWASP's REST cheat sheet asks for. Each byte more is sent with each answer. */
const OF_DATA: readonly string[] = securityHeaders({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  referrerPolicy: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

function securityHeaders(options: HelmetOptions = {}): string[] {
  const headers: string[] = [];
  const recorder = {
    setHeader: (name: string, value: string) => headers.push(name, value),
    removeHeader: () => undefined,
  };
  helmet(options)({} as IncomingMessage, recorder as unknown as ServerResponse, (error) => {
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
    ...OF_DATA,
  ];
  for (const name in headers) all.push(name, headers[name]!);
  return response.writeHead(status, all as string[]);
}

/** The headers of answers that do not begin so. */
export const commonHeaders: RequestHandler = (_request, response, next) => {
  response.setHeader('X-Request-Id', factsOf(response).requestId);
  for (let at = 0; at < OF_PAGES.length; at += 2) response.setHeader(OF_PAGES[at]!, OF_PAGES[at + 1]!);
  next();
};
