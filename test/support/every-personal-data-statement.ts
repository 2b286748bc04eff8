import { createSecretKey } from 'node:crypto';
import { createKeyRotation, createOwnerRetention } from '../../src/features/personal-data';
import { OWNER_COLUMNS } from '../../src/features/personal-data/columns';
import { ownerStore } from '../../src/features/personal-data/owner-store';
import { personalDataStore } from '../../src/features/personal-data/store';
import { createCalendar } from '../../src/platform/calendar';
import { createEncryption } from '../../src/platform/encryption';
import { noticeNumbers } from './contexts';
import type { Flow } from './every-statement';
import { jobRun } from './job-run';
import type { Answer, RecordedStatement } from './recording-mssql';

const NUMBERS = noticeNumbers(500);
const KEPT = { endedBefore: new Date('2026-01-15T01:02:03.456Z'), reviewBefore: new Date('2025-12-15T01:02:03.456Z') };
const AT = new Date('2026-01-15T01:02:03.456Z');
const calendar = createCalendar({ now: () => AT }, 'Asia/Singapore');
const [OLD, NEW] = [1, 2].map((byte) => ({ id: `k${byte}`, key: createSecretKey(Buffer.alloc(32, byte)) }));
const encryption = createEncryption([NEW!, OLD!]);
const stored = (keyId: string, noticeNo: string) =>
  Object.fromEntries(
    OWNER_COLUMNS.map((column) => [
      column,
      createEncryption([keyId === 'k1' ? OLD! : NEW!]).encrypt('{}', {
        table: 'ocms_valid_offence_notice',
        column,
        noticeNo,
      }),
    ]),
  );

/** As a database would answer that has a page of notices under the old key, once. */
function holding(): Answer {
  const seen = new Set<string>();
  return ({ sql }: RecordedStatement) => {
    if (/from \[ocms_ean_exclusion\]/i.test(sql)) return [];
    if (/OUTPUT inserted/i.test(sql)) return NUMBERS.map((returned) => ({ returned }));
    if (!/^select/i.test(sql) || seen.has(sql)) return [];
    seen.add(sql);
    return NUMBERS.map((notice_no) => ({ notice_no, ...stored('k1', notice_no) }));
  };
}

export const personalDataStoreFlows: Readonly<Record<string, Flow>> = {
  'personal-data/ownerStore.save': ({ database }) =>
    database.transaction((trx) =>
      ownerStore(database, encryption).save(
        trx,
        NUMBERS.map((noticeNo) => ({ noticeNo, particulars: { name: 'TAN AH KOW' } })),
        AT,
      ),
    ),
  'personal-data/ownerStore.load': (recording) => {
    recording.answer(() => [stored('k1', '1A')]);
    return recording.database.read((executor) => ownerStore(recording.database, encryption).load(executor, '1A'));
  },
  'personal-data/personalDataStore.underOtherKeys': ({ database }) =>
    database.read((executor) => personalDataStore(database).underOtherKeys(executor, 'k2', '1A', 500)),
  'personal-data/personalDataStore.replace': ({ database }) =>
    database.transaction((trx) =>
      personalDataStore(database).replace(
        trx,
        'owner_name',
        NUMBERS.map((noticeNo) => ({ noticeNo, stored: 'k1:A', replacement: 'k2:B' })),
      ),
    ),
  'personal-data/personalDataStore.starts': ({ database }) =>
    database.read((executor) => personalDataStore(database).starts(executor, '1A', 2_000)),
  'personal-data/personalDataStore.exclusions': ({ database }) =>
    database.read((executor) => personalDataStore(database).exclusions(executor, 'k1:0', 2_000)),
  'personal-data/personalDataStore.ended': ({ database }) =>
    database.read((executor) => personalDataStore(database).ended(executor, KEPT, '1A', 500)),
  'personal-data/personalDataStore.forget': ({ database }) =>
    database.transaction((trx) => personalDataStore(database).forget(trx, NUMBERS, KEPT)),
};

export const personalDataFlows: Readonly<Record<string, Flow>> = {
  'a rotation of keys, and what is under each': async (recording) => {
    const rotation = createKeyRotation({ intranet: recording.database, encryption });
    recording.answer(holding());
    await rotation.rotate();
    recording.answer(holding());
    await rotation.keyUse();
  },
  'owners forgotten': (recording) => {
    recording.answer(holding());
    return createOwnerRetention({ intranet: recording.database, calendar, days: 90 }).forget(
      jobRun({ intranet: recording.database, logger: { info: () => undefined } as never }),
    );
  },
};
