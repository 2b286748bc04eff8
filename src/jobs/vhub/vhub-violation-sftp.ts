import type { ViolationFiles } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** vHub is told of notices of foreign vehicles by files (F 2.4). */
export const vhubViolationSftp = defineJob<{ violationFiles: ViolationFiles }>({
  name: 'vhub_violation_sftp',
  source: 'F 2.4',
  partners: ['VHUB'],
  schedule: '0 0 4 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'What reached vHub is on record; the rest goes with the next run.',
  run: ({ violationFiles }, run) => violationFiles.send(run),
});
