import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { Router } from 'express';
import { AppError } from '../platform/errors';

/** A file that is served as it is, the same for everybody. */
export interface Resource {
  type: string;
  /** Made when it is first asked for, where it is not there yet. */
  body: string | Buffer | (() => string);
  maxAgeSeconds: number;
  /** In place of the policy all answers have. */
  contentSecurityPolicy?: string;
}

export const HTML = 'text/html; charset=utf-8';
export const CSS = 'text/css; charset=utf-8';
export const JAVASCRIPT = 'text/javascript; charset=utf-8';
export const SVG = 'image/svg+xml';

/**
 * What a page may load. The policy of all other answers has the browser turn http into https, also where it was reached
 * by http and there is no https (a test machine): pages have one of their own.
 */
export const pagePolicy = (...directives: string[]): string =>
  [
    "default-src 'none'",
    ...directives,
    "base-uri 'none'",
    ...(directives.some((each) => each.startsWith('form-action ')) ? [] : ["form-action 'none'"]),
    "frame-ancestors 'self'",
  ].join('; ');

/** Serves it to GET and HEAD, compressed where that is understood. */
export function serve(
  router: Router,
  path: string,
  { type, body, maxAgeSeconds, contentSecurityPolicy }: Resource,
): void {
  const make = () => {
    const plain = Buffer.from(typeof body === 'function' ? body() : body);
    const headers = {
      'Content-Type': type,
      'Cache-Control': `public, max-age=${maxAgeSeconds}`,
      // Weak: the same for both encodings.
      ETag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
      Vary: 'Accept-Encoding',
      ...(contentSecurityPolicy !== undefined && { 'Content-Security-Policy': contentSecurityPolicy }),
    };
    return { plain, headers };
  };
  let made: ReturnType<typeof make> | undefined;
  let zipped: Buffer | undefined;
  router.get(path, (request, response) => {
    const { plain, headers } = (made ??= make());
    response.set(headers);
    if (request.acceptsEncodings('gzip') === 'gzip') {
      zipped ??= gzipSync(plain);
      response.set('Content-Encoding', 'gzip').send(zipped);
    } else {
      response.send(plain);
    }
  });
  router.all(path, () => {
    throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: 'GET, HEAD' } });
  });
}
