import { createWorker, type Worker } from '../../src/app/worker';
import { dataEncryption } from '../../src/app/ground';
import { readConfig } from '../../src/config/config';
import { advisoryCaseStore } from '../../src/features/advisory-notices';
import { ownerStore } from '../../src/features/personal-data';
import type { Received } from '../../src/partner-sandbox/record';
import { systemClock } from '../../src/platform/clock';
import type { RunReport } from '../../src/scheduling/runner';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, type TestContext } from '../support/contexts';
import { defaultKind } from '../support/databases';
import {
  endChildren,
  type InstanceOptions,
  type Moment,
  startChild,
  type TalkingChild,
} from '../support/fault-children';
import { differingNotices } from '../support/mirror';
import { insertNotices, type NoticeFields } from '../support/notices';

const JOB = 'process_advisory_notices';
const SYSTEMS = ['LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'] as const;
/** Whatever a partner is asked takes a while, so that a kill finds notices at every step. */
const ANSWER_MS = 20;
const OPERATIONS = [
  ...['ownerParticulars', 'contact', 'entityAddress', 'registeredAddress', 'sendSms', 'sendEmail', 'submitLetter'],
] as const;
const REVIEWED = '500100009A';

/** One for every way a notice can go, by the vehicles that the sandbox knows. */
const NOTICES: readonly NoticeFields[] = [
  { vehicle_no: 'SBA1A' },
  { vehicle_no: 'FIN1' },
  { vehicle_no: 'UEN1' },
  { vehicle_no: 'PASSPORT1' },
  { vehicle_no: 'SBA2A', vehicle_registration_type: 'V' },
  { vehicle_no: 'MID1', vehicle_registration_type: 'I' },
  { vehicle_no: 'SBA3A-91' },
  { vehicle_no: 'UEN3-91' },
  { vehicle_no: 'NOOWNER1' },
  { vehicle_no: 'SBA4A-82' },
  { vehicle_no: 'SBA5A-95' },
  { vehicle_no: 'SBA6A-96' },
  { vehicle_no: 'SBA7A-98' },
  { vehicle_no: 'SBA8A', suspension_type: 'TS', epr_reason_of_suspension: 'HST' },
  { vehicle_no: 'SBA9A', suspension_type: 'TS', epr_reason_of_suspension: 'APP' },
].map((fields, index) => ({ notice_no: `${500_100_001 + index}A`, ...fields }));

export interface AdvisoryCrashes {
  /** Every labelled boundary of a run, of one that comes often one in the middle. */
  readonly moments: readonly Moment[];
  /**
   * Kills an instance there, and lets another follow.
   *
   * @returns everything that is not as it must be.
   */
  crash(moment: Moment): Promise<string[]>;
  close(): Promise<void>;
}

interface Place {
  readonly context: TestContext;
  run(job?: string, boundary?: (label: string) => Promise<void>): Promise<RunReport>;
  instance(killAt: Moment): TalkingChild;
  /** As a minute after a process died. */
  endLease(): Promise<void>;
  close(): Promise<void>;
}

async function makePlace(sandbox: TestSandbox): Promise<Place> {
  await sandbox.admin('DELETE', '');
  for (const operation of OPERATIONS) {
    const { status, text } = await sandbox.admin('POST', '/faults', { operation, fault: 'delay', ms: ANSWER_MS });
    if (status !== 201) throw new Error(text);
  }
  const settings = {
    ...Object.fromEntries(
      SYSTEMS.flatMap((system) => [
        [`OCMS_${system}_URL`, sandbox.url],
        [`OCMS_${system}_BACKOFF_MS`, '1'],
      ]),
    ),
    OCMS_MIRROR_NUDGE_MS: '0',
  };
  const context = await makeContext(
    defaultKind,
    {
      systems: readConfig(settings).systems,
      alerts: { smtpUrl: sandbox.smtpUrl, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' },
    },
    { clock: systemClock },
  );
  const { intranet } = context;
  const store = advisoryCaseStore(intranet);
  const offenceAt = intranet.dialect.bindInstant(new Date('2026-06-14T01:30:00Z')) as string;
  await insertNotices(
    intranet,
    NOTICES.map((fields) => ({
      an_flag: 'Y',
      payment_acceptance_allowed: 'N',
      computer_rule_code: 10300,
      pp_name: 'BISHAN STREET 23',
      last_processing_stage: null,
      notice_date_and_time: offenceAt,
      ...fields,
    })),
  );
  await intranet.transaction(async (trx) => {
    for (const { notice_no } of NOTICES) await store.open(trx, notice_no, new Date());
  });
  // As their creation does.
  await context.services.internetMirror.reconcile({ repair: true, removeSurplus: false });
  let worker: Worker | undefined;
  return {
    context,
    async run(name = JOB, boundary = () => Promise.resolve()) {
      worker ??= createWorker(context, { boundary });
      return worker.runner.run(worker.jobs.find(({ job }) => job.name === name)!.job, { trigger: 'MANUAL' });
    },
    instance: (killAt) =>
      startChild('instance', {
        intranet: context.place.intranet,
        internet: context.place.internet,
        casUrl: sandbox.url,
        smtpUrl: sandbox.smtpUrl,
        settings,
        job: JOB,
        killAt,
      } satisfies InstanceOptions),
    async endLease() {
      await intranet.transaction((trx) =>
        trx('shedlock')
          .where('name', JOB)
          .update({ lock_until: trx.raw(intranet.dialect.now) }),
      );
    },
    async close() {
      await endChildren();
      await worker?.close();
      await context.close();
    },
  };
}

/** @throws where a run that nobody kills does not do what this is about. */
export async function advisoryCrashes(): Promise<AdvisoryCrashes> {
  const sandbox = await testSandbox();
  const once = await makePlace(sandbox);
  const reached = new Map<string, number>();
  let leaves: string[];
  let calls: Map<string, number>;
  try {
    const { outcome, counts, error } = await once.run(
      JOB,
      async (label) => void reached.set(label, (reached.get(label) ?? 0) + 1),
    );
    if (outcome !== 'SUCCEEDED') throw new Error(`${outcome} ${error}`);
    if (counts.suspended !== NOTICES.length - 2 || counts.halted !== 1 || counts.manualReview !== 1)
      throw new Error(`not every way was gone: ${JSON.stringify(counts)}`);
    [leaves, calls] = [await left(once, sandbox), await callsTo(sandbox)];
  } finally {
    await once.close();
  }
  return {
    // How many steps are committed together is never the same; a notice takes five at least.
    moments: [...reached].flatMap(([label, times]) =>
      (label === 'steps-committed' ? [1, 4] : [Math.ceil(times / 2)]).map((nth) => ({ label, nth })),
    ),
    async crash({ label, nth }) {
      const place = await makePlace(sandbox);
      const problems: string[] = [];
      const must = (what: string, holds: boolean, found?: unknown): void => {
        if (!holds)
          problems.push(`${label} ${nth}: ${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`);
      };
      try {
        const child = place.instance({ label, nth });
        await child.next('ready');
        child.tell('run');
        // One that is not killed ends here.
        void child.next('report').then(
          () => child.signal('SIGTERM'),
          () => undefined,
        );
        const { signal, stderr } = await child.ended;
        must('killed', signal === 'SIGKILL', stderr);
        await place.endLease();
        const next = await place.run();
        must('the next run', next.outcome === 'SUCCEEDED', next);
        const found = await left(place, sandbox);
        const [missing, surplus] = [differing(leaves, found), differing(found, leaves)];
        must('the same as once', missing.length + surplus.length === 0 && found.length === leaves.length, {
          missing: missing.slice(0, 3),
          surplus: surplus.slice(0, 3),
        });
        for (const [call, times] of await callsTo(sandbox)) {
          const before = calls.get(call) ?? 0;
          // A step that was under way is done once more.
          must('the same calls, at most repeated once', times >= before && times <= 2 * before, {
            call,
            times,
            before,
          });
        }
        const alerts = await place.context.intranet.read((executor) =>
          executor('ocms_job_alert').where('body', 'like', `%${REVIEWED}%`).pluck<string>('run_id'),
        );
        must('its manual review is told once', alerts.length === 1, alerts);
        const again = await place.run();
        must('a third run', again.outcome === 'SUCCEEDED', again);
        must('a third run changes nothing', (await left(place, sandbox)).join() === found.join());
        must('copied', (await place.run('sync_internet_zone')).outcome === 'SUCCEEDED');
        const different = await differingNotices(place.context);
        must('the same in both zones', different.length === 0, different);
        return problems;
      } finally {
        await place.close();
      }
    },
    close: () => sandbox.close(),
  };
}

const differing = (those: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return those.filter((line) => !known.has(line));
};

const TABLES = [
  ...['ocms_valid_offence_notice', 'ocms_suspended_notice', 'ocms_advisory_case', 'ocms_advisory_event'],
  'ocms_internet_mirror_mark',
];
/** What differs from run to run. */
const UNLIKE = /^(id|at|cre_date|upd_date|due_at|marked_at|.*_timestamp|.*date_of_.*|owner_(?!id_type).*)$/;

/** What there is of notices, with their owners, and at partners: times left out. */
async function left(
  { context: { intranet, config } }: Pick<Place, 'context'>,
  sandbox: TestSandbox,
): Promise<string[]> {
  const lines: string[] = [];
  const taken = async (path: string) =>
    (await sandbox.admin('GET', path)).body as { id: string; reference: string; time: string }[];
  const submissions = new Map((await taken('/slift/letters')).map(({ id, reference }) => [id, reference]));
  for (const table of TABLES) {
    const rows = await intranet.read((executor) => executor(table).select<Record<string, unknown>[]>('*'));
    for (const row of rows) {
      const { slift_submission_id: submission, ...fields } = row;
      if (typeof submission === 'string') fields.submitted = submissions.get(submission);
      lines.push(`${table} ${JSON.stringify(Object.entries(fields).filter(([column]) => !UNLIKE.test(column)))}`);
    }
  }
  const owners = ownerStore(intranet, dataEncryption(config));
  for (const { notice_no } of NOTICES)
    lines.push(
      `owner of ${notice_no} ${JSON.stringify(await intranet.read((executor) => owners.load(executor, notice_no)))}`,
    );
  for (const path of ['/sms/messages', '/email/messages', '/slift/letters'])
    for (const { id: _id, time: _time, ...sent } of await taken(path)) lines.push(`${path} ${JSON.stringify(sent)}`);
  return lines.sort();
}

/** How often each call came. */
async function callsTo(sandbox: TestSandbox): Promise<Map<string, number>> {
  const times = new Map<string, number>();
  for (const operation of OPERATIONS) {
    const received = (await sandbox.admin('GET', `/received?operation=${operation}`)).body as Received[];
    for (const { body } of received) {
      const call = `${operation} ${body}`;
      times.set(call, (times.get(call) ?? 0) + 1);
    }
  }
  return times;
}
