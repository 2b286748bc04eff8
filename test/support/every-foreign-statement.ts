import { createAdminFees, createArchival } from '../../src/features/foreign-vehicles';
import { effectStore } from '../../src/effects';
import { collectedFileStore } from '../../src/features/collected-files/store';
import { acknowledgementStore } from '../../src/features/foreign-vehicles/acknowledgement-store';
import { archivalStore } from '../../src/features/foreign-vehicles/archival-store';
import { storyStore } from '../../src/features/foreign-vehicles/story-store';
import { unpaidForeign } from '../../src/features/foreign-vehicles/unpaid';
import { vehicleListStore } from '../../src/features/foreign-vehicles/vehicle-list-store';
import { violationStore } from '../../src/features/foreign-vehicles/violation-store';
import { updateNoticesWhere } from '../../src/features/notices';
import { unqualifiedVehicleStore } from '../../src/features/unqualified-vehicles/store';
import { createParameters } from '../../src/features/parameters';
import { createCalendar } from '../../src/platform/calendar';

import { noticeNumbers } from './contexts';
import type { Flow } from './every-statement';
import { jobRun } from './job-run';
import type { Answer, RecordedStatement, RecordingDatabase } from './recording-mssql';

const NUMBERS = noticeNumbers(200);
const AT = new Date('2026-01-15T01:02:03.456Z');
const TODAY = '2026-01-15';
const calendar = createCalendar({ now: () => AT }, 'Asia/Singapore');
const logger = { info: () => undefined } as never;
const onArchival =
  (run: (store: ReturnType<typeof archivalStore>, database: RecordingDatabase['database']) => Promise<unknown>): Flow =>
  ({ database }) =>
    run(archivalStore(database), database);

/** As a database would answer that has a page of notices, once. */
function holding(): Answer {
  const pages = new Map<string, number>();
  return ({ sql }: RecordedStatement) => {
    if (/@@rowcount/i.test(sql)) return [{ '': 1 }];
    if (/OUTPUT inserted/i.test(sql)) return NUMBERS.map((returned) => ({ returned }));
    if (/param_value/i.test(sql)) return [{ param_value: '7' }];
    if (/count\(\*\)/i.test(sql)) return [{ waiting: 1 }];
    if (!/^select/i.test(sql)) return [];
    const page = (pages.get(sql) ?? 0) + 1;
    pages.set(sql, page);
    return page === 1 ? NUMBERS.map((notice_no) => ({ notice_no, archived_at: AT })) : [];
  };
}

export const foreignStoreFlows: Readonly<Record<string, Flow>> = {
  'notices/updateNoticesWhere': ({ database }) =>
    database.transaction((trx) =>
      updateNoticesWhere(trx, {
        set: { admin_fee: { sql: 'CAST(? AS decimal(19,2))', bindings: ['10.00'] } },
        among: unpaidForeign(database.dialect, AT),
        where: { sql: 'admin_fee = 0', bindings: [] },
        at: AT,
      }),
    ),
  'foreign-vehicles/archivalStore.unmarked': onArchival((store, { read, dialect }) =>
    read((executor) => store.unmarked(executor, unpaidForeign(dialect, AT), 500)),
  ),
  'foreign-vehicles/archivalStore.noLongerUnpaid': onArchival((store, { read }) =>
    read((executor) => store.noLongerUnpaid(executor, 500)),
  ),
  'foreign-vehicles/archivalStore.due': onArchival((store, { read }) =>
    read((executor) => store.due(executor, TODAY, 200)),
  ),
  'foreign-vehicles/archivalStore.countWaiting': async (recording) => {
    recording.answer(() => [{ waiting: 1 }]);
    await recording.database.read((executor) => archivalStore(recording.database).countWaiting(executor, TODAY));
  },
  'foreign-vehicles/archivalStore.archive': onArchival((store, { transaction }) =>
    transaction((trx) => store.archive(trx, { numbers: NUMBERS, today: TODAY, at: AT })),
  ),
  'foreign-vehicles/archivalStore.mirrored': onArchival((store, { read }) =>
    read((executor) => store.mirrored(executor, '1A', 500)),
  ),
  'foreign-vehicles/archivalStore.removeMirrored': onArchival((store, { transaction }) =>
    transaction((trx) => store.removeMirrored(trx, NUMBERS)),
  ),
  'foreign-vehicles/archivalStore.forgetMirrored': onArchival((store, { transaction }) =>
    transaction((trx) => store.forgetMirrored(trx, NUMBERS)),
  ),
};

const onEffects =
  (run: (store: ReturnType<typeof effectStore>, database: RecordingDatabase['database']) => Promise<unknown>): Flow =>
  ({ database }) =>
    run(effectStore(database), database);
const onAcknowledgements =
  (
    run: (store: ReturnType<typeof acknowledgementStore>, database: RecordingDatabase['database']) => Promise<unknown>,
  ): Flow =>
  ({ database }) =>
    run(acknowledgementStore(database), database);
const onFiles =
  (
    run: (store: ReturnType<typeof collectedFileStore>, database: RecordingDatabase['database']) => Promise<unknown>,
  ): Flow =>
  async ({ database }) => {
    for (const files of [
      { table: 'ocms_vhub_acknowledgement', nameColumn: 'ack_file_name' },
      { table: 'ocms_letter_return_file', nameColumn: 'file_name' },
    ])
      await run(collectedFileStore(files), database);
  };
const BATCHES = Array.from({ length: 40 }, (_, index) => ({ reference: `20260115-${index}`, content: ['淡滨尼'] }));
const LIST_DATES = { changedSince: AT, suspendedSince: AT, datedBefore: AT, today: TODAY, tomorrow: '2026-01-16' };
const RESULTS = NUMBERS.slice(0, 50).map((noticeNo, index) =>
  index % 2 === 0 ? { noticeNo, taken: true } : { noticeNo, taken: false, errorCode: 'E_REC_001' },
);

export const violationStoreFlows: Readonly<Record<string, Flow>> = {
  'foreign-vehicles/violationStore.listed': ({ database }) =>
    database.read((executor) => violationStore(database).listed(executor, 'API', LIST_DATES, '1A', 1_000)),
  'foreign-vehicles/violationStore.owe': ({ database }) =>
    database.transaction((trx) =>
      violationStore(database).owe(
        trx,
        'API',
        NUMBERS.map((noticeNo) => ({ noticeNo, status: 'O' })),
      ),
    ),
  'foreign-vehicles/violationStore.standing': ({ database }) =>
    database.read((executor) => violationStore(database).standing(executor, 'API', LIST_DATES, '1A')),
  'foreign-vehicles/storyStore.lives': ({ database }) =>
    database.read((executor) => storyStore(database).lives(executor, '1A')),
  'foreign-vehicles/violationStore.record': ({ database }) =>
    database.transaction(async (trx) => {
      for (const channel of ['API', 'SFTP'] as const)
        await violationStore(database).record(trx, channel, {
          references: ['20260115-1'],
          records: RESULTS.length,
          refused: RESULTS.filter(({ taken }) => !taken).map((result) => ({
            ...result,
            reference: '20260115-1',
            status: 'O',
          })),
          at: AT,
          calendar,
        });
    }),
  'foreign-vehicles/vehicleListStore.page': ({ database }) =>
    database.read((executor) => vehicleListStore(database).page(executor, AT, '1A', 2_000)),
  'unqualified-vehicles/unqualifiedVehicleStore.page': async ({ database }) => {
    for (const after of [undefined, { createdAt: AT, noticeNo: '1A' }])
      await database.read((executor) =>
        unqualifiedVehicleStore(database).page(
          executor,
          { recipient: 'CES', createdFrom: AT, createdBefore: AT, pastFrom: AT },
          after,
          1_000,
        ),
      );
  },
  'unqualified-vehicles/unqualifiedVehicleStore.markSent': ({ database }) =>
    database.transaction((trx) => unqualifiedVehicleStore(database).markSent(trx, NUMBERS, AT)),
  'foreign-vehicles/acknowledgementStore.acknowledge': onAcknowledgements((store, { transaction }) =>
    transaction((trx) =>
      store.acknowledge(
        trx,
        'URA_VHUB_VIOLATION_ACK_20260115_050000.xml',
        { fileName: 'URA_VHUB_VIOLATION_20260115_040000.xml', results: RESULTS },
        AT,
      ),
    ),
  ),
  'collected-files/collectedFileStore.received': onFiles((store, { transaction }) =>
    transaction((trx) => store.received(trx, { name: 'an.xml', problems: ['淡滨尼'], runId: 'a run', at: AT })),
  ),
  'collected-files/collectedFileStore.noteTold': onFiles((store, { transaction }) =>
    transaction((trx) => store.noteTold(trx)),
  ),
  'collected-files/collectedFileStore.takeOver': onFiles((store, { transaction }) =>
    transaction((trx) => store.takeOver(trx, 'a run')),
  ),
  'effects/effectStore.isSending': onEffects((store, { read }) =>
    read((executor) => store.isSending(executor, '20260115-1')),
  ),
  'effects/effectStore.last': onEffects((store, { read }) => read((executor) => store.last(executor, 'an_effect'))),
  'effects/effectStore.inState': onEffects((store, { read }) =>
    read((executor) => store.inState(executor, 'an_effect', 'SENDING', 40)),
  ),
  'effects/effectStore.claim': onEffects((store, { transaction }) =>
    transaction((trx) => store.claim(trx, 'an_effect', BATCHES, AT)),
  ),
  'effects/effectStore.settle': onEffects((store, { transaction }) =>
    transaction((trx) => store.settle(trx, BATCHES, 'SENT', AT)),
  ),
  'effects/effectStore.purge': onEffects((store, { transaction }) => transaction((trx) => store.purge(trx, AT, 200))),
};

export const foreignFlows: Readonly<Record<string, Flow>> = {
  'admin fee, archival and their parameters': async (recording) => {
    const { database } = recording;
    const parameters = createParameters({ intranet: database, clock: calendar });
    const archival = createArchival({ intranet: database, internet: database, parameters, calendar });
    const run = jobRun({ intranet: database, logger });
    recording.answer(holding());
    await parameters.set({ id: 'FOD', code: 'NPA', value: '30', actor: 'officer1' });
    await createAdminFees({ parameters, calendar }).add(run);
    await archival.mark(run);
    await archival.archive(run);
    recording.answer(({ sql }) => (/@@rowcount/i.test(sql) ? [{ '': 0 }] : []));
    await parameters.set({ id: 'FOD', code: 'NPA', value: '30', actor: 'officer1' });
    await parameters.list();
  },
};
