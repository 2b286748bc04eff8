import { readFileSync } from 'node:fs';
import { textTemplate } from '../../../platform/text-template';
import { NOTICE_TEXTS } from '../facts';
import type { NoticeTexts } from '../facts';

/** A text of the letter, its facts filled in. */
type Text = (facts: LetterText) => string;

/** What a template may ask for, each ready to be read. */
export interface LetterText extends NoticeTexts {
  letterDate: string;
  /** In the footer only. */
  page: string;
  pages: string;
}

export type Block =
  | { readonly kind: 'heading' | 'subheading' | 'callout' | 'paragraph'; readonly text: Text }
  | { readonly kind: 'list' | 'closing'; readonly items: readonly Text[] }
  | { readonly kind: 'facts'; readonly rows: readonly Row[] };

export interface Row {
  readonly label: Text;
  readonly value: Text;
}

export interface LetterTemplate {
  readonly title: Text;
  /** Beside the address. */
  readonly references: readonly Row[];
  readonly body: readonly Block[];
  readonly footer: { readonly left: Text; readonly right: Text };
}

const NAMES: readonly (keyof LetterText)[] = [...NOTICE_TEXTS, 'letterDate', 'page', 'pages'];

/**
 * Reads a letter's template: blocks of text with an empty line between them, whose lines begin with
 *
 * - `# ` the heading, of which there is one, and the document's title; `## ` a heading of a section
 * - `> ` what must not be missed
 * - `| label | value` a row of the table of facts
 * - `- ` an item of a list
 * - `= ` a line of its own, kept on one page with those beside it
 * - `@ label | value` a reference beside the address
 * - `~ left | right` the footer of each page
 * - anything else: a paragraph
 *
 * The structure is read before facts are filled in: none can change it.
 *
 * @throws when the heading or the footer is missing, a block mixes kinds, or an unknown fact is asked for.
 */
export function readLetterTemplate(file: string): LetterTemplate {
  const body: Block[] = [];
  const references: Row[] = [];
  const footers: Row[] = [];
  for (const block of readFileSync(file, 'utf8').split(/\n\s*\n/)) {
    const lines = block.split('\n').filter((line) => line.trim() !== '');
    const [mark] = /^(#{1,2}|[>|@~=-]) /.exec(lines[0] ?? '') ?? [''];
    if (lines.length === 0) continue;
    if (mark !== '' && !lines.every((line) => line.startsWith(mark)))
      throw new Error(`${file}: a block begins with "${mark}" and goes on otherwise: ${lines.join(' ')}`);
    const texts = lines.map((line) => line.slice(mark.length).trim());
    if (mark === '| ') body.push({ kind: 'facts', rows: texts.map(row) });
    else if (mark === '@ ') references.push(...texts.map(row));
    else if (mark === '~ ') footers.push(...texts.map(row));
    else if (mark === '- ') body.push({ kind: 'list', items: texts.map(text) });
    else if (mark === '= ') body.push({ kind: 'closing', items: texts.map(text) });
    else body.push({ kind: KINDS[mark] ?? 'paragraph', text: text(texts.join(' ')) });
  }
  const headings = body.flatMap((block) => (block.kind === 'heading' ? [block.text] : []));
  const [title] = headings;
  const [footer] = footers;
  if (!title || headings.length > 1) throw new Error(`${file}: one line begins with "# "`);
  if (!footer || footers.length > 1) throw new Error(`${file}: one line begins with "~ "`);
  return { title, references, body, footer: { left: footer.label, right: footer.value } };
}

const KINDS: Readonly<Record<string, 'heading' | 'subheading' | 'callout'>> = {
  '# ': 'heading',
  '## ': 'subheading',
  '> ': 'callout',
};

function row(line: string): Row {
  const [label = '', ...rest] = line.split(' | ');
  return { label: text(label.trim()), value: text(rest.join(' | ').trim()) };
}

const text = (template: string): Text => textTemplate<LetterText>(template, NAMES);
