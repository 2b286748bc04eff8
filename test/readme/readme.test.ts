import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { commandLine } from '../../src/cli';
import { everyMetric } from '../support/metrics';

const ROOT = join(__dirname, '../..');
const NOT_OURS = new Set(['node_modules', 'dist', 'coverage', '.git', '.data']);

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** The first cells of a table's rows, by the heading of the first column: the code in them. */
function firstCells(file: string, heading: string): string[] {
  const [, table] = read(file).split(`| ${heading} |`);
  const rows = table!.split('\n').slice(2);
  return rows.slice(0, rows.indexOf('')).map((row) => /^\| `([^`]+)`/.exec(row)![1]!);
}

function markdownFiles(folder = ROOT): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (NOT_OURS.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? markdownFiles(path) : entry.name.endsWith('.md') ? [relative(ROOT, path)] : [];
  });
}

/** What a heading is linked by. */
const anchors = (text: string): string[] =>
  [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );

describe('the table of commands', () => {
  const leaves = (command: Command, path: string[] = []): { path: string; command: Command }[] =>
    command.commands.length === 0
      ? [{ path: path.join(' '), command }]
      : command.commands.flatMap((each) => leaves(each, [...path, each.name()]));
  const commands = leaves(commandLine());
  const rows = firstCells('src/cli/README.md', 'command');
  const rowOf = (path: string): string => rows.find((row) => row === path || row.startsWith(`${path} `))!;

  it('has every command of the program, and no other', () => {
    const words = (row: string): string =>
      row
        .split(' ')
        .filter((word) => /^[a-z]/.test(word))
        .join(' ');
    expect(rows.map((row) => words(row.replace(/\[?--.*/, ''))).sort()).toEqual(
      commands.map(({ path }) => path).sort(),
    );
  });

  it.each(commands.map(({ path, command }) => [path, command] as const))(
    '%s: its arguments and options',
    (path, command) => {
      const told = rowOf(path).slice(path.length);
      const [positional] = told.split(/\[?--/);
      expect(positional!.match(/[A-Z]+/g) ?? []).toHaveLength(command.registeredArguments.length);
      const options = command.options.map(({ long }) => long);
      for (const option of told.match(/--[a-z-]+/g) ?? []) expect(options).toContain(option);
      for (const { long, mandatory } of command.options) if (mandatory) expect(told).toContain(long);
    },
  );
});

it("the README's table of npm commands names scripts there are", () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
  for (const row of firstCells('README.md', 'command')) {
    const [, script] = /^npm (?:run )?([\w:-]+)/.exec(row) ?? [];
    if (script === undefined) expect(existsSync(join(ROOT, row))).toBe(true);
    else expect(Object.keys(scripts)).toContain(script);
  }
});

it('the table of metrics has every metric of the service with its labels, and no other', async () => {
  const ours = (await everyMetric()).filter(({ name }) => name.startsWith('ocms_'));
  const told = ours.map(({ name, labelNames }) => (labelNames.length > 0 ? `${name}{${labelNames.join()}}` : name));
  expect(firstCells('src/app/README.md', 'metric').sort()).toEqual(told.sort());
});

describe('links', () => {
  it.each(markdownFiles())('of %s lead somewhere', (file) => {
    const broken = [...read(file).matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => {
        const [path, anchor] = target.split('#');
        const to = path === '' ? join(ROOT, file) : resolve(ROOT, dirname(file), path!);
        if (!existsSync(to)) return true;
        return anchor !== undefined && !(statSync(to).isFile() && anchors(readFileSync(to, 'utf8')).includes(anchor));
      });
    expect(broken).toEqual([]);
  });

  it('the files named as code in the guides are there', () => {
    // Paths with a placeholder are patterns.
    const missing = markdownFiles().flatMap((file) =>
      [...read(file).matchAll(/`((?:src|test|contracts|scripts|pacts)\/[\w./-]+)`/g)]
        .map(([, path]) => path!)
        .filter((path) => !existsSync(join(ROOT, path)))
        .map((path) => `${file}: ${path}`),
    );
    expect(missing).toEqual([]);
  });
});
