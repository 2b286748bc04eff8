import { advisoryCaseStore } from '../../src/features/advisory-notices';
import { advisoryGateStore, type Gate } from '../../src/features/advisory-notices/pipeline/gate-store';
import { createExclusionList } from '../../src/features/advisory-notices/exclusions';
import type { Advance } from '../../src/features/advisory-notices/pipeline/store';
import { createCalendar } from '../../src/platform/calendar';
import { letterReturnStore } from '../../src/features/advisory-notices/letter-returns/store';
import { type Resolution, reviewStore } from '../../src/features/advisory-notices/reviews/store';
import { advisoryStoryStore } from '../../src/features/advisory-notices/story/store';
import { suspensionFacts } from '../../src/features/notices';
import { createSecretKey } from 'node:crypto';
import { createKeyedHash } from '../../src/platform/encryption';
import { noticeNumbers } from './contexts';
import type { Flow } from './every-statement';
import type { RecordedStatement } from './recording-mssql';
import { traced } from './traced';

const NUMBERS = noticeNumbers(200);
const AT = new Date('2026-01-15T01:02:03.456Z');
const calendar = createCalendar({ now: () => AT }, 'Asia/Singapore');
const RETURNS = NUMBERS.map((noticeNo, index) => ({
  noticeNo,
  submissionId: `L${index}`,
  status: index % 2 === 0 ? ('PRINTED' as const) : ('REJECTED' as const),
  at: AT,
  errorCode: index % 2 === 0 ? undefined : 'JAM',
}));

const advance = (noticeNo: string, index: number): Advance => ({
  noticeNo,
  step: 'SEND_SMS',
  outcome: 'sent',
  state: 'EAN_SENT',
  next: 'SUSPEND',
  idType: 'NRIC',
  sent: index % 2 === 0 ? { method: 'SMS' } : { submissionId: 'S1' },
});

const GATE: Gate = {
  partner: 'LTA',
  failures: 3,
  failedAt: AT,
  closedAt: AT,
  probes: 1,
  probedAt: undefined,
  suspects: ['1A'],
};

/** As a database would answer that has the cases. */
const answer = ({ sql }: RecordedStatement) => {
  if (/OUTPUT inserted/i.test(sql)) return NUMBERS.map((returned) => ({ returned }));
  if (/^select \* from \[ocms_advisory_case\]|^select top \(@p\d\) \* from \[ocms_advisory_case\]/i.test(sql))
    return [{ state: 'SUSPENDED', step: null, due_at: null, review_reason: null, cre_date: AT }];
  if (/count\(/i.test(sql)) return [{ waiting: 1 }];
  return [];
};

export const advisoryStoreFlows: Readonly<Record<string, Flow>> = {
  'pipeline/advisoryCaseStore.open': async ({ database }) => {
    const open = () => database.transaction((trx) => advisoryCaseStore(database).open(trx, '1A', AT));
    await open();
    await traced(open);
  },
  'pipeline/advisoryCaseStore.due': ({ database }) =>
    database.read((executor) => advisoryCaseStore(database).due(executor, AT, NUMBERS, ['LTA', 'SLIFT'], 200)),
  'pipeline/advisoryCaseStore.anyDue': ({ database }) =>
    database.read((executor) => advisoryCaseStore(database).anyDue(executor, AT, ['LTA'])),
  'pipeline/advisoryCaseStore.advance': (recording) => {
    recording.answer(answer);
    return recording.database.transaction((trx) =>
      advisoryCaseStore(recording.database).advance(trx, NUMBERS.map(advance), AT),
    );
  },
  'pipeline/advisoryCaseStore.current': ({ database }) =>
    database.read((executor) => advisoryCaseStore(database).current(executor, NUMBERS)),
  'pipeline/advisoryCaseStore.waiting': (recording) => {
    recording.answer(answer);
    return recording.database.read((executor) => advisoryCaseStore(recording.database).waiting(executor, 'LTA', AT));
  },
  'pipeline/advisoryCaseStore.oneWaiting': ({ database }) =>
    database.read((executor) => advisoryCaseStore(database).oneWaiting(executor, 'LTA', AT, NUMBERS, 3)),
  'pipeline/advisoryGateStore.all': (recording) => {
    recording.answer(answer);
    return recording.database.read((executor) => advisoryGateStore(recording.database).all(executor));
  },
  'pipeline/advisoryGateStore.put': ({ database }) =>
    database.transaction((trx) => advisoryGateStore(database).put(trx, GATE)),
  'pipeline/advisoryGateStore.remove': ({ database }) =>
    database.transaction((trx) => advisoryGateStore(database).remove(trx, 'LTA')),
  'pipeline/advisoryGateStore.waitsFor': ({ database }) =>
    database.read((executor) => advisoryGateStore(database).waitsFor(executor, '1A')),
  'pipeline/advisoryCaseStore.setAside': ({ database }) =>
    database.transaction((trx) =>
      advisoryCaseStore(database).setAside(trx, { noticeNo: '1A', step: 'SEND_SMS', failures: 1 }, AT),
    ),
  'pipeline/advisoryCaseStore.untoldReviews': ({ database }) =>
    database.read((executor) => advisoryCaseStore(database).untoldReviews(executor, 1_000)),
  'pipeline/advisoryCaseStore.reviewsTold': ({ database }) =>
    database.transaction((trx) => advisoryCaseStore(database).reviewsTold(trx, NUMBERS)),
  'pipeline/advisoryCaseStore.story': (recording) => {
    recording.answer(answer);
    return recording.database.read((executor) => advisoryCaseStore(recording.database).story(executor, '1A'));
  },
};

const DIFFERENCES = { from: AT, before: new Date('2026-01-16T01:02:03.456Z') };

const RESOLUTION: Resolution = {
  noticeNo: '1A',
  from: { state: 'MANUAL_REVIEW', version: 3 },
  outcome: 'resumed',
  state: 'OWNER_FOUND',
  next: 'SEND_LETTER',
  actor: 'officer1',
  remarks: '淡滨尼',
};

export const reviewStoreFlows: Readonly<Record<string, Flow>> = {
  'story/advisoryStoryStore.told': ({ database }) =>
    database.read((executor) => advisoryStoryStore(database).told(executor, '1A')),
  'reviews/reviewStore.page': async ({ database }) => {
    for (const after of [undefined, { since: AT, noticeNo: '1A' }])
      await database.read((executor) => reviewStore(database).page(executor, after, 50));
  },
  'reviews/reviewStore.find': ({ database }) => database.read((executor) => reviewStore(database).find(executor, '1A')),
  'reviews/reviewStore.standing': ({ database }) =>
    database.read((executor) => reviewStore(database).standing(executor, '1A')),
  'reviews/reviewStore.take': ({ database }) =>
    database.transaction((trx) => reviewStore(database).take(trx, '1A', 'officer1', AT)),
  'reviews/reviewStore.resolve': (recording) => {
    recording.answer(answer);
    return recording.database.transaction((trx) => reviewStore(recording.database).resolve(trx, RESOLUTION, AT));
  },
  'notices/suspensionFacts': ({ database }) => database.read((executor) => suspensionFacts(executor, '1A')),
};

export const letterReturnStoreFlows: Readonly<Record<string, Flow>> = {
  'letter-returns/letterReturnStore.record': ({ database }) =>
    database.transaction((trx) => letterReturnStore(database).record(trx, 'a.csv', RETURNS, AT)),
  'letter-returns/letterReturnStore.unknown': ({ database }) =>
    database.read((executor) => letterReturnStore(database).unknown(executor, RETURNS)),
  'letter-returns/letterReturnStore.days': ({ database }) =>
    database.read((executor) => letterReturnStore(database).days(executor, ['2026-01-15', '2026-01-16'], calendar)),
  'letter-returns/letterReturnStore.notPrinted': ({ database }) =>
    database.read((executor) =>
      letterReturnStore(database).notPrinted(executor, DIFFERENCES, { submittedAt: AT, noticeNo: '1A' }, 1_000),
    ),
  'letter-returns/letterReturnStore.notSubmitted': ({ database }) =>
    database.read((executor) =>
      letterReturnStore(database).notSubmitted(
        executor,
        DIFFERENCES,
        { returnedAt: AT, noticeNo: '1A', submissionId: 'L1' },
        1_000,
      ),
    ),
};

export const advisoryFlows: Readonly<Record<string, Flow>> = {
  'a look into the exclusion list': ({ database }) =>
    database.read((executor) =>
      createExclusionList(createKeyedHash([{ id: 'k1', key: createSecretKey(Buffer.alloc(32, 1)) }], 'a test')).has(
        executor,
        'S1234567D',
      ),
    ),
};
