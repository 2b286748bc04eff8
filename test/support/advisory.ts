import type { JobServices } from '../../src/app/parts';
import { readConfig } from '../../src/config/config';
import { advisoryCaseStore, type CaseStory } from '../../src/features/advisory-notices';
import { processAdvisoryNotices } from '../../src/jobs/ocms/process-advisory-notices';
import type { NeededServices } from '../../src/jobs';
import type { Job, JobResult, JobRun } from '../../src/scheduling/job';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, type TestContext } from './contexts';
import { defaultKind } from './databases';
import { jobRun } from './job-run';
import { insertNotices } from './notices';
import { fileVariables, repeatedSoon } from './sandbox-files';

const SYSTEMS = ['LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'] as const;

/** Notices that qualified, a clock that is set, and the partners as the sandbox plays them. */
export interface AdvisoryPlace {
  readonly context: TestContext;
  readonly services: JobServices;
  readonly sandbox: TestSandbox;
  /** The time; it stands until it is set. At first 09:00 on 15 June 2026 in Singapore. */
  now: Date;
  /** Stores a notice that qualified, of a vehicle by which the sandbox goes, with its case. */
  qualified(noticeNo: string, vehicleNo: string, fields?: Record<string, string | number | null>): Promise<void>;
  /** Changes a notice. */
  change(noticeNo: string, fields: Record<string, unknown>): Promise<void>;
  /** Runs `process_advisory_notices`, and records what it tells. */
  run(more?: Partial<JobRun>): Promise<JobResult>;
  /** Runs any job. */
  runOf(job: Job<NeededServices>, more?: Partial<JobRun>): Promise<JobResult>;
  story(noticeNo: string): Promise<CaseStory>;
  /** A case's way, as `STEP outcome`. */
  way(noticeNo: string): Promise<string[]>;
  notice(noticeNo: string): Promise<Record<string, unknown>>;
  fault(operation: string, fault: object): Promise<void>;
  /** Every call that reached a partner. */
  calls(operation: string): Promise<Record<string, unknown>[]>;
  /** What partners have taken, by reference. */
  messages(): Promise<{ reference: string; to: string; text: string }[]>;
  emails(): Promise<{ reference: string; to: string; subject: string }[]>;
  letters(): Promise<{ reference: string; recipient: { name: string; address: object } }[]>;
  close(): Promise<void>;
}

let shared: TestSandbox | undefined;
afterAll(() => shared?.close());

export async function makeAdvisoryPlace(kind = defaultKind, settings: Readonly<Record<string, string>> = {}) {
  shared ??= await testSandbox();
  const sandbox = shared;
  await sandbox.admin('DELETE', '');
  const { systems, sftp, blob, tracing, advisoryNotices } = readConfig({
    ...fileVariables(sandbox),
    ...Object.fromEntries(
      SYSTEMS.flatMap((system) => [
        [`OCMS_${system}_URL`, sandbox.url],
        [`OCMS_${system}_BACKOFF_MS`, '1'],
      ]),
    ),
    ...settings,
  });
  const context = await makeContext(
    kind,
    { systems, tracing, advisoryNotices, ...repeatedSoon({ sftp, blob }) },
    { clock: { now: () => place.now } },
  );
  const { services, close } = context.jobServices();
  const { intranet } = context;
  const store = advisoryCaseStore(intranet);
  const list = async <Row>(path: string): Promise<Row[]> => (await sandbox.admin('GET', path)).body as Row[];
  const place: AdvisoryPlace = {
    context,
    services,
    sandbox,
    now: new Date('2026-06-15T01:00:00.000Z'),
    async qualified(noticeNo, vehicleNo, fields = {}) {
      await insertNotices(intranet, [
        {
          notice_no: noticeNo,
          vehicle_no: vehicleNo,
          an_flag: 'Y',
          payment_acceptance_allowed: 'N',
          computer_rule_code: 10300,
          pp_name: 'BISHAN STREET 23',
          last_processing_stage: null,
          notice_date_and_time: intranet.dialect.bindInstant(new Date('2026-06-14T01:30:00Z')) as string,
          ...fields,
        },
      ]);
      await intranet.transaction((trx) => store.open(trx, noticeNo, place.now));
    },
    async change(noticeNo, fields) {
      await intranet.transaction((trx) => trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update(fields));
    },
    run: (more = {}) => place.runOf(processAdvisoryNotices, more),
    async runOf(job, more = {}) {
      const { onRecord, ...result } = await context.tracer.root(job.name, {}, () =>
        job.run(services, jobRun(context, more)),
      );
      // As the runner does.
      if (onRecord) await intranet.transaction(onRecord);
      return result;
    },
    async story(noticeNo) {
      const story = await intranet.read((executor) => store.story(executor, noticeNo));
      if (!story) throw new Error(`${noticeNo} has no case`);
      return story;
    },
    way: async (noticeNo) => (await place.story(noticeNo)).events.map(({ step, outcome }) => `${step} ${outcome}`),
    async notice(noticeNo) {
      const rows = await intranet.read((executor) =>
        executor('ocms_valid_offence_notice').where('notice_no', noticeNo).select<Record<string, unknown>[]>('*'),
      );
      return rows[0]!;
    },
    async fault(operation, fault) {
      const { status } = await sandbox.admin('POST', '/faults', { operation, ...fault });
      expect(status).toBe(201);
    },
    calls: async (operation) =>
      (await list<{ body: string }>(`/received?operation=${operation}`)).map(
        ({ body }) => JSON.parse(body) as Record<string, unknown>,
      ),
    messages: () => list('/sms/messages'),
    emails: () => list('/email/messages'),
    letters: () => list('/slift/letters'),
    async close() {
      await close();
      await context.close();
    },
  };
  return place;
}
