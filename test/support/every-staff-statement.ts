import { auditStore } from '../../src/features/audit/store';
import { createNoticeHistory, type NoticeFilters } from '../../src/features/notice-history';
import { noticeHistoryStore } from '../../src/features/notice-history/store';
import { createParameters } from '../../src/features/parameters';
import { parameterStore } from '../../src/features/parameters/store';
import { exclusionStore } from '../../src/features/reference-data/kept/exclusion-store';
import { type Exemption, exemptionStore } from '../../src/features/reference-data/kept/exemption-store';
import { type RuleCode, ruleCodeStore } from '../../src/features/reference-data/kept/rule-code-store';
import { markStore } from '../../src/features/internet-mirror/store';
import type { Cents } from '../../src/platform/money';
import { alertStore } from '../../src/scheduling/alert-store';
import { jobRequestStore } from '../../src/scheduling/request-store';
import { runStore } from '../../src/scheduling/run-store';
import { createCalendar } from '../../src/platform/calendar';
import type { RecordingDatabase, Row } from './recording-mssql';

type Flow = (recording: RecordingDatabase) => Promise<unknown>;

const AT = new Date('2026-01-15T01:02:03.456Z');
const ID = 'f'.repeat(32);
const REQUEST: Row = {
  request_id: ID,
  action: 'START',
  job_name: 'test_job',
  run_id: ID,
  requested_by: 'supervisor1',
  requested_at: AT,
  state: 'PENDING',
  taken_by: null,
  ended_at: null,
  outcome: null,
};
const PARAMETER: Row = {
  param_id: 'FOR',
  param_code: 'NPA',
  param_value: '10',
  cre_date: AT,
  cre_user_id: 'test',
  upd_date: null,
  upd_user_id: null,
};

const answering =
  (row: Row | undefined, work: Flow): Flow =>
  (recording) => {
    recording.answer(({ sql }) => {
      if (/@@rowcount AS removed/i.test(sql)) return [{ removed: 0 }];
      if (/@@rowcount/i.test(sql)) return [{ '': 1 }];
      return /^select/i.test(sql) && row ? [row] : [];
    });
    return work(recording);
  };
const onRequests = (
  work: (store: ReturnType<typeof jobRequestStore>, recording: RecordingDatabase) => Promise<unknown>,
) => answering(REQUEST, (recording) => work(jobRequestStore(recording.database), recording));
const nothing = (work: Flow): Flow => answering(undefined, work);

const STORED = { id: 'FOR', code: 'NPA', value: '10', changedAt: AT, changedBy: 'test' };
const CHANGE = { id: 'FOR', code: 'NPA', value: '14' };
const BY = { actor: 'officer1', at: AT };

const SEARCHES: readonly NoticeFilters[] = [
  {},
  { noticeNo: '500400058A', vehicleNo: 'SBA1234A', suspensionType: 'NONE', anFlag: 'N' },
  {
    ...{ suspensionType: 'PS', eprReasonOfSuspension: 'ANS', offenceNoticeType: 'O', anFlag: 'Y' },
    noticeSource: 'OCMS',
  },
];
const RULE_CODE: RuleCode = {
  ruleCode: 10300,
  description: '違例停車',
  effectiveTo: '2026-06-30',
  changedAt: AT,
  changedBy: 'officer1',
};
const EXEMPTION: Exemption = {
  ruleNo: 4,
  ruleCode: 20412,
  compositionAmount: 8_000 as Cents,
  vehicleCategory: 'LB',
  ruleRemark: '違例',
  effectiveFrom: '2026-01-01',
  effectiveTo: '2026-06-30',
  changedAt: AT,
  changedBy: 'officer1',
};
const BY_KEY = { order: { by: 'key', descending: true }, limit: 51 } as const;
const BY_CHANGE = { order: { by: 'changed', descending: true }, limit: 51 } as const;

/** Every function of the stores that members of staff work with. */
export const staffStoreFlows: Readonly<Record<string, Flow>> = {
  'scheduling/jobRequestStore.insert': onRequests((requests, { database }) =>
    database.transaction((trx) =>
      requests.insert(trx, { requestId: ID, action: 'START', jobName: 'test_job', runId: ID, requestedBy: 'officer1' }),
    ),
  ),
  'scheduling/jobRequestStore.find': onRequests((requests, { database }) =>
    database.read((executor) => requests.find(executor, ID)),
  ),
  'scheduling/jobRequestStore.isPending': onRequests((requests, { database }) =>
    database.read((executor) => requests.isPending(executor, 'START', 'test_job')),
  ),
  'scheduling/jobRequestStore.pending': onRequests((requests, { database }) =>
    database.read((executor) => requests.pending(executor, 20)),
  ),
  'scheduling/jobRequestStore.claim': onRequests((requests, { database }) =>
    database.transaction((trx) => requests.claim(trx, ID, 'one')),
  ),
  'scheduling/jobRequestStore.end': onRequests((requests, { database }) =>
    database.transaction((trx) => requests.end(trx, ID, 'SUCCEEDED')),
  ),
  'scheduling/jobRequestStore.expire': onRequests((requests, { database }) =>
    database.transaction((trx) => requests.expire(trx)),
  ),
  'scheduling/jobRequestStore.purge': onRequests((requests, { database }) =>
    database.transaction((trx) => requests.purge(trx, AT, 500)),
  ),
  'scheduling/runStore.find': nothing(({ database }) =>
    database.read((executor) => runStore(database).find(executor, ID)),
  ),
  'scheduling/runStore.page': nothing(async ({ database }) => {
    const runs = runStore(database);
    await database.read((executor) => runs.page(executor, { limit: 51, frequent: ['test_job'] }));
    await database.read((executor) =>
      runs.page(executor, { jobName: 'test_job', outcome: 'FAILED', after: ID, limit: 51, frequent: [] }),
    );
  }),
  'scheduling/alertStore.retry': nothing(({ database }) =>
    database.transaction((trx) => alertStore(database).retry(trx, ID)),
  ),
  'scheduling/alertStore.exists': nothing(({ database }) =>
    database.read((executor) => alertStore(database).exists(executor, ID)),
  ),
  'scheduling/alertStore.page': nothing(async ({ database }) => {
    const alerts = alertStore(database);
    await database.read((executor) => alerts.page(executor, { unsent: false, limit: 51 }));
    await database.read((executor) => alerts.page(executor, { unsent: true, after: ID, limit: 51 }));
  }),
  'internet-mirror/markStore.tryAgain': nothing(({ database }) =>
    database.transaction((trx) => markStore(database).tryAgain(trx, '500400058A', AT)),
  ),
  'internet-mirror/markStore.manualFailures': nothing(({ database }) =>
    database.read((executor) => markStore(database).manualFailures(executor, '', 51)),
  ),
  'audit/auditStore.record': nothing(({ database }) =>
    database.transaction((trx) =>
      auditStore.record(
        trx,
        { officerId: 'officer1', action: 'set-parameter', subject: 'FOR NPA', before: '10', after: '14' },
        AT,
      ),
    ),
  ),
  'audit/auditStore.page': nothing(async ({ database }) => {
    await database.read((executor) => auditStore.page(executor, { limit: 51 }));
    const filters = { officerId: 'officer1', action: 'set-parameter', subject: 'FOR NPA', after: ID };
    await database.read((executor) => auditStore.page(executor, { ...filters, limit: 51 }));
  }),
  'notice-history/noticeHistoryStore.notice': nothing(({ database }) =>
    database.read((executor) => noticeHistoryStore.notice(executor, '500400058A')),
  ),
  'notice-history/noticeHistoryStore.archived': nothing(({ database }) =>
    database.read((executor) => noticeHistoryStore.archived(executor, '500400058A')),
  ),
  'notice-history/noticeHistoryStore.suspensions': nothing(async ({ database }) => {
    for (const archivedAt of [undefined, AT])
      await database.read((executor) => noticeHistoryStore.suspensions(executor, '500400058A', 200, archivedAt));
  }),
  'notice-history/noticeHistoryStore.search': nothing(async ({ database }) => {
    const position = { at: AT, noticeNo: '500400058A' };
    for (const [latestFirst, after] of [
      [true, undefined],
      [true, position],
      [false, position],
    ] as const)
      for (const search of SEARCHES)
        await database.read((executor) =>
          noticeHistoryStore.search(executor, { from: AT, before: AT, ...search, latestFirst }, after, 51),
        );
  }),
  'kept/ruleCodeStore.page': nothing(({ database }) =>
    database.read(async (executor) => {
      await ruleCodeStore.page(executor, { ...BY_KEY, after: { key: 10300 } });
      await ruleCodeStore.page(executor, {
        ...BY_CHANGE,
        after: { key: 10300, changedAt: AT },
        standing: { day: '2026-01-15', ended: false },
      });
      await ruleCodeStore.page(executor, { ...BY_KEY, standing: { day: '2026-01-15', ended: true } });
    }),
  ),
  'kept/ruleCodeStore.find': nothing(({ database }) =>
    database.read((executor) => ruleCodeStore.find(executor, 10300)),
  ),
  'kept/ruleCodeStore.insert': nothing(({ database }) =>
    database.transaction((trx) => ruleCodeStore.insert(trx, RULE_CODE)),
  ),
  'kept/ruleCodeStore.replace': nothing(({ database }) =>
    database.transaction((trx) => ruleCodeStore.replace(trx, RULE_CODE, RULE_CODE)),
  ),
  'kept/exemptionStore.page': nothing(({ database }) =>
    database.read(async (executor) => {
      for (const status of ['CURRENT', 'COMING', 'ENDED'] as const)
        await exemptionStore.page(executor, { ...BY_KEY, ruleCode: 20412, standing: { day: '2026-01-15', status } });
    }),
  ),
  'kept/exemptionStore.find': nothing(({ database }) => database.read((executor) => exemptionStore.find(executor, 4))),
  'kept/exemptionStore.ofRuleCode': nothing(({ database }) =>
    database.read((executor) => exemptionStore.ofRuleCode(executor, 20412)),
  ),
  'kept/exemptionStore.nextNumber': nothing(({ database }) =>
    database.read((executor) => exemptionStore.nextNumber(executor)),
  ),
  'kept/exemptionStore.insert': nothing(({ database }) =>
    database.transaction((trx) => exemptionStore.insert(trx, EXEMPTION)),
  ),
  'kept/exemptionStore.setDays': nothing(({ database }) =>
    database.transaction((trx) => exemptionStore.setDays(trx, EXEMPTION, EXEMPTION, BY)),
  ),
  'kept/exclusionStore.page': nothing(({ database }) =>
    database.read(async (executor) => {
      await exclusionStore.page(executor, { ...BY_CHANGE, ended: false, after: { key: ID, changedAt: AT } });
      await exclusionStore.page(executor, { ...BY_CHANGE, ended: true });
    }),
  ),
  'kept/exclusionStore.find': nothing(({ database }) => database.read((executor) => exclusionStore.find(executor, ID))),
  'kept/exclusionStore.under': nothing(({ database }) =>
    database.read((executor) => exclusionStore.under(executor, [`k1:${ID}${ID}`])),
  ),
  'kept/exclusionStore.insert': nothing(({ database }) =>
    database.transaction((trx) =>
      exclusionStore.insert(trx, { idHash: `k1:${ID}${ID}`, exclusionId: ID, idMasked: 'S****567D' }, BY),
    ),
  ),
  'kept/exclusionStore.setEnded': nothing(({ database }) =>
    database.transaction(async (trx) => {
      for (const ended of [true, false]) await exclusionStore.setEnded(trx, ID, ended, BY);
    }),
  ),
  'kept/exclusionStore.underOtherKeys': nothing(({ database }) =>
    database.read((executor) => exclusionStore.underOtherKeys(executor, ['k1', 'k2'])),
  ),
  'parameters/parameterStore.value': nothing(({ database }) =>
    database.read((executor) => parameterStore.value(executor, 'FOR', 'NPA')),
  ),
  'parameters/parameterStore.find': nothing(({ database }) =>
    database.read((executor) => parameterStore.find(executor, 'FOR', 'NPA')),
  ),
  'parameters/parameterStore.list': nothing(({ database }) =>
    database.read((executor) => parameterStore.list(executor)),
  ),
  'parameters/parameterStore.set': nothing(({ database }) =>
    database.transaction((trx) => parameterStore.set(trx, CHANGE, BY)),
  ),
  'parameters/parameterStore.replace': nothing(async ({ database }) => {
    for (const before of [STORED, undefined])
      await database.transaction((trx) => parameterStore.replace(trx, CHANGE, before, BY));
  }),
};

/** What members of staff see and change. */
export const staffFlows: Readonly<Record<string, Flow>> = {
  'a notice and its suspensions': answering({ notice_no: '500400058A', version: 1 }, ({ database }) =>
    createNoticeHistory({
      intranet: database,
      calendar: createCalendar({ now: () => AT }, 'Asia/Singapore'),
    })
      .of('500400058A')
      .catch(() => undefined),
  ),
  'a parameter that an officer changes': async (recording) => {
    for (const row of [PARAMETER, undefined])
      await answering(row, async ({ database }) => {
        const parameters = createParameters({ intranet: database, clock: { now: () => AT } });
        const { version } = await parameters.one('FOR', 'NPA');
        await parameters.change({ id: 'FOR', code: 'NPA', value: '14', officerId: 'officer1', version });
      })(recording);
  },
};
