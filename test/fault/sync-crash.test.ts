import { crashSync, type SyncCrash } from './sync-crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

test.each<SyncCrash>([
  { way: 'whole pages', label: 'mirror-copied', nth: 2 },
  { way: 'whole pages', label: 'mirror-unmarked', nth: 1 },
  { way: 'notice by notice', label: 'mirror-copied', nth: 1 },
])(
  'kill -9 of a run of sync_internet_zone ($way) at $label, $nth: the next run leaves no difference',
  async (crash) => {
    expect(await crashSync(crash)).toEqual([]);
  },
);
