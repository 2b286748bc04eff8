import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readCesTaggedVehicles } from '../../generated/files/ces-taggedVehicles';
import { readRepccsListedVehicles } from '../../generated/files/repccs-listedVehicles';
import { readVhubAcknowledgement, writeVhubAcknowledgement } from '../../generated/files/vhub-acknowledgement';
import { readVhubViolation } from '../../generated/files/vhub-violation';
import { createWorker, type Worker } from '../../src/app/worker';
import { readConfig } from '../../src/config/config';
import { SANDBOX_HOST_KEY } from '../../src/config/partner-sandbox';
import type { Database } from '../../src/db/database';
import type { BoundJob } from '../../src/scheduling/job';
import { systemClock } from '../../src/platform/clock';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, noticeNumbers, type TestContext } from '../support/contexts';
import { defaultKind } from '../support/databases';
import {
  endChildren,
  type InstanceOptions,
  type Moment,
  startChild,
  type TalkingChild,
} from '../support/fault-children';
import { insertForeignNotices, OLD } from '../support/foreign';
import type { NoticeFields } from '../support/notices';
import { batchProblems, fileProblems } from './foreign-ledger';

/** More than a page, where there are many. */
function listed(small: boolean): NoticeFields[] {
  return noticeNumbers(small ? 20 : 1_100).map((notice_no) => ({ notice_no, vehicle_no: `V${notice_no}` }));
}

/** Jobs for foreign vehicles, and what they find. */
const SCENES = {
  // More than are claimed at once, on all lists.
  vhub_update_violation_api: (small: boolean) => {
    const numbers = noticeNumbers(small ? 120 : 2_050);
    const today = new Date().toISOString();
    return numbers.map((notice_no, index) => ({
      notice_no,
      ...(index % 100 === 1 && { amount_paid: '70.00', payment_date: today }),
      ...(index % 100 === 2 && {
        suspension_type: 'TS',
        epr_reason_of_suspension: 'APP',
        epr_date_of_suspension: today,
      }),
    }));
  },
  // Two files, where there are many.
  vhub_violation_sftp: (small: boolean) =>
    noticeNumbers(small ? 20 : 2_050).map((notice_no) => ({ notice_no, vehicle_no: `V${notice_no}` })),
  // Acknowledged in two files, of which one names records that were not sent.
  vhub_violation_ack: () => noticeNumbers(20).map((notice_no) => ({ notice_no, vehicle_no: `V${notice_no}` })),
  gen_rep_listed_vehicle: listed,
  gen_ces_tagged_vehicle: listed,
  add_admin_fee: () => noticeNumbers(30).map((notice_no) => ({ notice_no })),
  // Two pages to be marked, and two whose mark is taken back.
  mark_for_archival: (small: boolean) =>
    noticeNumbers(small ? 40 : 1_200).map((notice_no, index) => ({
      notice_no,
      ...(index % 2 === 1 && { archive_date: '2026-01-01', amount_paid: '70.00' }),
    })),
  // Three pages, and some whose day has not come.
  archive_notices: (small: boolean) =>
    noticeNumbers(small ? 60 : 460).map((notice_no, index) => ({
      notice_no,
      archive_date: index < (small ? 50 : 450) ? '2026-01-01' : '2099-01-01',
    })),
} satisfies Record<string, (small: boolean) => NoticeFields[]>;

export type Scene = keyof typeof SCENES;

export interface ForeignCrash extends Moment {
  job: Scene;
  /** With few notices: nothing comes a second time. */
  small?: boolean;
}

interface Place {
  readonly context: TestContext;
  readonly sandbox: TestSandbox;
  worker(boundary?: (label: string) => Promise<void>): { worker: Worker; job: BoundJob };
  instance(options: Partial<InstanceOptions>): TalkingChild;
  /** As a minute after a process died. */
  endLease(): Promise<void>;
  close(): Promise<void>;
}

export async function makeForeignCrashPlace(name: Scene, small = false): Promise<Place> {
  const sandbox = await testSandbox();
  const settings = {
    OCMS_VHUB_URL: sandbox.url,
    OCMS_REPCCS_URL: sandbox.url,
    OCMS_VHUB_BACKOFF_MS: '1',
    OCMS_MIRROR_NUDGE_MS: '0',
    ...Object.fromEntries(
      Object.entries(sandbox.sftpUrls).flatMap(([partner, url]) => [
        [`OCMS_${partner}_SFTP_URL`, url],
        [`OCMS_${partner}_SFTP_PASSWORD`, `sandbox-${partner.toLowerCase()}-key`],
        [`OCMS_${partner}_SFTP_HOST_KEYS`, SANDBOX_HOST_KEY],
      ]),
    ),
    OCMS_BLOB_CONNECTION_STRING: sandbox.blobConnectionString,
  };
  const { systems, sftp, blob } = readConfig(settings);
  const context = await makeContext(
    defaultKind,
    {
      systems,
      sftp,
      blob,
      alerts: { smtpUrl: sandbox.smtpUrl, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' },
    },
    { clock: systemClock },
  );
  const { intranet, internet } = context;
  for (const [id, value] of Object.entries({ FOR: '14', FOD: '30', AFO: '10', ARC: '1' }))
    await context.services.parameters.set({ id, code: 'NPA', value, actor: 'officer1' });
  // Long ago for every parameter.
  const dated = name.startsWith('vhub_') ? OLD : '2016-01-01T00:00:00Z';
  const notices: NoticeFields[] = SCENES[name](small);
  await insertForeignNotices(
    intranet,
    notices.map((fields) => ({ ...fields, dated })),
  );
  if (name === 'archive_notices') await mirror(internet, notices);
  const workers: Worker[] = [];
  if (name === 'vhub_violation_ack') {
    const worker = createWorker(context.another({}, {}), {});
    workers.push(worker);
    const job = worker.jobs.find((each) => each.job.name === 'vhub_violation_sftp')!.job;
    const { outcome } = await worker.runner.run(job, { trigger: 'MANUAL' });
    if (outcome !== 'SUCCEEDED') throw new Error(`vhub_violation_sftp: ${outcome}`);
    await acknowledge(
      sandbox,
      notices.map(({ notice_no }) => notice_no),
    );
  }
  return {
    context,
    sandbox,
    worker(boundary) {
      const tests = boundary ? { boundary } : {};
      const worker = createWorker(context.another({}, tests), tests);
      workers.push(worker);
      return { worker, job: worker.jobs.find(({ job }) => job.name === name)!.job };
    },
    instance: (options) =>
      startChild('instance', {
        intranet: context.place.intranet,
        internet: context.place.internet,
        casUrl: sandbox.url,
        smtpUrl: sandbox.smtpUrl,
        settings,
        job: name,
        ...options,
      } satisfies InstanceOptions),
    async endLease() {
      await intranet.transaction((trx) =>
        trx('shedlock')
          .where('name', name)
          .update({ lock_until: trx.raw(intranet.dialect.now) }),
      );
    },
    async close() {
      await endChildren();
      for (const worker of workers) await worker.close();
      await context.close();
      await sandbox.close();
    },
  };
}

/** vHub acknowledges the one file it has by two: every fifth record is refused, and two are nobody's. */
async function acknowledge(sandbox: TestSandbox, numbers: readonly string[]): Promise<void> {
  const [ViolationFileName] = await readdir(join(sandbox.filesFolder, 'vhub', 'incoming'));
  const half = numbers.length / 2;
  for (const [index, some] of [numbers.slice(0, half), [...numbers.slice(half), '9Z', '8Z']].entries()) {
    const FileName = `URA_VHUB_VIOLATION_ACK_20260115_05000${index}.xml`;
    const text = writeVhubAcknowledgement({
      FileName,
      CreationDateTime: '20260115050000',
      ViolationFileName: ViolationFileName!,
      Result: some.map((ViolationNo, place) =>
        place % 5 === 0
          ? { ViolationNo, ResponseCode: '1', ErrorCode: 'E_REC_002', ErrorDescription: 'Invalid format' }
          : { ViolationNo, ResponseCode: '0', ErrorCode: null, ErrorDescription: null },
      ),
    });
    const { status } = await sandbox.admin('PUT', `/files/vhub/outgoing/${FileName}`, { text });
    if (status !== 201) throw new Error(`${FileName}: ${status}`);
  }
}

/** The notices as the internet zone has them. */
async function mirror({ transaction, dialect }: Database, notices: readonly NoticeFields[]): Promise<void> {
  const at = dialect.bindInstant(new Date('2026-01-05T01:02:03.000Z'));
  await transaction(async (trx) => {
    for (const { notice_no } of notices)
      await trx('eocms_valid_offence_notice').insert({
        notice_no,
        notice_source: 'REPCCS',
        composition_amount: '70.00',
        admin_fee: '0.00',
        amount_payable: '70.00',
        amount_paid: '0.00',
        payment_acceptance_allowed: 'Y',
        version: 1,
        cre_date: at,
        cre_user_id: 'ocmsez_app_conn',
      });
  });
}

/** Every labelled boundary of a run, of one that comes often the first and the last; and what the run leaves. */
export async function foreignBoundaries(
  job: Scene,
  small = false,
): Promise<{ crashes: ForeignCrash[]; leaves: string[] }> {
  const place = await makeForeignCrashPlace(job, small);
  try {
    const reached = new Map<string, number>();
    const run = place.worker(async (label) => void reached.set(label, (reached.get(label) ?? 0) + 1));
    const { outcome, error } = await run.worker.runner.run(run.job, { trigger: 'MANUAL' });
    if (outcome !== 'SUCCEEDED') throw new Error(`${job}: ${outcome} ${error}`);
    const crashes = [...reached].flatMap(([label, times]) =>
      [...new Set([1, times])].map((nth) => ({ job, label, nth })),
    );
    return { crashes, leaves: await left(place) };
  } finally {
    await place.close();
  }
}

/**
 * Kills an instance at a boundary, and lets another follow.
 *
 * @param leaves what a run leaves that is not killed.
 * @returns everything that is not as it must be.
 */
export async function crashForeign(
  { job, small, label, nth }: ForeignCrash,
  leaves: readonly string[],
): Promise<string[]> {
  const place = await makeForeignCrashPlace(job, small);
  const problems: string[] = [];
  const must = (what: string, holds: boolean, found?: unknown): void => {
    if (!holds)
      problems.push(`${job} ${label} ${nth}: ${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`);
  };
  try {
    const child = place.instance({ killAt: { label, nth } });
    await child.next('ready');
    child.tell('run');
    const { signal, stderr } = await child.ended;
    must('killed', signal === 'SIGKILL', stderr);
    const half = differing(
      await filesLeft(place).catch((error: unknown) => [`unreadable: ${String(error)}`]),
      // An acknowledgement that was not archived waits.
      [...leaves, ...leaves.map((line) => line.replace('vHub’s archive', 'vHub’s outgoing'))],
    );
    must('nothing half-written under a final name', half.length === 0, half);
    await place.endLease();
    const { worker, job: bound } = place.worker();
    const next = await worker.runner.run(bound, { trigger: 'MANUAL' });
    must('the next run', next.outcome === 'SUCCEEDED', next);
    const found = await left(place);
    const [missing, surplus] = [differing(leaves, found), differing(found, leaves)];
    must('the same as once', missing.length + surplus.length === 0 && found.length === leaves.length, {
      missing: missing.slice(0, 3).map((line) => line.slice(0, 300)),
      surplus: surplus.slice(0, 3).map((line) => line.slice(0, 300)),
    });
    const again = await worker.runner.run(bound, { trigger: 'MANUAL' });
    must('a third run', again.outcome === 'SUCCEEDED', again);
    must('a third run changes nothing', (await left(place)).join() === found.join());
    if (job === 'vhub_violation_sftp') for (const problem of await fileProblems(place)) must(problem, false);
    if (job === 'vhub_update_violation_api') for (const problem of await batchProblems(place)) must(problem, false);
    return problems;
  } finally {
    await place.close();
  }
}

const differing = (those: readonly string[], others: readonly string[]): string[] => {
  const known = new Set(others);
  return those.filter((line) => !known.has(line));
};

const TABLES = {
  intranet: [
    ...['ocms_valid_offence_notice', 'ocms_valid_offence_notice_archive', 'ocms_internet_mirror_mark'],
    ...['ocms_offence_avss', 'ocms_offence_avss_archive', 'ocms_vhub_notice', 'ocms_archived_mirror'],
    ...['ocms_offence_avss_sftp', 'ocms_vhub_acknowledgement'],
  ],
  internet: ['eocms_valid_offence_notice'],
} as const;
/** What differs from run to run, and from place to place. */
const UNLIKE = [
  ...['file_name', 'payment_date', 'epr_date_of_suspension'],
  ...['run_id', 'received_at', 'told'],
  ...['cre_date', 'upd_date', 'marked_at', 'archived_at', 'sent_at', 'batch_reference'],
];

/** What there is in both zones and at vHub, times and references left out. */
async function left({ context, sandbox }: Pick<Place, 'context' | 'sandbox'>): Promise<string[]> {
  const lines: string[] = [];
  for (const zone of ['intranet', 'internet'] as const)
    for (const table of TABLES[zone]) {
      const rows = await context[zone].read(
        async (executor) => (await executor(table).select('*')) as Record<string, unknown>[],
      );
      lines.push(
        ...rows.map(
          (row) =>
            `${table} ${JSON.stringify(Object.entries(row).filter(([column]) => !UNLIKE.includes(column) && column !== 'id'))}`,
        ),
      );
    }
  const { body } = await sandbox.admin('GET', '/vhub/violations');
  lines.push(...(body as object[]).map((violation) => `vHub ${JSON.stringify(violation)}`));
  lines.push(...(await filesLeft({ sandbox })));
  // Problems name the file they are about.
  return lines.map((line) => line.replaceAll(/URA_VHUB_VIOLATION_\d{8}_\d{6}/g, 'URA_VHUB_VIOLATION')).sort();
}

/** What partners have by file. Whatever has its final name is whole, or reading it fails. A list that came again is told once. */
async function filesLeft({ sandbox }: Pick<Place, 'sandbox'>): Promise<string[]> {
  const lines: string[] = [];
  const named = async (ending: string, ...folder: string[]) =>
    (await readdir(join(sandbox.filesFolder, ...folder)))
      .filter((each) => each.endsWith(ending))
      .map((each) => join(sandbox.filesFolder, ...folder, each));
  for (const path of await named('.xml', 'vhub', 'incoming'))
    for (const violation of readVhubViolation(await readFile(path, 'utf8')).Violation)
      lines.push(`vHub’s file ${JSON.stringify(violation)}`);
  for (const folder of ['outgoing', 'archive'])
    for (const path of await named('.xml', 'vhub', folder)) {
      const { FileName, Result } = readVhubAcknowledgement(await readFile(path, 'utf8'));
      lines.push(`vHub’s ${folder} ${FileName} ${JSON.stringify(Result)}`);
    }
  const lists = new Set<string>();
  for (const [partner, read] of [
    ['repccs', readRepccsListedVehicles],
    ['ces', readCesTaggedVehicles],
  ] as const)
    for (const path of await named('.csv', partner, 'incoming')) {
      const rows: object[] = [];
      for await (const row of read(createReadStream(path))) rows.push(row);
      lists.add(`${partner}’s list ${JSON.stringify(rows)}`);
    }
  return [...lines, ...lists];
}
