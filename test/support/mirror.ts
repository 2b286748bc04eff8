import type { Context, ContextOverrides } from '../../src/app/context';
import type { Config } from '../../src/config/config';
import { type Database, openDatabase } from '../../src/db/database';
import type { Reconciliation } from '../../src/features/internet-mirror';
import { insertNotices } from '../../src/features/notices';
import type { Offence } from '../../src/features/notice-creation/types';
import { syncInternetZone } from '../../src/jobs/internet/sync-internet-zone';
import { createAlerts } from '../../src/scheduling/alerts';
import { bindJob } from '../../src/scheduling/job';
import { createJobRunner, type RunReport } from '../../src/scheduling/runner';
import type { Cents } from '../../src/platform/money';
import { createMailer } from '../../src/platform/mail/mailer';
import { FaultBook } from '../../src/partner-sandbox/faults/book';
import { startMailReceiver } from '../../src/partner-sandbox/mail';
import { makeContext, mirrorMarks, storedNotices, type TestContext, type VonRow } from './contexts';
import { defaultKind } from './databases';
import { jobRun } from './job-run';
import { offence } from './offences';

/** What the zones' audit users are (decisions §2). */
export const INTERNET_USER = 'ocmsez_app_conn';
export const AGREED = { missing: [], surplus: [], different: [], ahead: [] };

/** A clock that stands until it is told to go on. */
export interface TestClock {
  now(): Date;
  pass(milliseconds: number): void;
}

/** Both zones, with the job that copies one to the other and the mails it sends. */
export interface MirrorPlace {
  readonly context: TestContext;
  readonly clock: TestClock;
  /** Runs sync_internet_zone by the real runner. */
  sync(context?: Context): Promise<RunReport>;
  /** An offence is delivered. @returns the notice's number. */
  create(fields?: Partial<Offence>, context?: Context): Promise<string>;
  /** Stores and marks many notices at once. */
  createMany(noticeNumbers: readonly string[]): Promise<void>;
  /** PLUS lets notices be paid: a write like any other. */
  change(...noticeNumbers: string[]): Promise<void>;
  /** The mirror's row of a notice. */
  mirrored(noticeNo: string): Promise<VonRow | undefined>;
  mirroredNumbers(): Promise<string[]>;
  marks(): Promise<string[]>;
  /** What the zones do not agree in. */
  reconcile(repair?: boolean, removeSurplus?: boolean): Promise<Reconciliation>;
  /** Where the mails go. */
  readonly smtpUrl: string;
  mails(): readonly { subject: string; text: string }[];
  close(): Promise<void>;
}

export async function makeMirrorPlace(
  kind = defaultKind,
  rules: Partial<Config['mirror']> = {},
  overrides: ContextOverrides = {},
): Promise<MirrorPlace> {
  let at = new Date('2026-01-15T01:02:03.456Z');
  const clock: TestClock = {
    now: () => at,
    pass: (milliseconds) => (at = new Date(at.getTime() + milliseconds)),
  };
  const mirror = { attempts: 4, backoffMs: 60_000, nudgeMs: 0, ...rules };
  const context = await makeContext(kind, { mirror }, { clock, ...overrides });
  const mail = await startMailReceiver('127.0.0.1', 0, new FaultBook());
  const smtpUrl = `smtp://127.0.0.1:${mail.port}`;
  const mailer = createMailer({ url: smtpUrl, from: 'ocms@ocms.invalid' });
  const alerts = createAlerts({
    database: context.intranet,
    mailer,
    to: 'operations@ocms.invalid',
    logger: context.logger,
  });
  const runner = createJobRunner({ database: context.intranet, alerts, logger: context.logger, instance: 'one' });
  return {
    context,
    clock,
    sync: ({ services: { internetMirror } } = context) =>
      runner.run(bindJob(syncInternetZone, { internetMirror }), { trigger: 'MANUAL' }),
    async create(fields = {}, { services } = context) {
      const created = await services.noticeCreation.create(offenceOf(fields));
      if (created.outcome !== 'created') throw new Error(`not created: ${created.outcome}`);
      return created.noticeNo;
    },
    createMany: (noticeNumbers) => storeMarked(context.intranet, noticeNumbers, at),
    async change(...noticeNumbers) {
      await context.services.paymentAcceptance.acceptUntil(noticeNumbers, '2026-02-15');
    },
    mirrored: (noticeNo) =>
      context.internet.read(
        async (executor) =>
          (await executor('eocms_valid_offence_notice').where('notice_no', noticeNo).first()) as VonRow | undefined,
      ),
    mirroredNumbers: () =>
      context.internet.read(
        async (executor) =>
          (await executor('eocms_valid_offence_notice').orderBy('notice_no').pluck('notice_no')) as string[],
      ),
    marks: () => mirrorMarks(context.intranet),
    reconcile: (repair = false, removeSurplus = false) =>
      context.services.internetMirror.reconcile({ repair, removeSurplus }),
    smtpUrl,
    mails: () => mail.list(),
    async close() {
      mailer.close();
      await mail.close();
      await context.close();
    },
  };
}

let made = 0;

/** An ordinary offence of REPCCS; each has a number that sorts after the last, a vehicle and a delivery of its own. */
function offenceOf(fields: Partial<Offence>): Offence {
  made += 1;
  const number = String(600_000_000 + made);
  // Of no type that could make it an advisory notice.
  return offence({
    noticeNo: `${number}A`,
    deliveryHash: number.padStart(64, '0'),
    compositionAmount: 7_050 as Cents,
    offenceNoticeType: 'E',
    ...fields,
  });
}

const MANY = {
  notice_no: 'varchar(10)',
  notice_source: 'varchar(8)',
  vehicle_no: 'varchar(14)',
  computer_rule_code: 'int',
  notice_date_and_time: 'datetime2',
  pp_name: 'varchar(100)',
  composition_amount: 'decimal(19,2)',
  amount_payable: 'decimal(19,2)',
  cre_date: 'datetime2',
  cre_user_id: 'varchar(50)',
} as const;

async function storeMarked({ transaction }: Database, noticeNumbers: readonly string[], at: Date): Promise<void> {
  for (let start = 0; start < noticeNumbers.length; start += 1_000) {
    const rows = noticeNumbers.slice(start, start + 1_000).map((notice_no) => ({
      notice_no,
      notice_source: 'REPCCS',
      vehicle_no: `SB${notice_no}`,
      computer_rule_code: 10300,
      notice_date_and_time: at,
      pp_name: 'ALIWAL STREET',
      composition_amount: '70.50',
      amount_payable: '70.50',
      cre_date: at,
      cre_user_id: 'ocmsiz_app_conn',
    }));
    await transaction((trx) => insertNotices(trx, MANY, rows, at));
  }
}

const AUDIT = /^(cre|upd)_/;

/** A row without whose zone it is in: no audit columns, no particulars of the owner. */
export function common(row: VonRow | undefined): Record<string, unknown> | undefined {
  return (
    row &&
    Object.fromEntries(Object.entries(row).filter(([column]) => !AUDIT.test(column) && !column.startsWith('owner_')))
  );
}

/**
 * What differs between the zones, read row by row with no help from the service: the numbers of the notices that are in
 * one only, or of which a column differs.
 */
export async function differingNotices({
  intranet,
  internet,
}: Pick<Context, 'intranet' | 'internet'>): Promise<string[]> {
  const own = await storedNotices(intranet);
  const mirrored = await internet.read(
    async (executor) => (await executor('eocms_valid_offence_notice').select('*')) as VonRow[],
  );
  const theirs = new Map(mirrored.map((row) => [row.notice_no, row]));
  const numbers = new Set([...own.keys(), ...theirs.keys()]);
  return [...numbers]
    .filter((noticeNo) => JSON.stringify(common(own.get(noticeNo))) !== JSON.stringify(common(theirs.get(noticeNo))))
    .sort();
}

/** Writes to the internet zone behind the service's back. */
export const tamper = (
  { internet }: Pick<Context, 'internet'>,
  noticeNo: string,
  fields: Record<string, string | number | null>,
): Promise<number> =>
  internet.transaction((trx) => trx('eocms_valid_offence_notice').where('notice_no', noticeNo).update(fields));

/** Makes the internet database refuse one notice. @returns what mends it. */
export async function refuseNotice(
  { internet }: Pick<Context, 'internet'>,
  kind: 'sqlite' | 'mssql',
  noticeNo: string,
): Promise<() => Promise<void>> {
  const run = (sql: string): Promise<void> => internet.transaction(async (trx) => void (await trx.raw(sql)));
  if (kind === 'sqlite') {
    for (const what of ['INSERT', 'UPDATE']) {
      await run(
        `CREATE TRIGGER refuse_${what} BEFORE ${what} ON eocms_valid_offence_notice WHEN NEW.notice_no = '${noticeNo}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
      );
    }
    return async () => {
      for (const what of ['INSERT', 'UPDATE']) await run(`DROP TRIGGER refuse_${what}`);
    };
  }
  // A trigger would keep SQL Server from answering what an UPDATE changed.
  await run(`ALTER TABLE eocms_valid_offence_notice ADD CONSTRAINT refuse_notice CHECK (notice_no <> '${noticeNo}')`);
  return () => run('ALTER TABLE eocms_valid_offence_notice DROP CONSTRAINT refuse_notice');
}

/** Takes a database away: every connection fails, as when the file is gone. @returns what brings it back. */
export function takeAway(database: Database, folder: string): () => Promise<void> {
  const { read, look, transaction, ping } = database;
  const gone = openDatabase(database.zone, { kind: 'sqlite', path: folder });
  Object.assign(database, { read: gone.read, look: gone.look, transaction: gone.transaction, ping: gone.ping });
  return async () => {
    Object.assign(database, { read, look, transaction, ping });
    await gone.close();
  };
}

/** A boundary that holds whoever comes to a label, once told to. */
export interface Gate {
  boundary(label: string): Promise<void>;
  /** Holds the next one that comes to the label; resolves when it is there. */
  hold(label: string): Promise<void>;
  open(): void;
}

export function makeGate(): Gate {
  let held: { label: string; arrived: () => void } | undefined;
  let open = (): void => undefined;
  return {
    async boundary(label) {
      if (held?.label !== label) return;
      const { arrived } = held;
      held = undefined;
      const opened = new Promise<void>((resolve) => (open = resolve));
      arrived();
      await opened;
    },
    hold: (label) => new Promise((arrived) => (held = { label, arrived })),
    open: () => open(),
  };
}

/** Copies what is marked without the job's lock, as a run does that lost it and does not know yet. */
export function copyWithoutLock({ services: { internetMirror }, intranet, logger }: Context): Promise<unknown> {
  return internetMirror.synchronise(jobRun({ intranet, logger }));
}
