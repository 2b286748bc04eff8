import { outage } from './mirror-outage';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

test('the internet database away while 300 notices come in: every webhook answers 200, and one run makes the mirror agree', async () => {
  const { problems, runs } = await outage(300);
  expect(problems).toEqual([]);
  expect(runs).toBe(1);
});
