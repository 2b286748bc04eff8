import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { LRParser } from '@lezer/lr';
import { parse } from 'yaml';
import { inboundOperations } from '../../generated/inbound/operations';
import { jobs } from '../../src/jobs';
import type { ErrorKind } from '../../src/platform/errors';
import { everyMetric } from '../support/metrics';

// Its types are an ES module's.
// eslint-disable-next-line @typescript-eslint/no-require-imports -- its CommonJS build has no types of its own
const { parser } = require('@prometheus-io/lezer-promql') as { parser: LRParser };

const FOLDER = join(__dirname, '../../src/app/monitoring');

interface Panel {
  id: number;
  title: string;
  description?: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string; legendFormat: string }[];
}
interface Rule {
  alert: string;
  expr: string;
  annotations: { summary: string; action: string };
}

const { panels } = JSON.parse(readFileSync(join(FOLDER, 'dashboard.json'), 'utf8')) as { panels: Panel[] };
const { groups } = parse(readFileSync(join(FOLDER, 'alert-rules.yaml'), 'utf8')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);

/** What Grafana puts in place of its variables. */
const withVariables = (expr: string): string => expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', 'ocms');

const shown = panels.flatMap(({ title, targets = [] }) =>
  targets.map(({ expr, legendFormat }) => ({
    of: `panel ${title}`,
    expr: withVariables(expr),
    labels: [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!),
  })),
);
const alerting = rules.map(({ alert, expr, annotations }) => ({
  of: `alert ${alert}`,
  expr,
  labels: [
    ...Object.values(annotations)
      .join()
      .matchAll(/\$labels\.(\w+)/g),
  ].map(([, label]) => label!),
}));
const everything = [...shown, ...alerting];

/** What Prometheus itself adds to a process's metrics, and to the parts of a histogram. */
const OF_THE_TARGET = ['instance', 'job'];

interface Selector {
  metric: string;
  matchers: { label: string; values: string[] }[];
}

/** @throws Error for what is no PromQL. */
function read(expr: string): { selectors: Selector[]; groupedBy: string[] } {
  const selectors: Selector[] = [];
  const groupedBy: string[] = [];
  const text = ({ from, to }: { from: number; to: number }): string => expr.slice(from, to);
  parser.parse(expr).iterate({
    enter({ type, node, from }) {
      if (type.isError) throw new Error(`no PromQL at ${from}: ${expr}`);
      if (type.name === 'VectorSelector')
        selectors.push({
          metric: text(node.getChild('Identifier')!),
          matchers: (node.getChild('LabelMatchers')?.getChildren('UnquotedLabelMatcher') ?? []).map((matcher) => ({
            label: text(matcher.getChild('LabelName')!),
            values: text(matcher.getChild('StringLiteral')!).slice(1, -1).split('|'),
          })),
        });
      if (type.name === 'GroupingLabels')
        groupedBy.push(...node.getChildren('LabelName').map((label) => expr.slice(label.from, label.to)));
    },
  });
  return { selectors, groupedBy };
}

/** The metric, of a histogram's part the histogram, and the labels it has. */
type Known = ReadonlyMap<string, { of: string; labels: readonly string[] }>;
async function knownSeries(): Promise<Known> {
  return new Map(
    (await everyMetric()).flatMap(({ name, type, labelNames }) =>
      type === 'histogram'
        ? [
            [`${name}_bucket`, { of: name, labels: [...labelNames, 'le'] }] as const,
            [`${name}_sum`, { of: name, labels: labelNames }] as const,
            [`${name}_count`, { of: name, labels: labelNames }] as const,
          ]
        : [[name, { of: name, labels: labelNames }] as const],
    ),
  );
}

let known: Known;
beforeAll(async () => {
  known = await knownSeries();
});

test('something is shown and something alerts', () => {
  expect(shown.length).toBeGreaterThan(20);
  expect(alerting.length).toBeGreaterThan(10);
});

test.each(everything)('$of asks for metrics and labels that there are', ({ expr, labels }) => {
  const { selectors, groupedBy } = read(expr);
  const problems = selectors.flatMap(({ metric, matchers }) => {
    const series = known.get(metric);
    if (!series) return [`no metric ${metric}`];
    const there = [...series.labels, ...OF_THE_TARGET];
    return [...matchers.map(({ label }) => label), ...groupedBy]
      .filter((label) => !there.includes(label))
      .map((label) => `${metric} has no label ${label}`);
  });
  expect(problems).toEqual([]);
  // What is told of a result is what is left of its labels.
  expect(
    labels.filter((label) => ![...groupedBy, ...(groupedBy.length === 0 ? OF_THE_TARGET : [])].includes(label)),
  ).toEqual([]);
});

const KINDS = {
  validation: true,
  unauthenticated: true,
  forbidden: true,
  'not-found': true,
  'no-such-resource': true,
  conflict: true,
  stale: true,
  'precondition-required': true,
  'method-not-allowed': true,
  'too-large': true,
  'too-slow': true,
  'headers-too-large': true,
  'unsupported-media-type': true,
  'rate-limited': true,
  unavailable: true,
  'unknown-outcome': true,
  internal: true,
} satisfies Record<ErrorKind, true>;

/** Values that a matcher may name, of labels with a closed list. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  job_name: jobs.map(({ name }) => name),
  zone: ['intranet', 'internet'],
  operation: Object.keys(inboundOperations),
  reason: Object.keys(KINDS),
};

test('what is selected by name has such a name', () => {
  const wrong = everything.flatMap(({ of, expr }) =>
    read(expr).selectors.flatMap(({ matchers }) =>
      matchers
        .filter(({ label, values }) => VALUES[label] && values.some((value) => !VALUES[label]!.includes(value)))
        .map(({ label }) => `${of}: ${label}`),
    ),
  );
  expect(wrong).toEqual([]);
});

test('every metric of the service is on the dashboard', () => {
  const named = new Set(shown.flatMap(({ expr }) => read(expr).selectors.map(({ metric }) => known.get(metric)?.of)));
  const missing = [...new Set([...known.values()].map(({ of }) => of))].filter(
    (name) => name.startsWith('ocms_') && !named.has(name),
  );
  expect(missing).toEqual([]);
});

test('panels have ids of their own, a description, and no two one place', () => {
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(panels.filter(({ targets, description }) => targets && !description)).toEqual([]);
  const places = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`),
  );
  expect(new Set(places).size).toBe(places.length);
});

test('every alert says what to do, with commands that there are', () => {
  const commands = readFileSync(join(__dirname, '../../src/cli/README.md'), 'utf8');
  for (const { alert, annotations } of rules) {
    expect(annotations.summary).not.toBe('');
    expect({ alert, action: annotations.action.length > 20 }).toEqual({ alert, action: true });
    for (const [, command] of annotations.action.matchAll(/npm run ocms -- ([a-z]+ [a-z]+)/g))
      expect(commands).toContain(command);
  }
});
