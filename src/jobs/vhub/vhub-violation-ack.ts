import type { Acknowledgements } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** vHub's acknowledgement files are collected (F appendix A). */
export const vhubViolationAck = defineJob<{ acknowledgements: Acknowledgements }>({
  name: 'vhub_violation_ack',
  source: 'F app. A',
  partners: ['VHUB'],
  schedule: '0 0 * * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  // The next hour's run collects everything that waits.
  catchUp: false,
  untouched: 'What was not collected waits on the server.',
  run: ({ acknowledgements }, run) => acknowledgements.collect(run),
});
