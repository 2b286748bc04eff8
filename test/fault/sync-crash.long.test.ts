import { crashSync, syncBoundaries, type Way } from './sync-crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(600_000));

test.each<Way>(['whole pages', 'notice by notice'])(
  'kill -9 of a run of sync_internet_zone (%s) at every labelled boundary, twice: nothing lost, nothing twice, no difference after the next run',
  async (way) => {
    const crashes = await syncBoundaries(way);
    // An empty list would prove nothing.
    expect([...new Set(crashes.map(({ label }) => label))].sort()).toEqual([
      'acquired',
      'before-record',
      'mirror-copied',
      'mirror-read',
      'mirror-unmarked',
      'recorded',
    ]);
    expect(crashes.length).toBeGreaterThanOrEqual(9);
    const problems: string[] = [];
    for (const crash of [...crashes, ...crashes]) problems.push(...(await crashSync(crash)));
    expect(problems).toEqual([]);
  },
);
