import type { AdminFees } from '../../features/foreign-vehicles';
import { defineJob } from '../../scheduling/job';

/** The admin fee is added to unpaid notices of foreign vehicles (F 2.7). */
export const addAdminFee = defineJob<{ adminFees: AdminFees }>({
  name: 'add_admin_fee',
  source: 'F 2.7',
  schedule: '0 30 1 * * *',
  // Its one transaction may take long, and keeps the lease from being extended meanwhile.
  lock: { atMostMs: 900_000, atLeastMs: 30_000 },
  catchUp: true,
  untouched: 'No fee was added.',
  run: ({ adminFees }, run) => adminFees.add(run),
});
