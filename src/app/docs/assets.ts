import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readBrowserModule } from '../../contract/documents';
import { CSS, JAVASCRIPT, pagePolicy, SVG } from '../resources';

export interface Asset {
  name: string;
  type: string;
  body: string | Buffer | (() => string);
  contentSecurityPolicy?: string;
}

/** The checker's thread compiles WebAssembly, and asks nobody anything. */
const CHECKER = pagePolicy("script-src 'self' 'wasm-unsafe-eval'");

/**
 * The files under `/docs/assets/`: the renderer's own and ours around it, and the checker of files.
 *
 * @param files the names of the file contracts
 */
export function assets(files: readonly string[]): Asset[] {
  return [
    { name: 'swagger-ui-bundle.js', type: JAVASCRIPT, body: ofRenderer('swagger-ui-bundle.js') },
    { name: 'swagger-ui.css', type: CSS, body: ofRenderer('swagger-ui.css') },
    { name: 'contract.js', type: JAVASCRIPT, body: own('contract.js') },
    { name: 'contract.css', type: CSS, body: own('contract.css') },
    { name: 'page.css', type: CSS, body: own('page.css') },
    { name: 'portal.css', type: CSS, body: own('portal.css') },
    { name: 'search.js', type: JAVASCRIPT, body: own('search.js') },
    { name: 'icon.svg', type: SVG, body: own('icon.svg') },
    ...checker(files),
  ];
}

/** ES modules as they are published: what one imports it finds beside it. */
function checker(files: readonly string[]): Asset[] {
  const module = (name: string, body: Asset['body']): Asset => ({ name: `checker/${name}`, type: JAVASCRIPT, body });
  return [
    ...['checker.js', 'csv.js', 'xml.js'].map((name) => module(name, own(`checker/${name}`))),
    { ...module('worker.js', own('checker/worker.js')), contentSecurityPolicy: CHECKER },
    ...['csv', 'xml'].map((name) => module(`rules/${name}.js`, readBrowserModule(`rules/${name}`))),
    ...files.map((name) => module(`contracts/${name}.js`, readBrowserModule(name))),
    module('lib/csv-parse.js', () => published(require.resolve('csv-parse/browser/esm/sync'))),
    ...libxml2(),
  ];
}

/** A megabyte: read when a file of XML is first checked. */
function libxml2(): Asset[] {
  const folder = dirname(require.resolve('libxml2-wasm'));
  return readdirSync(folder)
    .filter((name) => name.endsWith('.mjs') && name !== 'nodejs.mjs')
    .map((name) => ({
      name: `checker/lib/libxml2/${name}`,
      type: JAVASCRIPT,
      body: () => published(join(folder, name)),
    }));
}

function own(file: string): Buffer {
  return readFileSync(join(__dirname, 'assets', file));
}

const ofRenderer = (file: 'swagger-ui-bundle.js' | 'swagger-ui.css'): string =>
  published(require.resolve(`swagger-ui-dist/${file}`));

/** Without its last line, which names a source map that is not served. */
const published = (file: string): string =>
  readFileSync(file, 'utf8').replace(/\n(\/\/|\/\*)# sourceMappingURL=[^\n]*\s*$/, '\n');
