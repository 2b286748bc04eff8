import { STEPS } from '../../src/features/advisory-notices/pipeline/machine';
import { patience } from '../support/patience';
import { advisoryCrashes } from './advisory-crash';

jest.setTimeout(patience(300_000));

test('kill -9 of a run of process_advisory_notices at every labelled boundary: after the next run each notice is where it would be, each owner was told once, and both zones agree (A 4 to 7)', async () => {
  const crashes = await advisoryCrashes();
  try {
    // An empty list would prove nothing.
    expect([...new Set(crashes.moments.map(({ label }) => label))].sort()).toEqual(
      [
        ...Object.keys(STEPS).map((step) => `${step.toLowerCase().replaceAll('_', '-')}-done`),
        ...['steps-committed', 'acquired', 'before-record', 'recorded', 'alert-sent'],
      ].sort(),
    );
    const problems: string[] = [];
    for (const moment of crashes.moments) problems.push(...(await crashes.crash(moment)));
    expect(problems).toEqual([]);
  } finally {
    await crashes.close();
  }
});
