import { Router } from 'express';
import type { Config } from '../../config/config';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import type { DocumentedOperation } from '../docs';
import { serve } from '../resources';
import { readContract } from '../../contract/documents';
import { openApi30 } from '../../contract/openapi-3.0';
import { API_CATALOG, API_CATALOG_TYPE, apiCatalog, forGateways, STATUS } from './api-catalog';
import { isExpired, SECURITY_TXT, securityTxt } from './security-txt';

export { expiryAdvice } from './security-txt';

const CATALOG_MAX_AGE_S = 300;
const SECURITY_MAX_AGE_S = 3_600;
/** Whoever asks for the status asks the database at most this often. */
const STATUS_MAX_AGE_S = 5;

export interface DiscoveryOptions {
  /** What partners call. */
  operations: readonly DocumentedOperation[];
  /** The names of all contracts of APIs. */
  contracts: readonly string[];
  config: Pick<Config, 'publicAddress' | 'security'>;
  clock: Clock;
  ready: () => Promise<boolean>;
}

/**
 * What programs find without knowing the service: `/.well-known/api-catalog` (RFC 9727), `/.well-known/security.txt`
 * (RFC 9116) where it is configured and not expired, `/status`, which says `pass` or `fail` and nothing else, and each
 * contract of an API as OpenAPI 3.0, for gateways that import nothing newer.
 */
export function discoveryRouter({ operations, contracts, config, clock, ready }: DiscoveryOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const { publicAddress, security } = config;

  router.use(API_CATALOG, (_request, response, next) => {
    // §3.1: who asks by HEAD learns where it is.
    response.set('Link', `<${publicAddress ?? ''}${API_CATALOG}>; rel="api-catalog"`);
    next();
  });
  serve(router, API_CATALOG, {
    type: API_CATALOG_TYPE,
    body: `${JSON.stringify(apiCatalog(operations, publicAddress), undefined, 2)}\n`,
    maxAgeSeconds: CATALOG_MAX_AGE_S,
  });

  for (const name of contracts)
    serve(router, forGateways(name), {
      type: 'application/json; charset=utf-8',
      body: () => `${JSON.stringify(openApi30(JSON.parse(readContract(name, 'json')) as object), undefined, 2)}\n`,
      maxAgeSeconds: CATALOG_MAX_AGE_S,
    });

  const status = rarely(ready, STATUS_MAX_AGE_S * 1_000);
  router.get(STATUS, async (_request, response) => {
    const pass = await status();
    response
      .status(pass ? 200 : 503)
      .set({
        'Content-Type': 'application/health+json',
        'Cache-Control': pass ? `public, max-age=${STATUS_MAX_AGE_S}` : 'no-store',
      })
      .send(Buffer.from(JSON.stringify({ status: pass ? 'pass' : 'fail' })));
  });
  router.all(STATUS, () => {
    throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: 'GET, HEAD' } });
  });

  if (security) {
    router.use(SECURITY_TXT, (_request, _response, next) =>
      isExpired(security, clock.now()) ? next('router') : next(),
    );
    serve(router, SECURITY_TXT, {
      type: 'text/plain; charset=utf-8',
      body: securityTxt(security, publicAddress),
      maxAgeSeconds: SECURITY_MAX_AGE_S,
    });
  }
  return router;
}

/** The same answer for everybody who asks within a time. */
function rarely<T>(ask: () => Promise<T>, everyMs: number): () => Promise<T> {
  let last: { at: number; answer: Promise<T> } | undefined;
  return () => {
    const now = performance.now();
    if (last === undefined || now - last.at >= everyMs) last = { at: now, answer: ask() };
    return last.answer;
  };
}
