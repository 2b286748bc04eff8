import type { DocumentedOperation } from '../docs';

/** Where the catalogue is (RFC 9727 §3). */
export const API_CATALOG = '/.well-known/api-catalog';

/** RFC 9727 §4.2, §7.3. */
export const API_CATALOG_TYPE = 'application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"';

/** Where partners learn whether the service works now. */
export const STATUS = '/status';

/** Where a contract of an API is as OpenAPI 3.0. */
export const forGateways = (name: string): string => `/contracts/${name}.openapi-3.0.json`;

interface Target {
  href: string;
  type: string;
}

/** One API and what there is about it: RFC 9264 §4.2, with the relations of RFC 8631. */
export interface CatalogEntry {
  anchor: string;
  'service-desc': Target[];
  'service-doc': Target[];
  status: Target[];
}

/**
 * Every API that partners call, once.
 *
 * @param base the service's public address; without it all is relative to the catalogue itself, which also holds behind a
 *   gateway that puts the service under a path of its own
 */
export function apiCatalog(operations: readonly DocumentedOperation[], base?: string): { linkset: CatalogEntry[] } {
  const at = (path: string): string => (base === undefined ? `..${path}` : `${base}${path}`);
  const contracts = [...new Set(operations.map(({ contract }) => contract))];
  return {
    linkset: contracts.map((name) => ({
      anchor: at(commonPath(operations.filter(({ contract }) => contract === name).map(({ path }) => path))),
      'service-desc': [
        { href: at(`/contracts/${name}.yaml`), type: 'application/yaml' },
        { href: at(`/contracts/${name}.json`), type: 'application/json' },
        { href: at(forGateways(name)), type: 'application/json' },
      ],
      'service-doc': [{ href: at(`/docs/${name}`), type: 'text/html' }],
      status: [{ href: at(STATUS), type: 'application/health+json' }],
    })),
  };
}

/** What all paths begin with, in whole segments. */
function commonPath(paths: readonly string[]): string {
  const [first = [], ...others] = paths.map((path) => path.split('/'));
  let length = 0;
  while (length < first.length && others.every((segments) => segments[length] === first[length])) length++;
  return first.slice(0, length).join('/');
}
