import { extname } from 'node:path';
import { Router } from 'express';
import { readChangeLog, readContract, readFileContracts, readPublishedFile } from '../../contract/documents';
import { HTML, pagePolicy, serve } from '../resources';
import type { Listed } from '../schedules';
import { assets } from './assets';
import { errorCatalogue } from './errors';
import { operationPageOf } from './operation-page';
import { contractPage, errorsPage, filePage, indexPage, operationPage, partnerPage, searchPage } from './pages';
import type { ContractDocument, DescribedContract, DocumentedOperation } from './contracts';
import { partnerPages, type PartnerSettings, triedAt, type TriedAt } from './partners';
import type { OfferedSdk } from './sdks';
import { searchIndex } from './search-index';

export type { DocumentedOperation } from './contracts';
export { offeredSdks } from './sdks';

/** What the pages of partners tell besides the contracts. */
export interface DocsOptions extends PartnerSettings {
  jobs: readonly Listed[];
  sdks: readonly OfferedSdk[];
  /** A contract of an API, in place of the published ones. */
  contractOf?: typeof readContract;
}

// These pages refer to nothing but this server.
const PLAIN_PAGE = pagePolicy("style-src 'self'", "img-src 'self'");
// Its form leads to the search.
const FIRST_PAGE = pagePolicy("style-src 'self'", "img-src 'self'", "form-action 'self'");
// With a script that narrows what is on the page.
const SEARCH_PAGE = pagePolicy("script-src 'self'", "style-src 'self'", "img-src 'self'");
// With a script that checks files, and that may send nothing anywhere.
const FILE_PAGE = pagePolicy("script-src 'self'", "worker-src 'self'", "style-src 'self'", "img-src 'self'");
// The renderer fetches the contract, and calls where it is tried; its stylesheet carries icons as data.
const renderedPage = (tried: TriedAt | undefined): string =>
  pagePolicy(
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    ["connect-src 'self'", ...(tried ? [new URL(tried.address).origin] : [])].join(' '),
  );

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
 * `/contracts/examples/<file>` of files, and for reading `/docs`, `/docs/<name>`,
 * `/docs/partners/<partner>`, `/docs/operations/<id>`, `/docs/search` and `/docs/errors`; `/docs/sdks/<archive>` where it is
 * there. Everything a page needs comes from here.
 */
export function docsRouter(
  operations: readonly DocumentedOperation[],
  { jobs, sdks, contractOf = readContract, ...settings }: DocsOptions,
): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const contracts = publishedContracts(operations, contractOf);
  for (const { name } of contracts) {
    serve(router, `/contracts/${name}.yaml`, {
      type: 'application/yaml; charset=utf-8',
      body: contractOf(name, 'yaml'),
      maxAgeSeconds: CONTRACT_MAX_AGE_S,
    });
    serve(router, `/contracts/${name}.json`, {
      type: 'application/json; charset=utf-8',
      body: contractOf(name, 'json'),
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
  const partners = partnerPages(contracts, files, jobs, readChangeLog(), sdks, settings);
  const page = { type: HTML, maxAgeSeconds: CONTRACT_MAX_AGE_S };
  serve(router, '/docs', {
    ...page,
    body: indexPage({ contracts, files, partners }),
    contentSecurityPolicy: FIRST_PAGE,
  });
  // Relative, as all references of the pages.
  router.get('/docs/', (_request, response) => response.redirect(301, '../docs'));
  for (const contract of contracts) {
    const tried = triedAt(contract, settings);
    serve(router, `/docs/${contract.name}`, {
      ...page,
      body: contractPage({ ...contract, tried }),
      contentSecurityPolicy: renderedPage(tried),
    });
  }
  for (const file of files) {
    serve(router, `/docs/${file.name}`, { ...page, body: filePage(file), contentSecurityPolicy: FILE_PAGE });
  }
  const plain = (path: string, body: () => string): void =>
    serve(router, `/docs/${path}`, { ...page, body, contentSecurityPolicy: PLAIN_PAGE });
  for (const partner of partners) plain(`partners/${partner.slug}`, () => partnerPage(partner));
  for (const contract of contracts)
    for (const operation of contract.operations)
      plain(`operations/${operation.id}`, () => operationPage(operationPageOf(contract, operation)));
  for (const { archive, download } of sdks)
    if (download)
      serve(router, `/docs/sdks/${archive}`, {
        type: 'application/zip',
        body: download.body,
        maxAgeSeconds: CONTRACT_MAX_AGE_S,
      });
  plain('errors', () => errorsPage(errorCatalogue(contracts)));
  serve(router, '/docs/search', {
    ...page,
    body: () => searchPage(searchIndex({ contracts, files, partners, errors: errorCatalogue(contracts) })),
    contentSecurityPolicy: SEARCH_PAGE,
  });
  for (const { name, ...asset } of assets(files.map((file) => file.name)))
    serve(router, `/docs/assets/${name}`, { ...asset, maxAgeSeconds: ASSET_MAX_AGE_S });
  return router;
}

function publishedContracts(
  operations: readonly DocumentedOperation[],
  contractOf: typeof readContract,
): DescribedContract[] {
  return [...new Set(operations.map(({ contract }) => contract))].map((name) => {
    const document = JSON.parse(contractOf(name, 'json')) as ContractDocument;
    const { title, version, summary = '' } = document.info;
    const own = operations
      .filter(({ contract }) => contract === name)
      .map((operation) => ({ ...operation, id: document.paths[operation.path]![operation.method]!.operationId }));
    return { name, title, version, summary, operations: own, document };
  });
}
