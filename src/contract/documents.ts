import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, found from here: the code runs from `src/` in tests and from `dist/` otherwise. */
function projectRoot(folder = __dirname): string {
  try {
    readFileSync(join(folder, 'package.json'));
    return folder;
  } catch {
    return projectRoot(dirname(folder));
  }
}

export const PROJECT_ROOT = projectRoot();
const GENERATED = join(PROJECT_ROOT, 'generated');

/** All inbound contracts as one OpenAPI document. */
export function readInboundContract(): object {
  return JSON.parse(readFileSync(join(GENERATED, 'inbound', 'inbound.json'), 'utf8')) as object;
}

/** One published contract, self-contained, as it is served to partners. */
export function readContract(name: string, format: 'yaml' | 'json'): string {
  return readFileSync(join(GENERATED, 'contracts', `${name}.${format}`), 'utf8');
}

/** What a contract of files says, as the documentation shows it. */
export interface FileContract {
  name: string;
  /** The published file that is the contract. */
  schema: string;
  version: string;
  sender: string;
  recipient: string;
  summary: string;
  /** The pattern of its files' names. */
  fileName: string;
  prose: readonly { heading?: string; paragraph?: Prose; list?: { items: readonly Prose[] } }[];
  records: readonly {
    name: string;
    description: string;
    fields: readonly { name: string; description: string; form: string; occurs: string }[];
  }[];
  /** What has each value once in a file; of CSV no contract says so. */
  unique?: readonly { element: string; field: string }[];
  examples: readonly { name: string; text: string }[];
}

interface Prose {
  parts: readonly ({ text: string } | { code: string })[];
}

/** The contracts of files. */
export function readFileContracts(): FileContract[] {
  return JSON.parse(readFileSync(join(GENERATED, 'files', 'files.json'), 'utf8')) as FileContract[];
}

/** What checks files in a browser, as an ES module: that of a file contract, or `rules/csv` and `rules/xml`. */
export function readBrowserModule(name: string): Buffer {
  return readFileSync(join(GENERATED, 'browser', `${name}.js`));
}

/** A row of the change log of contracts (contracts/README.md). */
export interface ContractChange {
  version: string;
  /** Names of contracts; `all inbound` stands for all of those. */
  contracts: readonly string[];
  change: string;
}

/** What changed in which contract, newest last. */
export function readChangeLog(): ContractChange[] {
  return JSON.parse(readFileSync(join(GENERATED, 'change-log.json'), 'utf8')) as ContractChange[];
}

/** An SDK that `npm run sdks` makes of contracts: a client of what partners call, or a stub of a server that OCMS calls. */
export interface Sdk {
  contracts: readonly string[];
  kind: 'client' | 'server';
  /** The language, or the framework, with its version. */
  title: string;
  packageName: string;
  version: string;
  /** The name of its file. */
  archive: string;
  install: readonly ({ paragraph: Prose } | { block: string })[];
  /** The first call; a server has none. */
  call?: string;
}

/** Every SDK, in the words of its README. */
export function readSdks(): Sdk[] {
  return JSON.parse(readFileSync(join(GENERATED, 'sdks.json'), 'utf8')) as Sdk[];
}

/** A contract of files as it is published; its examples are in `examples/`. */
export function readPublishedFile(name: string): Buffer {
  return readFileSync(join(GENERATED, 'contracts', name));
}
