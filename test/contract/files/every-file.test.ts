import { join } from 'node:path';
import { Readable } from 'node:stream';
import files from '../../../generated/files/files.json';
import { noteFile } from '../../support/evidence';

/** What the generator makes of a file's contract: a reader, a writer and the form of its name. */
interface Generated {
  read(text: string): Promise<unknown>;
  write(content: never): string;
  name: RegExp;
}

function generated(name: string): Generated {
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const made = Object.entries(require(join('../../../generated/files', name)) as Record<string, unknown>);
  const part = <T>(form: RegExp): T => made.find(([key]) => form.test(key))![1] as T;
  const read = part<(source: unknown) => unknown>(/^read[A-Z]/);
  const write = part<(content: never, options: { header: boolean }) => string>(/^write[A-Z]/);
  return {
    name: part<RegExp>(/FileName$/),
    write: (content) => write(content, { header: true }),
    async read(text) {
      if (isXml(text)) return read(text);
      const rows: unknown[] = [];
      for await (const row of read(Readable.from([text])) as AsyncIterable<unknown>) rows.push(row);
      return rows;
    },
  };
}

const isXml = (text: string): boolean => text.startsWith('<?xml');

/** The first field gone, and a field that nobody knows. */
const SPOILT: Readonly<Record<'csv' | 'xml', Readonly<Record<string, (text: string) => string>>>> = {
  csv: {
    'without its first field': (text) => text.replaceAll(/^[^,\r\n]*,?/gm, ''),
    'with a field more': (text) => text.replaceAll(/\r\n/g, ',MORE\r\n'),
  },
  xml: {
    'without its first field': (text) => text.replace(/<(\w+)>[^<]*<\/\1>/, ''),
    'with a field more': (text) => text.replace(/<\/\w+>\s*$/, '<More>x</More>$&'),
  },
};

describe.each(files.map(({ name }) => name))('%s', (contract) => {
  const { read, write, name } = generated(contract);
  const { examples } = files.find((file) => file.name === contract)!;

  test.each(examples)('its example $name is read, and written again to the byte', async ({ name: itsName, text }) => {
    expect(itsName).toMatch(name);
    expect(write((await read(text)) as never)).toBe(text);
    noteFile(contract, 'taken');
  });

  const form = examples[0]!.text;
  test.each(Object.entries(SPOILT[isXml(form) ? 'xml' : 'csv']))('%s it is refused', async (_how, spoil) => {
    const spoilt = spoil(form);
    expect(spoilt).not.toBe(form);
    await expect(read(spoilt)).rejects.toThrow();
    noteFile(contract, 'refused');
  });
});
