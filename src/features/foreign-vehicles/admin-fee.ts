import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import type { JobResult, JobRun } from '../../scheduling/job';
import { updateNoticesWhere } from '../notices';
import type { Parameters } from '../parameters';
import { unpaidForeign } from './unpaid';

export interface AdminFees {
  /**
   * Adds the admin fee (AFO) to every unpaid notice of a foreign vehicle whose offence is FOD days past, once, in one
   * transaction (F 2.7, decisions §8).
   *
   * @throws JobError without usable parameters.
   */
  add(run: JobRun): Promise<JobResult>;
}

export function createAdminFees({ parameters, calendar }: { parameters: Parameters; calendar: Calendar }): AdminFees {
  return {
    async add(run) {
      const days = Number(await parameters.required('FOD'));
      const fee = Number(await parameters.required('AFO')).toFixed(2);
      const now = calendar.now();
      // notice_date_and_time <= CURRENT_DATE - FOD days: that day counts to its end.
      const datedBefore = calendar.midnightFrom(now, { days: 1 - days });
      await run.boundary('parameters-read');
      const added = await onceMore(() =>
        run.chunk(
          (trx) =>
            updateNoticesWhere(trx, {
              set: {
                composition_amount: { sql: 'ROUND(composition_amount + CAST(? AS decimal(19,2)), 2)', bindings: [fee] },
                admin_fee: { sql: 'CAST(? AS decimal(19,2))', bindings: [fee] },
              },
              among: unpaidForeign(trx.dialect, datedBefore),
              where: { sql: 'admin_fee = 0', bindings: [] },
              at: now,
            }),
          { long: true },
        ),
      );
      await run.boundary('fee-added');
      return { counts: { added } };
    },
  };
}

/** A query that times out is repeated once (F 2.3.8, decisions §8). */
export async function onceMore<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AppError && error.kind === 'unavailable') return work();
    throw error;
  }
}
