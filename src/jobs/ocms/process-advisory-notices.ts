import type { AdvisoryPipeline } from '../../features/advisory-notices';
import { defineJob } from '../../scheduling/job';

/** Advisory notices reach their owners, and are suspended PS-ANS (A 4 to 7). */
export const processAdvisoryNotices = defineJob<{ advisoryPipeline: AdvisoryPipeline }>({
  name: 'process_advisory_notices',
  source: 'A 4 to 7',
  partners: ['LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'],
  schedule: '0 */5 * * * *',
  lock: { atMostMs: 60_000, atLeastMs: 1_000 },
  // The next run does all that is owed.
  catchUp: false,
  untouched: 'Nothing is lost: each notice waits at the step it was in.',
  frequent: true,
  wanted: ({ advisoryPipeline }) => advisoryPipeline.anyDue(),
  run: ({ advisoryPipeline }, run) => advisoryPipeline.process(run),
});
