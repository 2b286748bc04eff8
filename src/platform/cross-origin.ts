import type { IncomingMessage, ServerResponse } from 'node:http';

const LETS: Readonly<Record<string, string>> = {
  'Access-Control-Allow-Methods': 'GET, POST',
  'Access-Control-Max-Age': '600',
};

/**
 * Lets pages of these origins call, as browsers ask for it (CORS).
 *
 * @param headers what such a page may send
 * @returns whether the request is answered by that: it only asked
 */
export function letOrigins(
  { method, headers: { origin, 'access-control-request-method': asked } }: IncomingMessage,
  response: ServerResponse,
  { origins, headers }: { origins: readonly string[]; headers: readonly string[] },
): boolean {
  response.setHeader('Vary', 'Origin');
  if (origin === undefined || !origins.includes(origin)) return false;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Expose-Headers', 'X-Request-Id, Retry-After, Deprecation, Sunset');
  if (method !== 'OPTIONS' || asked === undefined) return false;
  for (const [name, value] of Object.entries(LETS)) response.setHeader(name, value);
  response.setHeader('Access-Control-Allow-Headers', headers.join(', '));
  response.writeHead(204).end();
  return true;
}
