import { createCalendar } from '../../src/platform/calendar';
import { createInternetMirror } from '../../src/features/internet-mirror';
import { MIRRORED_COLUMNS, type MirroredNotice, toMirrored } from '../../src/features/internet-mirror/columns';
import { markStore, mirrorStore } from '../../src/features/internet-mirror/store';
import { createNoticeCreationService } from '../../src/features/notice-creation';
import { noticeCreationStore, type StoredNotice } from '../../src/features/notice-creation/store';
import type { Offence } from '../../src/features/notice-creation/types';
import { createSecretKey } from 'node:crypto';
import { createKeyedHash } from '../../src/platform/encryption';
import { insertNotices } from '../../src/features/notices';
import { selectExemptions, selectPastNotices } from '../../src/features/qualification/store';
import { createReferenceData } from '../../src/features/reference-data';
import { REFERENCE_KINDS, type ReferenceKind, type ReferenceRow } from '../../src/features/reference-data/kinds';
import { referenceStore } from '../../src/features/reference-data/store';
import { insertSuspensions, selectRevivalDays } from '../../src/features/suspension/store';
import { createTracer } from '../../src/platform/tracing';
import { traced } from './traced';
import type { JobRun } from '../../src/scheduling/job';
import { createLogger } from '../../src/platform/logging';
import type { Cents } from '../../src/platform/money';
import { noticeNumbers } from './contexts';
import type { Answer, RecordingDatabase, Row } from './recording-mssql';
import type { Transaction } from '../../src/db/database';
import { conditionStore } from '../../src/scheduling/conditions';

type Flow = (recording: RecordingDatabase) => Promise<unknown>;

const AT = new Date('2026-01-15T01:02:03.456Z');
const NUMBERS = noticeNumbers(500);
const VERSIONS = NUMBERS.map((noticeNo) => ({ noticeNo, version: 1 }));
const clock = { now: () => AT };
const logger = createLogger({ level: 'silent' });

const OFFENCE: Offence = {
  source: 'CES',
  transactionId: 'T-1',
  deliveryHash: 'f'.repeat(64),
  subsystemLabel: '030',
  anFlag: 'N',
  noticeNo: NUMBERS[0]!,
  vehicleNo: 'SBA1234A',
  computerRuleCode: 10300,
  compositionAmount: 7_050 as Cents,
  noticeDateAndTime: AT,
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
};
const STORED: StoredNotice = { ...OFFENCE, noticeNo: NUMBERS[0]!, anFlag: 'N', paymentAcceptanceAllowed: 'Y' };

/** A row of VON as the driver has it. */
const vonRow = (notice_no: string): Row => ({
  ...Object.fromEntries(MIRRORED_COLUMNS.map((column) => [column, null])),
  notice_no,
  notice_source: 'CES',
  computer_rule_code: 10300,
  notice_date_and_time: AT,
  composition_amount: 70.5,
  last_processing_date: AT,
  version: 1,
});

export const mirroredNotices = (dialect: RecordingDatabase['database']['dialect']): MirroredNotice[] =>
  NUMBERS.map((noticeNo) => toMirrored(dialect, vonRow(noticeNo)));

interface Known {
  facts?: Readonly<Record<string, number>>;
  /** Rows a conditional UPDATE finds, as `@@rowcount` says. */
  found?: number;
  receipt?: boolean;
  outage?: boolean;
}

/** What a database of notices answers. */
export function noticesAnswer({ facts = {}, found = 1, receipt = false, outage = false }: Known = {}): Answer {
  const pages = [NUMBERS, []];
  const rules: readonly [RegExp, (json: string[]) => readonly Row[]][] = [
    [
      /^SELECT CASE WHEN EXISTS/,
      () => [{ duplicate: 0, rule_code_known: 1, rule_codes_loaded: 1, vip: 0, double_booked: 0, ...facts }],
    ],
    [/ OUTPUT inserted\.\w+ AS returned /, (json) => json.map((returned) => ({ returned }))],
    [/^SELECT v\.notice_no, v\.notice_source/, (json) => json.map(vonRow)],
    [/@@rowcount/i, () => [{ '': found }]],
    [/^select top .*\[next_number\]/i, () => [{ next_number: 700_000_002 }]],
    [
      /^select top .* from \[ocms_delivery_receipt\]/i,
      () => (receipt ? [{ notice_no: NUMBERS[1], fate: 'advisory' }] : []),
    ],
    [
      /^select top .*\[m\]\.\[notice_no\] from \[ocms_internet_mirror_mark\]/i,
      () => pages.shift()!.map((notice_no) => ({ notice_no })),
    ],
    [/^select top .*\[failures\] from /i, () => [{ failures: 2 }]],
    [/^select top .*\[since\], \[told_at\] from /i, () => (outage ? [{ since: new Date(0), told_at: null }] : [])],
    [/ as \[latest\]/i, () => [{ latest: AT }]],
    [/ as \[oldest\]/i, () => [{ oldest: AT, notices: 1 }]],
    [/ as \[manual_verification\]/i, () => [{ manual_verification: 1 }]],
    [/^select top .* from \[ocms_valid_offence_notice\] where \[notice_no\] > /i, () => NUMBERS.map(vonRow)],
    [/^select top .*\[param_value\]/i, () => [{ param_value: '30' }]],
  ];
  return ({ sql, parameters }) => {
    const json = parameters
      .map(({ value }) => value)
      .find((value) => typeof value === 'string' && value.startsWith('['));
    const numbers = json === undefined ? [] : (JSON.parse(json as string) as Row[]).map(({ c0 }) => c0 as string);
    return rules.find(([pattern]) => pattern.test(sql))?.[1](numbers) ?? [];
  };
}

type Run<S> = (store: S, recording: RecordingDatabase) => Promise<unknown>;
const over =
  <S>(make: (database: RecordingDatabase['database']) => S) =>
  (run: Run<S>, ...known: readonly Known[]): Flow =>
  async (recording) => {
    for (const each of known.length > 0 ? known : [{}]) {
      recording.answer(noticesAnswer(each));
      await run(make(recording.database), recording);
    }
  };
const onCreation = over(noticeCreationStore);
const onMarks = over(markStore);
const onMirror = over(mirrorStore);
const onReferences = over(referenceStore);
const plainly = over(() => undefined);

const KINDS: readonly ReferenceKind[] = Object.values(REFERENCE_KINDS);
/** A row with every column set, text in a script of its own where the column takes it. */
const referenceRow = ({ shape }: ReferenceKind): ReferenceRow =>
  Object.fromEntries(
    Object.entries(shape).map(([column, type]) => {
      if (type === 'int') return [column, '10300'];
      if (type === 'date') return [column, '2026-01-15'];
      if (type === 'datetime2') return [column, null];
      if (type === 'decimal(19,2)') return [column, '80.00'];
      return [column, type.startsWith('nvarchar') ? '違例' : 'LB'];
    }),
  );

type Conditions = ReturnType<typeof conditionStore>;

/** A flow for each function of the conditions' store, with one that is known and with none. */
function conditionFlows(
  calls: Readonly<Record<keyof Conditions, (conditions: Conditions, trx: Transaction) => Promise<unknown>>>,
): Record<string, Flow> {
  const flow =
    (call: (conditions: Conditions, trx: Transaction) => Promise<unknown>): Flow =>
    async (recording) => {
      for (const known of [{}, { outage: true, found: 1 }, { found: 0 }]) {
        recording.answer(noticesAnswer(known));
        await recording.database.transaction((trx) => call(conditionStore(recording.database), trx));
      }
    };
  return Object.fromEntries(
    Object.entries(calls).map(([name, call]) => [`scheduling/conditionStore.${name}`, flow(call)]),
  );
}

/** Every function of the stores behind a notice's creation and its copy in the internet zone. */
export const noticeStoreFlows: Readonly<Record<string, Flow>> = {
  'notices/insertNotices': plainly(async (_none, { database: { transaction } }) => {
    const insert = () =>
      transaction((trx) =>
        insertNotices(
          trx,
          {
            notice_no: 'varchar(10)',
            notice_source: 'varchar(8)',
            composition_amount: 'decimal(19,2)',
            cre_date: 'datetime2',
            cre_user_id: 'varchar(50)',
          },
          NUMBERS.map((notice_no) => ({
            notice_no,
            notice_source: 'CES',
            composition_amount: '70.50',
            cre_date: AT,
            cre_user_id: 'test',
          })),
          AT,
        ),
      );
    await insert();
    await traced(insert);
  }),
  'notice-creation/noticeCreationStore.lockVehicle': onCreation(
    (store, { database }) => database.transaction((trx) => store.lockVehicle(trx, 'SBA1234A')),
    { found: 1 },
    { found: 0 },
  ),
  'notice-creation/noticeCreationStore.takeNumber': onCreation((store, { database }) =>
    database.transaction((trx) => store.takeNumber(trx)),
  ),
  'notice-creation/noticeCreationStore.isTaken': onCreation((store, { database }) =>
    database.read((executor) => store.isTaken(executor, NUMBERS[0]!)),
  ),
  'notice-creation/noticeCreationStore.facts': onCreation((store, { database }) =>
    database.read((executor) => store.facts(executor, NUMBERS[0]!, { ...OFFENCE, offenceDate: '2026-01-15' })),
  ),
  'notice-creation/noticeCreationStore.insertNotice': onCreation((store, { database }) =>
    database.transaction((trx) => store.insertNotice(trx, STORED, AT)),
  ),
  'notice-creation/noticeCreationStore.insertDetail': onCreation((store, { database }) =>
    database.transaction((trx) => store.insertDetail(trx, STORED, AT)),
  ),
  'notice-creation/noticeCreationStore.receiptOf': onCreation(
    (store, { database }) => database.read((executor) => store.receiptOf(executor, OFFENCE, AT)),
    { receipt: true },
    {},
  ),
  'notice-creation/noticeCreationStore.writeReceipt': onCreation(
    (store, { database }) =>
      database.transaction((trx) =>
        store.writeReceipt(trx, OFFENCE, { noticeNo: NUMBERS[0]!, fate: 'advisory' }, AT, AT),
      ),
    { found: 1 },
    { found: 0 },
  ),
  'notice-creation/noticeCreationStore.idleVehicles': onCreation((store, { database }) =>
    database.read((executor) => store.idleVehicles(executor, AT, 500)),
  ),
  'notice-creation/noticeCreationStore.purgeTurns': onCreation((store, { database }) =>
    database.transaction((trx) => store.purgeTurns(trx, ['SBA1234A', 'SBA1235A'], AT)),
  ),
  'notice-creation/noticeCreationStore.purgeReceipts': onCreation((store, { database }) =>
    database.transaction((trx) => store.purgeReceipts(trx, AT, 1_000)),
  ),
  'notice-creation/noticeCreationStore.anyRuleCode': onCreation((store, { database }) =>
    database.read((executor) => store.anyRuleCode(executor)),
  ),
  'qualification/selectExemptions': plainly((_none, { database: { read } }) =>
    read((executor) => selectExemptions(executor, 10300)),
  ),
  'qualification/selectPastNotices': plainly((_none, { database: { read } }) =>
    read((executor) =>
      selectPastNotices(executor, {
        vehicleNo: 'SBA1234A',
        from: new Date(0),
        exceptNoticeNo: NUMBERS[0]!,
      }),
    ),
  ),
  'suspension/insertSuspensions': plainly(async (_none, { database: { transaction } }) => {
    const suspensions = NUMBERS.map((noticeNo, index) => ({
      noticeNo,
      reason: 'ANS' as const,
      remarks: 'x'.repeat(200),
      dueDateOfRevival: index % 2 === 0 ? AT : null,
    }));
    await transaction((trx) => insertSuspensions(trx, suspensions, AT));
    await transaction((trx) =>
      insertSuspensions(trx, suspensions, AT, { officer: 'officer1', where: 't.suspension_type IS NULL' }),
    );
  }),
  'suspension/selectRevivalDays': plainly((_none, { database }) =>
    database.read((executor) => selectRevivalDays(executor)),
  ),
  'reference-data/referenceStore.list': onReferences(async (store, { database }) => {
    for (const kind of KINDS) await database.read((executor) => store.list(executor, kind));
  }),
  'reference-data/referenceStore.insert': onReferences(async (store, { database }) => {
    for (const kind of KINDS) {
      await database.transaction((trx) =>
        store.insert(
          trx,
          kind,
          Array.from({ length: 501 }, () => referenceRow(kind)),
          { actor: 'tëst', at: AT, lastNumber: 3 },
        ),
      );
    }
  }),
  'reference-data/referenceStore.remove': onReferences(async (store, { database }) => {
    for (const kind of KINDS) {
      const stored = Array.from({ length: 501 }, (_, index) => ({
        row: referenceRow(kind),
        number: kind.numbered === undefined ? undefined : index,
      }));
      await database.transaction((trx) => store.remove(trx, kind, stored));
    }
  }),
  'reference-data/referenceStore.update': onReferences(async (store, { database }) => {
    // An exemption is its own key: it never changes.
    for (const kind of KINDS.filter(({ numbered }) => numbered === undefined)) {
      await database.transaction((trx) =>
        store.update(
          trx,
          kind,
          Array.from({ length: 501 }, () => referenceRow(kind)),
          { actor: 'tëst', at: AT },
        ),
      );
    }
  }),
  'internet-mirror/markStore.latest': onMarks((marks, { database }) =>
    database.read((executor) => marks.latest(executor)),
  ),
  'internet-mirror/markStore.waiting': onMarks((marks, { database }) =>
    database.read((executor) => marks.waiting(executor, NUMBERS[0]!, 500, { upTo: AT, now: AT })),
  ),
  'internet-mirror/markStore.notices': onMarks((marks, { database }) =>
    database.read((executor) => marks.notices(executor, NUMBERS)),
  ),
  'internet-mirror/markStore.traces': onMarks((marks, { database }) =>
    database.read((executor) => marks.traces(executor, NUMBERS, 100)),
  ),
  'internet-mirror/markStore.noticesAfter': onMarks((marks, { database }) =>
    database.read((executor) => marks.noticesAfter(executor, NUMBERS[0]!, 1_000)),
  ),
  'internet-mirror/markStore.unmark': onMarks((marks, { database }) =>
    database.transaction((trx) => marks.unmark(trx, VERSIONS)),
  ),
  'internet-mirror/markStore.failed': onMarks(
    (marks, { database }) =>
      database.transaction((trx) => marks.failed(trx, NUMBERS[0]!, { at: AT, error: 'RequestError 547' })),
    { found: 1 },
    { found: 0 },
  ),
  'internet-mirror/markStore.retryAt': onMarks(async (marks, { database }) => {
    for (const manual of [true, false])
      await database.transaction((trx) => marks.retryAt(trx, NUMBERS[0]!, AT, manual));
  }),
  'internet-mirror/markStore.failures': onMarks((marks, { database }) =>
    database.read((executor) => marks.failures(executor, 50)),
  ),
  'internet-mirror/markStore.awaited': onMarks((marks, { database }) =>
    database.read((executor) => marks.awaited(executor, NUMBERS)),
  ),
  'internet-mirror/markStore.backlog': onMarks((marks, { database }) =>
    database.read((executor) => marks.backlog(executor)),
  ),
  'internet-mirror/markStore.raiseVersions': onMarks((marks, { database }) =>
    database.transaction((trx) => marks.raiseVersions(trx, VERSIONS, AT)),
  ),
  ...conditionFlows({
    goesOn: (conditions, trx) => conditions.goesOn(trx, 'a-condition', AT, { tellAfterMs: 0, tellAgainMs: 0 }),
    over: (conditions, trx) => conditions.over(trx, 'a-condition'),
    ongoing: (conditions, trx) => conditions.ongoing(trx, ['a-condition', 'another']),
    more: (conditions, trx) => conditions.more(trx, 'a-condition', AT),
    toTell: (conditions, trx) => conditions.toTell(trx, 'a-condition', AT, { tellAgainMs: 0 }),
  }),
  'internet-mirror/markStore.leftToPeople': onMarks((marks, { database }) =>
    database.read((executor) => marks.leftToPeople(executor, NUMBERS[0]!, 1_000)),
  ),
  'internet-mirror/mirrorStore.copy': onMirror((mirror, { database }) =>
    database.transaction((trx) => mirror.copy(trx, mirroredNotices(database.dialect), AT)),
  ),
  'internet-mirror/mirrorStore.noticesBetween': onMirror(async (mirror, { database }) => {
    for (const last of [NUMBERS[9], undefined])
      await database.read((executor) => mirror.noticesBetween(executor, NUMBERS[0]!, last, 1_000));
  }),
  'internet-mirror/mirrorStore.notices': onMirror((mirror, { database }) =>
    database.read((executor) => mirror.notices(executor, NUMBERS)),
  ),
  'internet-mirror/mirrorStore.remove': onMirror((mirror, { database }) =>
    database.transaction((trx) => mirror.remove(trx, NUMBERS)),
  ),
  'internet-mirror/mirrorStore.probe': onMirror((mirror, { database }) =>
    database.transaction((trx) => mirror.probe(trx, AT)),
  ),
};

const run: JobRun = {
  runId: 'r1',
  signal: new AbortController().signal,
  logger,
  chunk: () => Promise.reject(new Error('given by the flow')),
  lastSucceededAt: () => Promise.resolve(undefined),
  firstStartedAt: () => Promise.resolve(undefined),
  progress: () => undefined,
  boundary: () => Promise.resolve(),
};
const mirrorOver = (database: RecordingDatabase['database']) =>
  createInternetMirror({
    intranet: database,
    internet: database,
    clock,
    logger,
    tracer: createTracer(undefined, { instance: 'a test', logger }),
    rules: { attempts: 3, backoffMs: 60_000, nudgeMs: 0 },
  });

/** What creates notices and copies them, with every answer that makes it take another branch. */
export const noticeFlows: Readonly<Record<string, Flow>> = {
  'creation of notices': async (recording) => {
    const service = createNoticeCreationService({
      patienceMs: 60_000,
      intranet: recording.database,
      calendar: createCalendar(clock, 'Asia/Singapore'),
      logger,
      onCreated: () => undefined,
    });
    const deliveries: readonly (readonly [Partial<Offence>, Known])[] = [
      [{}, {}],
      [{ anFlag: 'Y' }, { found: 0 }],
      [{ vehicleRegistrationType: 'F' }, {}],
      [{}, { facts: { double_booked: 1 } }],
      [{ source: 'REPCCS', noticeNo: null }, {}],
      [{ source: 'REPCCS', noticeNo: null }, { receipt: true }],
      [{}, { facts: { duplicate: 1 } }],
      [{ vehicleNo: null, offenceNoticeType: 'U' }, {}],
    ];
    for (const [sent, known] of deliveries) {
      recording.answer(noticesAnswer(known));
      await service.create({ ...OFFENCE, ...sent });
    }
    await service.ruleCodesLoaded();
    await service.purgeDeliveries();
  },
  'synchronisation of the mirror, and what it remembers of an outage': async (recording) => {
    const { database } = recording;
    for (const known of [{}, { outage: true }]) {
      recording.answer(noticesAnswer(known));
      await mirrorOver(database).synchronise({ ...run, chunk: database.transaction });
    }
  },
  'reconciliation of the zones': async (recording) => {
    for (const repair of [false, true]) {
      recording.answer(noticesAnswer());
      await mirrorOver(recording.database).reconcile({ repair });
    }
    await mirrorOver(recording.database).backlog();
    await mirrorOver(recording.database).failures(50);
    await mirrorOver(recording.database).show(NUMBERS[0]!);
  },
  'import of reference data': async (recording) => {
    recording.answer(noticesAnswer());
    const references = createReferenceData({
      intranet: recording.database,
      clock,
      idHash: () => createKeyedHash([{ id: 'k1', key: createSecretKey(Buffer.alloc(32, 1)) }], 'a test'),
    });
    await references.import('rule-codes', Buffer.from('computer_rule_code,description\n10300,違例停車\n'), 'officer1');
    await references.list('exemptions');
  },
};
