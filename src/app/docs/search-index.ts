import type { FileContract } from '../../contract/documents';
import { type ErrorRow, resolved } from './errors';
import type { ContractDocument, DescribedContract } from './contracts';
import type { PartnerPage } from './partners';

/** What is found under one name, and where it is read of: references relative to `/docs/`. */
export interface IndexEntry {
  term: string;
  meanings: readonly Meaning[];
}

interface Meaning {
  kind: Kind;
  text: string;
  /** The values it takes, where they are listed. */
  values: readonly string[];
  links: readonly { label: string; href: string }[];
}

type Kind =
  'partner' | 'SDK' | 'job' | 'magic value' | 'API' | 'operation' | 'file' | 'field' | 'parameter' | 'header' | 'code';

interface Described {
  description?: string;
  enum?: readonly unknown[];
  const?: unknown;
}

/** All that the pages tell of, by its first letter; what begins with none is under `#`, last. */
export function searchIndex(told: {
  contracts: readonly DescribedContract[];
  files: readonly FileContract[];
  partners: readonly PartnerPage[];
  errors: readonly ErrorRow[];
}): { letter: string; entries: readonly IndexEntry[] }[] {
  const index = new Index();
  for (const { name, slug, summary, sdks, jobs, sandbox, plays } of told.partners) {
    index.add(name, 'partner', summary, { label: 'Page', href: `partners/${slug}` });
    for (const { packageName, title, version } of sdks)
      index.add(packageName, 'SDK', `${title}, ${version}`, { label: name, href: `partners/${slug}#sdks` });
    const page = { label: name, href: `partners/${slug}` };
    for (const job of jobs) index.add(job.name, 'job', job.when, page);
    for (const { value, does } of [...(sandbox?.magic ?? []), ...(plays?.magic ?? [])])
      index.add(value, 'magic value', does, page);
  }
  for (const contract of told.contracts) addContract(index, contract);
  for (const file of told.files) {
    index.add(file.name, 'file', file.summary, { label: 'Fields, example, checker', href: file.name });
    for (const { name, description } of file.records.flatMap(({ fields }) => fields))
      index.add(name, 'field', description, { label: file.name, href: `${file.name}#${name}` });
  }
  for (const { code, status, message } of told.errors)
    if (code) index.add(code, 'code', `${status} ${message}`, { label: 'Error codes', href: `errors#${code}` });
  return index.byLetter();
}

function addContract(index: Index, { name, title, summary, operations, document }: DescribedContract): void {
  const reference = { label: name, href: name };
  index.add(title, 'API', summary, { label: 'Reference', href: name });
  for (const { id, method, path } of operations)
    index.add(id, 'operation', `${method.toUpperCase()} ${path}: ${document.paths[path]![method]!.summary}`, {
      label: 'Samples and answers',
      href: `operations/${id}`,
    });
  const schemes = Object.values(document.components.securitySchemes ?? {}) as { name?: string; description?: string }[];
  for (const { name: header = 'Authorization', description = '' } of schemes)
    index.add(header, 'header', description, reference);
  for (const { kind, term, node } of namesIn(document)) {
    const { description = '', enum: listed, const: only } = resolved(document, node) as Described;
    const values = (listed ?? [only])
      .filter((value) => value !== null && value !== undefined)
      .map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
    index.add(term, kind, description, reference, values);
    if (/code$/i.test(term)) for (const code of values) index.add(code, 'code', `a value of ${term}`, reference);
  }
}

/** Every field, parameter and header of the document. Examples have the names of fields, too, but define none. */
function* namesIn(document: ContractDocument, node: unknown = document): Generator<Named> {
  if (node === null || typeof node !== 'object') return;
  for (const [key, value] of Object.entries(node)) {
    if (key === 'examples' || key === 'example' || value === null || typeof value !== 'object') continue;
    const own = Object.entries(value as object);
    if (key === 'properties' || key === 'headers')
      for (const [term, named] of own) yield { kind: key === 'headers' ? 'header' : 'field', term, node: named };
    if (key === 'parameters')
      for (const [, given] of own) {
        const { name, in: place } = resolved(document, given) as { name: string; in: string };
        yield { kind: place === 'header' ? 'header' : 'parameter', term: name, node: given };
      }
    // The keys of the first are names, whatever they are called.
    if (key === 'properties') for (const [, named] of own) yield* namesIn(document, named);
    else yield* namesIn(document, value);
  }
}

interface Named {
  kind: Kind;
  term: string;
  node: unknown;
}

class Index {
  readonly #terms = new Map<string, Map<string, Meaning & { links: { label: string; href: string }[] }>>();

  /** What is said of a name in the same words at several places is said once, with all of them. */
  add(term: string, kind: Kind, text: string, link: { label: string; href: string }, values: string[] = []): void {
    const meanings = this.#terms.get(term) ?? new Map<string, never>();
    this.#terms.set(term, meanings);
    const key = JSON.stringify([kind, text, values]);
    const meaning = meanings.get(key) ?? { kind, text, values, links: [] };
    meanings.set(key, meaning);
    if (!meaning.links.some(({ href }) => href === link.href)) meaning.links.push(link);
  }

  byLetter(): { letter: string; entries: readonly IndexEntry[] }[] {
    const letters = new Map<string, IndexEntry[]>();
    const sorted = [...this.#terms].sort(([a], [b]) => a.localeCompare(b, 'en'));
    for (const [term, meanings] of sorted) {
      const letter = /^[a-z]/i.exec(term)?.[0].toUpperCase() ?? '#';
      const entries = letters.get(letter) ?? [];
      letters.set(letter, entries);
      entries.push({ term, meanings: [...meanings.values()] });
    }
    return [...letters]
      .map(([letter, entries]) => ({ letter, entries }))
      .sort((a, b) => Number(a.letter === '#') - Number(b.letter === '#'));
  }
}
