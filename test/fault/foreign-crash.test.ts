import { patience } from '../support/patience';
import { crashForeign, type ForeignCrash, foreignBoundaries } from './foreign-crash';

jest.setTimeout(patience(120_000));

test.each<ForeignCrash>([
  { job: 'vhub_update_violation_api', small: true, label: 'batches-answered', nth: 1 },
  { job: 'vhub_violation_sftp', small: true, label: 'file-delivered', nth: 1 },
  { job: 'archive_notices', small: true, label: 'notices-archived', nth: 1 },
])('kill -9 of a run of $job at $label: after the next run all is as if it had run once', async (crash) => {
  const { leaves } = await foreignBoundaries(crash.job, crash.small);
  expect(await crashForeign(crash, leaves)).toEqual([]);
});
