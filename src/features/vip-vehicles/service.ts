import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { JobError, type JobResult, type JobRun } from '../../scheduling/job';
import type { VipVehicle, VipVehicleSource } from './port';
import { vipVehicleStore } from './store';

export interface VipVehicleRules {
  /** What to do with a list whose `totalCount` is not the number of its rows (decisions §4). */
  wrongTotalCount: 'reject' | 'warn';
  /** What to do with an empty list. */
  emptyList: 'reject' | 'replace';
}

export interface VipVehicleService {
  /**
   * Replaces the VIP vehicles by CAS's list (C 3, decisions §4): staged in chunks, then exchanged in one
   * transaction, so that readers see the old list or the new.
   *
   * @throws JobError when the list is not fit to be used; nothing is replaced then.
   */
  refresh(run: JobRun): Promise<JobResult>;
}

const CHUNK = 2_000;

export function createVipVehicleService({
  intranet,
  source,
  clock,
  rules,
}: {
  intranet: Database;
  source: VipVehicleSource;
  clock: Clock;
  rules: VipVehicleRules;
}): VipVehicleService {
  const store = vipVehicleStore(intranet);

  const clearStaged = async (run: JobRun): Promise<void> => {
    let cleared: number;
    do {
      cleared = await run.chunk((trx) => store.clearStaged(trx, CHUNK));
      // SQLite answers without giving anybody else a turn.
      await nextTurn();
    } while (cleared > 0);
  };

  return {
    async refresh(run) {
      const { vehicles, totalCount } = await source.refreshVipVehicles(run.signal);
      run.progress({ received: vehicles.length });
      await run.boundary('received');
      const alert = await judge(vehicles, totalCount, rules);

      await clearStaged(run);
      await run.boundary('staging-cleared');
      const at = clock.now();
      for (let start = 0; start < vehicles.length; start += CHUNK) {
        const chunk = vehicles.slice(start, start + CHUNK);
        await run.chunk((trx) => store.stage(trx, chunk, at));
        run.progress({ staged: start + chunk.length });
        await run.boundary('chunk-staged');
        await nextTurn();
      }
      await run.boundary('staged');
      await run.chunk((trx) => store.replace(trx));
      run.progress({ replaced: vehicles.length });
      await run.boundary('replaced');
      await clearStaged(run);
      await run.boundary('old-cleared');
      return { counts: { received: vehicles.length, replaced: vehicles.length }, ...(alert && { alert }) };
    },
  };
}

/** @returns an alert for a list that is used all the same. @throws JobError for one that is not. */
async function judge(vehicles: readonly VipVehicle[], totalCount: number, rules: VipVehicleRules) {
  const seen = new Set<string>();
  for (let start = 0; start < vehicles.length; start += CHUNK) {
    // SQL Server's keys take no notice of spaces at the end.
    for (const { vehicleNo } of vehicles.slice(start, start + CHUNK)) seen.add(vehicleNo.trimEnd());
    await nextTurn();
  }
  const repeated = vehicles.length - seen.size;
  if (repeated > 0) {
    throw new JobError({
      problem: `CAS's list repeats vehicles: ${repeated} of ${vehicles.length} rows are there twice. The list in use was kept.`,
      advice: 'Ask CAS for a corrected list, then run the job again.',
    });
  }
  if (vehicles.length === 0 && rules.emptyList === 'reject') {
    throw new JobError({
      problem: "CAS's list is empty. The list in use was kept.",
      advice: 'Ask CAS whether there are no VIP vehicles; if so, run the job once with OCMS_VIP_EMPTY_LIST=replace.',
    });
  }
  if (totalCount !== vehicles.length) {
    const alert = {
      problem: `CAS's list says it has ${totalCount} rows, but has ${vehicles.length}.`,
      advice: 'Ask CAS for a corrected list, then run the job again.',
    };
    if (rules.wrongTotalCount === 'warn')
      return { ...alert, problem: `${alert.problem} It is in use now (OCMS_VIP_TOTAL_COUNT=warn).` };
    throw new JobError({ ...alert, problem: `${alert.problem} The list in use was kept.` });
  }
  if (vehicles.length > 0) return undefined;
  return {
    problem: "CAS's list is empty. It is in use now (OCMS_VIP_EMPTY_LIST=replace): no vehicle is a VIP's any more.",
    advice: 'Ask CAS whether there are no VIP vehicles; if there are, run the job again once the list has them.',
  };
}
