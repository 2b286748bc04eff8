import { boundaries, crashAt, type Scenario } from './crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(600_000));

test.each<[Scenario, string[]]>([
  ['succeeding', ['acquired', 'received', 'chunk-staged', 'replaced', 'recorded']],
  ['failing', ['acquired', 'before-record', 'recorded', 'alert-sent']],
])(
  'kill -9 of a %s run at every labelled boundary, twice: the old list or the new, never a mix',
  async (scenario, known) => {
    const crashes = await boundaries(scenario);
    // Whatever the labels are called by now, these must be among them: an empty list would prove nothing.
    expect(crashes.map(({ label }) => label)).toEqual(expect.arrayContaining(known));
    const problems: string[] = [];
    const left: string[] = [];
    for (const round of [1, 2]) {
      for (const crash of crashes) {
        const found = await crashAt(crash);
        problems.push(...found.problems);
        if (round === 1) left.push(`${crash.label} ${crash.nth}: ${found.left}`);
      }
    }
    process.stderr.write(`kill -9, ${scenario} run, twice at each: ${left.join(', ')}\n`);
    expect(problems).toEqual([]);
  },
);
