import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { commandLine } from '../../src/cli';
import { isKnown, variableNames } from '../../src/config/config';
import { jobs } from '../../src/jobs';
import { everyMetric } from '../support/metrics';

const SRC = join(__dirname, '../../src');
const runbook = readFileSync(join(SRC, 'deployment/runbook.md'), 'utf8');
const sections = new Map(
  runbook
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [title = '', ...lines] = section.split(/^## /m)[0]!.split('\n');
      return [title, lines.join('\n')] as const;
    }),
);

const { groups } = parse(readFileSync(join(SRC, 'app/monitoring/alert-rules.yaml'), 'utf8')) as {
  groups: { rules: { alert: string }[] }[];
};

/** The text of every module of the service. */
const sources = (): string =>
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(SRC, file), 'utf8'))
    .join('\n');

/** The e-mail that no job sends. */
const OUTAGE = 'The intranet database does not work';

test('every alert, every job and the e-mail about the database have a section, and nothing else has', () => {
  expect(readFileSync(join(SRC, 'scheduling/outage-mail.ts'), 'utf8')).toContain(`'${OUTAGE}'`);
  const called = [
    ...groups.flatMap(({ rules }) => rules.map(({ alert }) => alert)),
    OUTAGE,
    ...jobs.map(({ name }) => name),
  ];
  expect([...sections.keys()].sort()).toEqual(called.sort());
});

test.each([...sections])('%s says what it means, what to look at and what to do', (_title, text) => {
  expect([...text.matchAll(/^- \*\*(\w+)\*\*: \S/gm)].map(([, part]) => part)).toEqual(['Means', 'Look', 'Do']);
});

test('each outcome of a run that operations are told of is explained', () => {
  const words = /const WORDS[^{]*\{([^}]*)\}/.exec(readFileSync(join(SRC, 'scheduling/alerts.ts'), 'utf8'))![1]!;
  const told = [...words.matchAll(/'([^']+)'/g)].map(([, word]) => word!);
  expect(told.length).toBeGreaterThan(3);
  for (const word of [...told, 'works again']) expect(runbook).toContain(`| ${word} |`);
});

describe('what is named as code is there:', () => {
  const code = [...runbook.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!);

  /** A command as it is written: its words, then options and arguments. */
  const find = (words: readonly string[]): { command: Command; rest: readonly string[] } => {
    let command = commandLine();
    let rest = words;
    for (;;) {
      const next = command.commands.find((each) => each.name() === rest[0]);
      if (!next) return { command, rest };
      command = next;
      rest = rest.slice(1);
    }
  };
  const commands = [...new Set(code.filter((text) => text.startsWith('npm run ocms -- ')))].filter(
    (text) => !text.endsWith('…'),
  );

  test.each(commands)('%s', (text) => {
    const { command, rest } = find(text.split(' ').slice(4));
    expect(command.commands).toEqual([]);
    for (const word of rest.filter((each) => each.startsWith('--')))
      expect(command.options.map(({ long }) => long)).toContain(word);
    const values = rest.filter((each, at) => !each.startsWith('--') && !rest[at - 1]?.startsWith('--'));
    expect(values.length).toBeLessThanOrEqual(command.registeredArguments.length);
    const [argument] = values;
    if (/^jobs (run|history)/.test(text.slice('npm run ocms -- '.length)) && argument !== undefined)
      expect(jobs.map(({ name }) => name)).toContain(argument);
  });

  test('commands', () => expect(commands.length).toBeGreaterThan(20));

  test('events of the log', () => {
    const events = code.filter((text) => /^[a-z]+(-[a-z]+)+$/.test(text));
    expect(events.length).toBeGreaterThan(20);
    const written = sources();
    expect(events.filter((event) => !written.includes(`'${event}'`))).toEqual([]);
  });

  test('settings', () => {
    const all = variableNames();
    const wrong = [...runbook.matchAll(/OCMS_[A-Z_…]+/g)]
      .map(([name]) => name)
      .filter((name) =>
        name.includes('…')
          ? !all.some((each) => new RegExp(`^${name.replace('…', '[A-Z_]+')}$`).test(each))
          : !isKnown(name),
      );
    expect(wrong).toEqual([]);
  });

  test('metrics', async () => {
    const known = (await everyMetric()).map(({ name }) => name);
    const named = code.filter((text) => /^(ocms|nodejs)_\w+$/.test(text));
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  });
});
