import type { OwnerRetention } from '../../features/personal-data';
import { defineJob } from '../../scheduling/job';

/** Owners' particulars are forgotten some time after their notice's advisory processing has ended (A 4.2.1, A 7). */
export const forgetOwnerParticulars = defineJob<{ ownerRetention: OwnerRetention }>({
  name: 'forget_owner_particulars',
  source: 'A 4.2',
  schedule: '0 30 2 * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'What was not forgotten is left to the next run.',
  run: ({ ownerRetention }, run) => ownerRetention.forget(run),
});
