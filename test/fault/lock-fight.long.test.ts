import { fight } from './lock-fight';
import { patience } from '../support/patience';

jest.setTimeout(patience(300_000));

test('eight processes fight over one lock: no overlap in 100 rounds, no round lost', async () => {
  const { problems, ran, skipped, mostInARound } = await fight(100, 10);
  expect(problems).toEqual([]);
  expect(ran).toBeGreaterThanOrEqual(100);
  process.stderr.write(
    `lock fight: 100 rounds of 8: ${ran} ran, ${skipped} skipped, at most ${mostInARound} one after another in a round\n`,
  );
});
