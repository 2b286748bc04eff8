import { createHash } from 'node:crypto';
import { extname } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Router } from 'express';
import { AppError } from '../../platform/errors';
import { readContract, readFileContracts, readPublishedFile } from '../../contract/documents';
import { assets } from './assets';
import { contractPage, filePage, indexPage, type PublishedContract } from './pages';

/** What the documentation tells of an operation besides its contract. */
export interface DocumentedOperation {
  contract: string;
  caller: string;
  callee: string;
  method: string;
  path: string;
}

interface Resource {
  type: string;
  body: string | Buffer;
  maxAgeSeconds: number;
  /** In place of the policy all answers have. */
  contentSecurityPolicy?: string;
}

// The policy of all other answers has the browser turn http into https, also where it was reached by http and there is
// no https (a test machine). These pages refer to nothing but this server, so they need no such help.
const policy = (...directives: string[]): string =>
  ["default-src 'none'", ...directives, "base-uri 'none'", "form-action 'none'", "frame-ancestors 'self'"].join('; ');
const PLAIN_PAGE = policy("style-src 'self'", "img-src 'self'");
// The renderer fetches the contract, and its stylesheet carries icons as data.
const RENDERED_PAGE = policy("script-src 'self'", "style-src 'self'", "img-src 'self' data:", "connect-src 'self'");

const HTML = 'text/html; charset=utf-8';
const CONTRACT_MAX_AGE_S = 300;
const ASSET_MAX_AGE_S = 3_600;

const PUBLISHED_TYPES: Readonly<Record<string, string>> = {
  '.xsd': 'application/xml; charset=utf-8',
  '.xml': 'application/xml; charset=utf-8',
  '.json': 'application/csvm+json; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8; header=present',
};

/**
 * The published contracts: `/contracts/<name>.yaml` and `.json` of an API, `/contracts/<name>.xsd` or `.json` and
 * `/contracts/examples/<file>` of files, and for reading `/docs` and `/docs/<name>`. Everything a page needs comes from
 * here.
 */
export function docsRouter(operations: readonly DocumentedOperation[]): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const contracts = publishedContracts(operations);
  for (const { name } of contracts) {
    serve(router, `/contracts/${name}.yaml`, {
      type: 'application/yaml; charset=utf-8',
      body: readContract(name, 'yaml'),
      maxAgeSeconds: CONTRACT_MAX_AGE_S,
    });
    serve(router, `/contracts/${name}.json`, {
      type: 'application/json; charset=utf-8',
      body: readContract(name, 'json'),
      maxAgeSeconds: CONTRACT_MAX_AGE_S,
    });
  }
  const files = readFileContracts();
  for (const { schema, examples } of files) {
    for (const name of [schema, ...examples.map((example) => `examples/${example.name}`)]) {
      serve(router, `/contracts/${name}`, {
        type: PUBLISHED_TYPES[extname(name)]!,
        body: readPublishedFile(name),
        maxAgeSeconds: CONTRACT_MAX_AGE_S,
      });
    }
  }
  const page = { type: HTML, maxAgeSeconds: CONTRACT_MAX_AGE_S };
  serve(router, '/docs', { ...page, body: indexPage(contracts, files), contentSecurityPolicy: PLAIN_PAGE });
  // Relative, as all references of the pages.
  router.get('/docs/', (_request, response) => response.redirect(301, '../docs'));
  for (const contract of contracts) {
    serve(router, `/docs/${contract.name}`, {
      ...page,
      body: contractPage(contract),
      contentSecurityPolicy: RENDERED_PAGE,
    });
  }
  for (const file of files) {
    serve(router, `/docs/${file.name}`, { ...page, body: filePage(file), contentSecurityPolicy: PLAIN_PAGE });
  }
  for (const { name, type, body } of assets()) {
    serve(router, `/docs/assets/${name}`, { type, body, maxAgeSeconds: ASSET_MAX_AGE_S });
  }
  return router;
}

function publishedContracts(operations: readonly DocumentedOperation[]): PublishedContract[] {
  return [...new Set(operations.map(({ contract }) => contract))].map((name) => {
    const { info } = JSON.parse(readContract(name, 'json')) as {
      info: { title: string; version: string; summary?: string };
    };
    return {
      name,
      title: info.title,
      version: info.version,
      summary: info.summary ?? '',
      operations: operations.filter(({ contract }) => contract === name),
    };
  });
}

function serve(router: Router, path: string, { type, body, maxAgeSeconds, contentSecurityPolicy }: Resource): void {
  const plain = Buffer.from(body);
  let zipped: Buffer | undefined;
  const headers = {
    'Content-Type': type,
    'Cache-Control': `public, max-age=${maxAgeSeconds}`,
    // Weak: the same for both encodings.
    ETag: `W/"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
    Vary: 'Accept-Encoding',
    ...(contentSecurityPolicy !== undefined && { 'Content-Security-Policy': contentSecurityPolicy }),
  };
  router.get(path, (request, response) => {
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
