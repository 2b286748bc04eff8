import { setTimeout as sleep } from 'node:timers/promises';
import { createWorker, type Worker } from '../../src/app/worker';
import { type Config, readConfig } from '../../src/config/config';
import type { BoundJob } from '../../src/scheduling/job';
import { type RunRecord, runStore } from '../../src/scheduling/run-store';
import type { RunReport } from '../../src/scheduling/runner';
import type { Mail } from '../../src/partner-sandbox/mail';
import type { Received } from '../../src/partner-sandbox/record';
import { OPERATION, type TestSandbox, testSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, type TestContext } from './contexts';
import { defaultKind } from './databases';
import { patience } from './patience';

export const JOB = 'refresh_vip_vehicle';

export interface Vehicle {
  vehicleNo: string;
  description: string | null;
  status: string;
}

/** A list of CAS's; no two prefixes share a vehicle. */
export const vehicles = (prefix: string, count: number): Vehicle[] =>
  Array.from({ length: count }, (_, index) => ({
    vehicleNo: `${prefix}${String(index).padStart(7, '0')}`,
    description: 'VIP Vehicle',
    status: 'ACTIVE',
  }));

export const numbersOf = (list: readonly Vehicle[]): string[] => list.map(({ vehicleNo }) => vehicleNo).sort();

export interface AlertRow {
  run_id: string;
  message_id: string;
  subject: string;
  body: string;
  sent_at: unknown;
}

/** Databases, the partner sandbox in this process, and a worker that calls it. */
export interface FaultPlace {
  readonly context: TestContext;
  readonly worker: Worker;
  readonly sandbox: TestSandbox;
  /** refresh_vip_vehicle, with another lease if one is given; the list lands at once, so that runs can follow each other. */
  job(worker?: Worker, atMostMs?: number): BoundJob;
  /** A worker of its own on the same databases. */
  anotherWorker(config?: Partial<Config>, boundary?: (label: string) => Promise<void>): Worker;
  run(worker?: Worker, job?: BoundJob): Promise<RunReport>;
  /** Makes the list the sandbox's and the table's. */
  bringIn(list: readonly Vehicle[]): Promise<void>;
  /** The list CAS has from now on. */
  offer(list: readonly Vehicle[]): Promise<void>;
  /** What readers see, sorted. */
  stored(): Promise<string[]>;
  /** Rows of the list in the making. */
  staged(): Promise<number>;
  /** All runs but those of `bringIn`, the first first. */
  runs(): Promise<RunRecord[]>;
  alerts(): Promise<AlertRow[]>;
  mails(): Promise<Mail[]>;
  received(): Promise<Received[]>;
  /** Ends the lease of a process that no longer extends it, as a minute does. */
  endLease(): Promise<void>;
  /** Ends every claim on an alert, as a minute does. */
  endClaims(): Promise<void>;
  close(): Promise<void>;
}

export async function makeFaultPlace(config: Partial<Config> = {}): Promise<FaultPlace> {
  const sandbox = await testSandbox();
  const settings = {
    systems: {
      ...readConfig({}).systems,
      CAS: {
        baseUrl: sandbox.url,
        key: 'sandbox-cas-key',
        timeoutMs: 10_000,
        attempts: 4,
        backoffMs: 10,
        maxResponseBytes: 100_000_000,
        concurrency: 4,
        retryAfterMaxMs: 1_000,
        operations: {},
      },
    },
    alerts: { smtpUrl: sandbox.smtpUrl, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' },
    schedules: new Map([[JOB, 'off']]),
    ...config,
  };
  const context = await makeContext(defaultKind, settings);
  const workers: Worker[] = [];
  const broughtIn = new Set<string>();
  const anotherWorker: FaultPlace['anotherWorker'] = (more = {}, boundary) => {
    const created = createWorker(context.another(more), boundary ? { boundary } : {});
    workers.push(created);
    return created;
  };
  const worker = anotherWorker();
  const { intranet } = context;
  const rows = <T>(table: string, order: string): Promise<T[]> =>
    intranet.read(async (executor) => (await executor(table).orderBy(order).select('*')) as T[]);

  const place: FaultPlace = {
    context,
    worker,
    sandbox,
    anotherWorker,
    job: (of = worker, atMostMs) => {
      const { job } = of.jobs.find((each) => each.job.name === JOB)!;
      return atMostMs === undefined ? job : { ...job, lock: { atMostMs, atLeastMs: 0 } };
    },
    run: (of = worker, job) => of.runner.run(job ?? place.job(of), { trigger: 'MANUAL' }),
    async bringIn(list) {
      await place.offer(list);
      // Not by the worker under test, whose settings may not let it.
      const { baseUrl } = settings.systems.CAS!;
      const bringer = anotherWorker({
        systems: { ...settings.systems, CAS: { ...settings.systems.CAS!, baseUrl: sandbox.url, timeoutMs: 10_000 } },
      });
      const { outcome, runId, error } = await place.run(bringer);
      if (outcome !== 'SUCCEEDED')
        throw new Error(`the list was not brought in (CAS at ${baseUrl}): ${outcome} ${error}`);
      broughtIn.add(runId);
      await sandbox.admin('DELETE', '/received');
    },
    async offer(list) {
      const { status, text } = await sandbox.admin('PUT', '/cas/vip-vehicles', list);
      if (status !== 200) throw new Error(text);
    },
    stored: async () =>
      (await rows<{ vehicle_no: string }>('ocms_vip_vehicle', 'vehicle_no')).map(({ vehicle_no }) => vehicle_no),
    staged: () =>
      intranet.read(
        async (executor) =>
          ((await executor('ocms_vip_vehicle_staging').count({ count: '*' }).first()) as { count: number }).count,
      ),
    async runs() {
      const all = await intranet.read((executor) => runStore(intranet).history(executor, undefined, 10_000));
      return all.filter(({ runId }) => !broughtIn.has(runId)).reverse();
    },
    alerts: () => rows<AlertRow>('ocms_job_alert', 'recorded_at'),
    mails: async () => (await sandbox.admin('GET', '/mail')).body as Mail[],
    received: async () => (await sandbox.admin('GET', `/received?operation=${OPERATION}`)).body as Received[],
    endLease: () =>
      intranet.transaction((trx) =>
        trx('shedlock')
          .where('name', JOB)
          .update({ lock_until: trx.raw(intranet.dialect.now) }),
      ),
    endClaims: () =>
      intranet.transaction(async (trx) => {
        await trx('ocms_job_alert').update({ claimed_until: null });
        return trx('ocms_job_alert_refusal').update({ next_attempt_at: trx.raw(intranet.dialect.now) });
      }),
    async close() {
      for (const each of workers) await each.close();
      await context.close();
      await sandbox.close();
    },
  };
  return place;
}

/** Looks until there is something; a condition, not a pause. */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = 20_000,
): Promise<T> {
  const deadline = performance.now() + patience(patienceMs);
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > deadline) throw new Error(`waited in vain: ${what}`);
    await sleep(10);
  }
}

/** Runs the job as soon as nobody else holds its lock. */
export function runWhenFree(worker: Worker, job: BoundJob): Promise<RunReport> {
  return until('the lock is free', async () => {
    const report = await worker.runner.run(job, { trigger: 'MANUAL' });
    return report.outcome !== 'SKIPPED' && report;
  });
}

/** How many mails were received about each run; one that belongs to no recorded alert counts under its Message-ID. */
export async function mailsByRun(place: FaultPlace): Promise<Map<string, number>> {
  const runOf = new Map((await place.alerts()).map(({ message_id, run_id }) => [message_id, run_id]));
  const counted = new Map<string, number>();
  for (const { messageId } of await place.mails()) {
    const about = runOf.get(messageId) ?? messageId;
    counted.set(about, (counted.get(about) ?? 0) + 1);
  }
  return counted;
}
