import { fight } from './lock-fight';
import { patience } from '../support/patience';

jest.setTimeout(patience(90_000));

test('eight processes fight over one lock: no overlap in 10 rounds, no round lost', async () => {
  const { problems, ran, skipped } = await fight(10, 5);
  expect(problems).toEqual([]);
  expect(ran).toBeGreaterThanOrEqual(10);
  expect(skipped).toBeGreaterThan(0);
});
