import type { Archival } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** Notices whose day has come move to the archive, out of both zones (F 2.2). */
export const archiveNotices = defineJob<{ archival: Archival }>({
  name: 'archive_notices',
  source: 'F 2.2',
  schedule: '0 0 23 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'Every notice is either where it was or archived whole; the next run goes on.',
  run: ({ archival }, run) => archival.archive(run),
});
