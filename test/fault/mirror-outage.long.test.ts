import { outage } from './mirror-outage';
import { patience } from '../support/patience';

jest.setTimeout(patience(600_000));

test('the internet database away while 5,000 notices come in: every webhook answers 200, and one run makes the mirror agree', async () => {
  const { problems, statuses, slowestMs, runs } = await outage(5_000);
  process.stderr.write(
    `mirror outage: 5,000 notices: ${JSON.stringify(statuses)}, slowest ${Math.round(slowestMs)} ms, ${runs} run\n`,
  );
  expect(problems).toEqual([]);
  expect(runs).toBe(1);
});
