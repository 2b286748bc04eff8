import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { migrate, pendingMigrations } from '../../src/db/migrate';
import { loadDemoData } from '../../src/demo/load';
import { apiKeyStore, createApiKeyService, createKeyRing } from '../../src/features/api-keys';
import { createCourtNoticesService, type CourtNoticeUpdate } from '../../src/features/court-notices';
import { courtNoticeRows } from '../../src/features/court-notices/rows';
import { updateCourtNotices } from '../../src/features/court-notices/store';
import { existingNotices, noticeNumberRows, updateNotices, updateNoticesAmong } from '../../src/features/notices';
import { driftStore } from '../../src/features/contract-drift/store';
import { partnerCallStore } from '../../src/features/partner-calls/store';
import { createPaymentAcceptanceService } from '../../src/features/payment-acceptance';
import { allowPayment, setCourtPaymentDueDate } from '../../src/features/payment-acceptance/store';
import { createPaymentStatusService } from '../../src/features/payment-status';
import { selectPaymentStatus } from '../../src/features/payment-status/store';
import type { Cents } from '../../src/platform/money';
import { noticeNumbers } from './contexts';
import {
  advisoryFlows,
  advisoryStoreFlows,
  letterReturnStoreFlows,
  reviewStoreFlows,
} from './every-advisory-statement';
import { foreignFlows, foreignStoreFlows, violationStoreFlows } from './every-foreign-statement';
import { jobFlows, jobStoreFlows } from './every-job-statement';
import { noticeFlows, noticeStoreFlows } from './every-notice-statement';
import { personalDataFlows, personalDataStoreFlows } from './every-personal-data-statement';
import { reportStoreFlows } from './every-report-statement';
import { staffFlows, staffStoreFlows } from './every-staff-statement';
import {
  type Answer,
  type RecordedStatement,
  type RecordingDatabase,
  recordingMssql,
  type Row,
  serverError,
} from './recording-mssql';

/** As many notices as a request may carry (C 1, C 2). */
export const NUMBERS = noticeNumbers(500);
const AT = new Date('2026-01-15T01:02:03.456Z');
const clock = { now: () => AT };
const logger = { info: () => undefined } as never;

const UPDATES: CourtNoticeUpdate[] = NUMBERS.map((noticeNo, index) => ({
  noticeNo,
  changes: {
    suspensionType: index % 2 === 0 ? 'TS' : null,
    lastProcessingStage: 'CSD',
    prevProcessingStage: null,
    nextProcessingStage: 'CSR',
    lastProcessingDate: '2026-01-15',
    prevProcessingDate: null,
    nextProcessingDate: '2026-02-15',
    atomsFlag: 'Y',
    amountPayable: (1_999 + index) as Cents,
    paymentAcceptanceAllowed: 'N',
    eprReasonOfSuspension: 'APP',
    eprDateOfSuspension: AT,
  },
}));

/** Rows by the JSON parameter's notice numbers, as a database that holds all of them, or half, would answer. */
function holding(share: (noticeNo: string) => boolean): Answer {
  return ({ sql, parameters }) => {
    const json = parameters
      .map(({ value }) => value)
      .find((value) => typeof value === 'string' && value.startsWith('['));
    const numbers = json === undefined ? [] : (JSON.parse(json as string) as Row[]).map((row) => row.c0 as string);
    const held = numbers.filter(share);
    if (/ OUTPUT inserted\.\w+ AS returned /.test(sql)) return held.map((returned) => ({ returned }));
    if (/^SELECT v\.notice_no FROM /.test(sql)) return numbers.map((notice_no) => ({ notice_no }));
    if (/@@rowcount/i.test(sql)) return [{ '': 1 }];
    if (/ as \[max_batch\]/i.test(sql)) return [{ max_batch: null }];
    if (/^insert into .* output inserted\.\[(\w+)\]/i.test(sql))
      return [{ [/output inserted\.\[(\w+)\]/i.exec(sql)![1]!]: 1 }];
    return [];
  };
}

const ALL = holding(() => true);
const HALF = holding((noticeNo) => Number(noticeNo.slice(0, 9)) % 2 === 0);
const NONE: Answer = ({ sql }) => (/@@rowcount/i.test(sql) ? [{ '': 0 }] : []);
const KEY_ROW: Row = {
  key_id: 'k1',
  partner: 'CAS',
  key_hash: 'f'.repeat(64),
  demo: 'N',
  expires_at: AT,
  revoked_at: null,
  last_used_at: null,
  cre_date: AT,
  cre_user_id: 'test',
};
const HAS_TABLES: Answer = ({ sql }) => (/information_schema/i.test(sql) ? [{ TABLE_NAME: 'there' }] : ALL(fake(sql)));
const fake = (sql: string): RecordedStatement => ({ sql, declaration: '', parameters: [] });

export type Flow = (recording: RecordingDatabase) => Promise<unknown>;
const each = async (
  recording: RecordingDatabase,
  answers: readonly Answer[],
  run: () => Promise<unknown>,
): Promise<void> => {
  for (const answer of answers) {
    recording.answer(answer);
    await run();
  }
};

/** Every function of the stores that issues statements, by `feature/function`, called with as much as it may get. */
export const storeFlows: Readonly<Record<string, Flow>> = {
  'court-notices/updateCourtNotices': ({ database }) =>
    updateCourtNotices(database, courtNoticeRows(database.dialect, UPDATES), NUMBERS, AT),
  'notices/updateNoticesAmong': ({ database }) =>
    updateNoticesAmong(
      database,
      { set: `an_flag = 'N'`, rows: noticeNumberRows(database.dialect, NUMBERS), where: '1 = 1', at: AT },
      NUMBERS,
      { aside: true },
    ),
  'notices/updateNotices': ({ database: { transaction, dialect } }) =>
    transaction((trx) =>
      updateNotices(trx, {
        set: `an_flag = 'N'`,
        rows: noticeNumberRows(dialect, NUMBERS),
        where: '1 = 1',
        at: AT,
      }),
    ),
  'notices/existingNotices': ({ database: { read } }) => read((executor) => existingNotices(executor, NUMBERS)),
  'payment-acceptance/allowPayment': ({ database: { transaction } }) =>
    transaction((trx) => allowPayment(trx, NUMBERS, AT)),
  'payment-acceptance/setCourtPaymentDueDate': ({ database: { transaction } }) =>
    transaction((trx) => setCourtPaymentDueDate(trx, NUMBERS, '2026-02-15', AT)),
  'payment-status/selectPaymentStatus': ({ database }) => selectPaymentStatus(database, NUMBERS),
  'api-keys/apiKeyStore.insert': async ({ database }) => {
    for (const expiresAt of [AT, null]) {
      await database.transaction((trx) =>
        apiKeyStore(database).insert(
          trx,
          { keyId: 'k1', partner: 'CAS', keyHash: 'f'.repeat(64), demo: false, expiresAt },
          'tëst',
          AT,
        ),
      );
    }
  },
  'api-keys/apiKeyStore.revoke': ({ database }) =>
    database.transaction((trx) => apiKeyStore(database).revoke(trx, 'k1', 'test', AT)),
  'api-keys/apiKeyStore.record': ({ database }) =>
    database.transaction((trx) => apiKeyStore(database).record(trx, 'k1', 'ISSUED', 'test', AT)),
  'api-keys/apiKeyStore.list': ({ database }) => database.read((executor) => apiKeyStore(database).list(executor)),
  'api-keys/apiKeyStore.active': async ({ database }) => {
    for (const demo of [true, false]) await database.read((executor) => apiKeyStore(database).active(executor, demo));
  },
  'api-keys/apiKeyStore.touch': ({ database }) =>
    database.transaction((trx) => apiKeyStore(database).touch(trx, new Map([['k1', AT]]))),
  'contract-drift/driftStore.add': ({ database }) =>
    database.transaction((trx) =>
      driftStore(database).add(trx, [
        {
          id: '0'.repeat(32),
          operation: 'repccsWebhook',
          partner: 'REPCCS',
          direction: 'REQUEST',
          place: 'body.roadSurface',
          kind: 'UNDECLARED',
          times: 1,
          firstSeen: AT,
          lastSeen: AT,
        },
      ]),
    ),
  'contract-drift/driftStore.since': ({ database }) =>
    database.read((executor) => driftStore(database).since(executor, AT, 501)),
  'contract-drift/driftStore.purge': ({ database }) =>
    database.transaction((trx) => driftStore(database).purge(trx, AT, 500)),
  'partner-calls/partnerCallStore.add': ({ database }) =>
    database.transaction((trx) =>
      partnerCallStore(database).add(trx, [{ at: AT, partner: 'VHUB', outcome: 'ok', calls: 3 }]),
    ),
  'partner-calls/partnerCallStore.since': ({ database }) =>
    database.read((executor) => partnerCallStore(database).since(executor, AT)),
  'partner-calls/partnerCallStore.purge': ({ database }) =>
    database.transaction((trx) => partnerCallStore(database).purge(trx, AT, 500)),
  ...noticeStoreFlows,
  ...advisoryStoreFlows,
  ...letterReturnStoreFlows,
  ...reviewStoreFlows,
  ...foreignStoreFlows,
  ...violationStoreFlows,
  ...personalDataStoreFlows,
  ...jobStoreFlows,
  ...reportStoreFlows,
  ...staffStoreFlows,
};

/** Loads in bulk and sends no statement of the recorded kind (vip-bulk-load.test.ts has it). */
export const LOADS_IN_BULK = ['vip-vehicles/vipVehicleStore.stage'];

/** Exports of stores that only build a fragment, or a value; the flows use them. */
export const ISSUES_NOTHING = [
  'notices/onNoticesChanged',
  'notices/noticeNumberRows',
  'qualification/unqualifiedVehicle',
  'effects/effectStore.frozen',
];

const migrateEmpty: Flow = (recording) => {
  recording.answer(({ sql }) => (/information_schema/i.test(sql) ? [] : ALL(fake(sql))));
  return migrate(recording.database);
};
/** Its database is the internet zone's. */
const INTERNET_MIGRATION = 'migration of an empty database of the internet zone';

/** Services, with every answer that makes them take another branch, and what runs beside them. */
const otherFlows: Readonly<Record<string, Flow>> = {
  'service of court notices': (recording) =>
    each(recording, [ALL, HALF, NONE], () =>
      createCourtNoticesService({ intranet: recording.database, clock, logger }).applyUpdates(UPDATES),
    ),
  'service of payment acceptance': (recording) =>
    each(recording, [ALL, HALF, NONE], () =>
      createPaymentAcceptanceService({ intranet: recording.database, clock }).acceptUntil(NUMBERS, '2026-02-15'),
    ),
  'service of payment status': (recording) =>
    createPaymentStatusService({ intranet: recording.database }).find(NUMBERS),
  'service of API keys': async (recording) => {
    const service = createApiKeyService({ intranet: recording.database, clock });
    await service.issue({ partner: 'CAS', expiresAt: new Date(AT.getTime() + 1), actor: 'test' });
    await service.revoke({ keyId: 'k1', actor: 'test' });
    await service.list();
  },
  'key ring': async (recording) => {
    const { key, keyHash } = {
      key: 'secret',
      keyHash: '2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b',
    };
    recording.answer(({ sql }) => (/^select/i.test(sql) ? [{ ...KEY_ROW, key_hash: keyHash, expires_at: null }] : []));
    const ring = createKeyRing({ intranet: recording.database, clock, demoKeys: false });
    if ((await ring.ownerOf(key)) === undefined) throw new Error('the key ring did not take the answer');
    await ring.flush();
  },
  'demo data': (recording) => {
    recording.answer(({ sql }) => (/^select top/i.test(sql) ? [] : ALL(fake(sql))));
    return loadDemoData({ config: { production: false }, intranet: recording.database, clock });
  },
  'migration of an empty database': migrateEmpty,
  [INTERNET_MIGRATION]: migrateEmpty,
  'migration of a database that has its tables': (recording) => {
    recording.answer(HAS_TABLES);
    return migrate(recording.database);
  },
  'pending migrations': (recording) => each(recording, [NONE, HAS_TABLES], () => pendingMigrations(recording.database)),
  ping: ({ database }) => database.ping(),
  'a broken database that is looked at again': async ({ database, answer }) => {
    answer(() => serverError(1105));
    await database.ping().catch(() => undefined);
    answer(() => []);
    await database.recheck();
  },
  'row versions': ({ database }) => database.look((executor) => database.dialect.rowVersions(executor)),
  ...noticeFlows,
  ...advisoryFlows,
  ...foreignFlows,
  ...personalDataFlows,
  ...jobFlows,
  ...staffFlows,
};

/** What each flow sent, by the flow's name. */
export async function recordEveryStatement(): Promise<Map<string, readonly RecordedStatement[]>> {
  const recorded = new Map<string, readonly RecordedStatement[]>();
  for (const [name, flow] of Object.entries({ ...storeFlows, ...otherFlows })) {
    const recording = recordingMssql(name === INTERNET_MIGRATION ? 'internet' : 'intranet');
    recording.answer(ALL);
    try {
      await flow(recording);
    } finally {
      await recording.database.close();
    }
    recorded.set(name, recording.statements);
  }
  return recorded;
}

type Store = (database: unknown) => object;

/** What the stores under src/features and of the jobs export, as the keys of {@link storeFlows}. */
export function exportedStoreFunctions(): string[] {
  const source = join(__dirname, '../../src');
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).map((file) => file.replaceAll('\\', '/'));
  const stores = files.filter((file) =>
    /^(features\/.*(^|[/-])store|effects\/store|scheduling\/(.*-store|conditions|lock))\.ts$/.test(file),
  );
  return stores.flatMap((file) => {
    const feature = file.split('/').at(-2)!;
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- what a store exports is the question
    const exported = require(join(source, file)) as Record<string, unknown>;
    return Object.entries(exported).flatMap(([name, value]) => {
      if (!name.endsWith('Store')) return typeof value === 'function' ? [`${feature}/${name}`] : [];
      const store = typeof value === 'function' ? (value as Store)(recordingMssql().database) : (value as object);
      return Object.keys(store).map((method) => `${feature}/${name}.${method}`);
    });
  });
}
