import type { Context } from '../../src/app/context';
import type { JobServices } from '../../src/app/parts';
import { createWorker, type WorkerOptions } from '../../src/app/worker';
import { readConfig } from '../../src/config/config';
import type { Database } from '../../src/db/database';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { NeededServices } from '../../src/jobs';
import { vhubUpdateViolationApi } from '../../src/jobs/vhub/vhub-update-violation-api';
import type { Arrival, FilePartner } from '../../src/partner-sandbox/arrivals';
import { AppError } from '../../src/platform/errors';
import type { Job, JobResult, JobRun } from '../../src/scheduling/job';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, type TestContext } from './contexts';
import { defaultKind } from './databases';
import { jobRun } from './job-run';
import { insertNotices, type NoticeFields } from './notices';
import { fileVariables, repeatedSoon } from './sandbox-files';

export const DAY = 86_400_000;
/** Long past its FOR days. */
export const OLD = '2026-03-01T01:30:00Z';

/** That of every notice here. */
const RULE_CODES = 'computer_rule_code,description\n10300,Parking without a valid coupon\n';

/** A notice of a foreign vehicle as creation leaves it (decisions §5): unpaid, suspended PS-FOR. */
export function insertForeignNotices(
  database: Database,
  notices: readonly (Omit<NoticeFields, 'dated'> & { dated: string })[],
): Promise<void> {
  return insertNotices(
    database,
    notices.map(({ dated, ...fields }) => ({
      notice_source: 'REPCCS',
      vehicle_registration_type: 'F',
      vehicle_category: 'C',
      computer_rule_code: 10300,
      pp_code: 'A0001',
      pp_name: 'BISHAN STREET 23',
      suspension_type: 'PS',
      epr_reason_of_suspension: 'FOR',
      last_processing_stage: null,
      notice_date_and_time: database.dialect.bindInstant(new Date(dated)) as string,
      ...(fields as NoticeFields),
    })),
  );
}

/** A record as vHub received it. */
export interface Sent {
  ViolationNo: string;
  ViolationStatus: string;
  [field: string]: unknown;
}

/** Notices of foreign vehicles, a clock that is set, and vHub and REPCCS as the sandbox plays them. */
export interface ForeignPlace {
  readonly context: TestContext;
  readonly services: JobServices;
  readonly sandbox: TestSandbox;
  /** The time; it stands until it is set. At first 03:00 on 15 June 2026 in Singapore. */
  now: Date;
  /** When the last run that succeeded began. */
  last: Date | undefined;
  later(days?: number): void;
  /** Runs `vhub_update_violation_api`. */
  run(more?: Partial<JobRun>): Promise<JobResult>;
  /** Runs any job; each knows when its last run that succeeded began. */
  runOf(job: Job<NeededServices>, more?: Partial<JobRun>): Promise<JobResult>;
  /** Makes a fault of the sandbox's. */
  fault(operation: string, fault: object): Promise<void>;
  /** Names in a folder of a partner's SFTP server, sorted. */
  files(partner: FilePartner, folder?: 'incoming' | 'outgoing' | 'archive'): Promise<string[]>;
  fileText(partner: FilePartner, name: string, folder?: 'incoming' | 'outgoing' | 'archive'): Promise<string>;
  /** Puts a file into a folder of a partner's server. */
  putFile(partner: FilePartner, name: string, text: string): Promise<void>;
  /** What arrived at a partner's server, or in Blob, under a final name. */
  arrived(place: string): Promise<Arrival[]>;
  /** Stores a notice. */
  foreign(noticeNo: string, fields?: Record<string, unknown>, dated?: string): Promise<void>;
  /** Changes a notice, `upd_date` with it. */
  change(noticeNo: string, fields: Record<string, unknown>): Promise<void>;
  set(parameter: string, value: string): Promise<unknown>;
  /** An instant as a column takes it. */
  at(instant: Date | string): string;
  /** What is stored of a notice that is paid. */
  paid(when?: Date | string): Record<string, unknown>;
  /** What is stored of a notice that is suspended for another reason than FOR. */
  suspended(when?: Date | string, reason?: string, type?: string): Record<string, unknown>;
  /** Every call that reached vHub. */
  calls(): Promise<{ BatchReference: string; Violations: Sent[] }[]>;
  /** What reached vHub since this was asked last, as `number status`. */
  sent(): Promise<string[]>;
  /** What vHub has of each notice, as `number status`. */
  atVhub(): Promise<string[]>;
  close(): Promise<void>;
}

/**
 * Has the query for a page of notices, counted from 1, take too long, and those after it, so many together.
 *
 * @param then called each time.
 */
export function pagesTimeOut(
  { context: { intranet } }: { context: Pick<Context, 'intranet'> },
  { from, times, then = () => undefined }: { from: number; times: number; then?: () => void },
): void {
  const read = intranet.read.bind(intranet);
  let asked = 0;
  jest.spyOn(intranet, 'read').mockImplementation(async (work, options) => {
    const answer = await read(work, options);
    if (!options?.long) return answer;
    asked += 1;
    if (asked < from || asked >= from + times) return answer;
    then();
    throw new AppError('unavailable', 'the intranet database is not available');
  });
}

/** Runs a job as the service does, under its lock, recorded, with e-mails to the sandbox; on connections of its own. */
export function makeForeignWorker(
  { context, sandbox: { smtpUrl } }: ForeignPlace,
  { name }: Job<NeededServices>,
  options: WorkerOptions = {},
) {
  const own = context.another({ alerts: { smtpUrl, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' } });
  const worker = createWorker(own, options);
  const { job } = worker.jobs.find((each) => each.job.name === name)!;
  // Each run is one of another day: none is so soon after the last that the lock keeps it away.
  const alone = { ...job, lock: { ...job.lock, atLeastMs: 0 } };
  return {
    context: own,
    run: () => worker.runner.run(alone, { trigger: 'SCHEDULE' }),
    close: () => worker.close(),
  };
}

let shared: TestSandbox | undefined;
afterAll(() => shared?.close());

/**
 * With the parameter FOR at 14 days, and the rule code of its notices. The sandbox is the test file's, empty.
 *
 * @param settings more of them, as environment variables have them.
 */
export async function makeForeignPlace(
  kind = defaultKind,
  settings: Readonly<Record<string, string>> = {},
): Promise<ForeignPlace> {
  shared ??= await testSandbox();
  const sandbox = shared;
  await sandbox.admin('DELETE', '');
  const { systems, sftp, blob, unqualifiedVehiclesApi } = readConfig({
    OCMS_VHUB_URL: sandbox.url,
    OCMS_VHUB_BACKOFF_MS: '1',
    OCMS_REPCCS_URL: sandbox.url,
    OCMS_REPCCS_BACKOFF_MS: '1',
    OCMS_CES_URL: sandbox.url,
    OCMS_CES_BACKOFF_MS: '1',
    ...fileVariables(sandbox),
    ...settings,
  });
  const context = await makeContext(
    kind,
    { systems, ...repeatedSoon({ sftp, blob }), unqualifiedVehiclesApi },
    { clock: { now: () => place.now } },
  );
  const { services, close } = context.jobServices();
  const at = (instant: Date | string): string => context.intranet.dialect.bindInstant(new Date(instant)) as string;
  const lasts = new Map<string, Date>();
  const firsts = new Map<string, Date>();
  const folderOf = (partner: FilePartner, folder: string): string =>
    join(sandbox.filesFolder, partner.toLowerCase(), folder);
  let seen = 0;
  const place: ForeignPlace = {
    context,
    services,
    sandbox,
    now: new Date('2026-06-14T19:00:00.000Z'),
    last: undefined,
    later: (days = 1) => void (place.now = new Date(place.now.getTime() + days * DAY)),
    async run(more = {}) {
      const result = await place.runOf(vhubUpdateViolationApi, {
        lastSucceededAt: () => Promise.resolve(place.last),
        ...more,
      });
      place.last = lasts.get(vhubUpdateViolationApi.name);
      return result;
    },
    async runOf(job, more = {}) {
      const began = place.now;
      if (!firsts.has(job.name)) firsts.set(job.name, began);
      const result = await job.run(
        services,
        jobRun(context, {
          lastSucceededAt: () => Promise.resolve(lasts.get(job.name)),
          firstStartedAt: () => Promise.resolve(firsts.get(job.name)),
          ...more,
        }),
      );
      lasts.set(job.name, began);
      return result;
    },
    async fault(operation, fault) {
      const { status } = await sandbox.admin('POST', '/faults', { operation, ...fault });
      expect(status).toBe(201);
    },
    files: async (partner, folder = 'incoming') => (await readdir(folderOf(partner, folder))).sort(),
    fileText: (partner, name, folder = 'incoming') => readFile(join(folderOf(partner, folder), name), 'utf8'),
    async putFile(partner, name, text) {
      const { status } = await sandbox.admin('PUT', `/files/${partner.toLowerCase()}/outgoing/${name}`, { text });
      expect(status).toBe(201);
    },
    async arrived(of) {
      const { body } = await sandbox.admin('GET', `/files?place=${of}`);
      return (body as Arrival[]).filter(({ state }) => ['renamed', 'stored', 'moved'].includes(state));
    },
    foreign: (noticeNo, fields = {}, dated = OLD) =>
      insertForeignNotices(context.intranet, [{ notice_no: noticeNo, dated, ...(fields as object) }]),
    async change(noticeNo, fields) {
      await context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice')
          .where('notice_no', noticeNo)
          .update({ upd_date: at(place.now), ...fields }),
      );
    },
    set: (id, value) => context.services.parameters.set({ id, code: 'NPA', value, actor: 'officer1' }),
    at,
    paid: (when = place.now) => ({ amount_paid: '70.00', payment_date: at(when), payment_status: 'FP' }),
    suspended: (when = place.now, reason = 'APP', type = 'TS') => ({
      suspension_type: type,
      epr_reason_of_suspension: reason,
      epr_date_of_suspension: at(when),
    }),
    async calls() {
      const { body } = await sandbox.admin('GET', '/received?operation=updateViolation');
      return (body as { body: string }[]).map((each) => JSON.parse(each.body) as never);
    },
    async sent() {
      const all = await place.calls();
      const fresh = all.slice(seen);
      seen = all.length;
      return fresh.flatMap(({ Violations }) => Violations.map((each) => `${each.ViolationNo} ${each.ViolationStatus}`));
    },
    async atVhub() {
      const { body } = await sandbox.admin('GET', '/vhub/violations');
      return (body as Sent[]).map((each) => `${each.ViolationNo} ${each.ViolationStatus}`);
    },
    async close() {
      await close();
      await context.close();
    },
  };
  await place.set('FOR', '14');
  await context.services.referenceData.import('rule-codes', Buffer.from(RULE_CODES), 'test');
  return place;
}
