import type { NoticeSource, Offence } from '../../src/features/notice-creation';
import type { Cents } from '../../src/platform/money';
import type { Database } from '../../src/db/database';
import { insertNotices, type NoticeFields } from './notices';
import { renameTable } from './tables';

let made = 0;

/** A notice number, or a vehicle number, that no other test of the file has. */
export const fresh = (prefix: string): string => `${prefix}${(made += 1)}`;

/**
 * An offence as an enforcement system delivers it, of a vehicle without a past; it qualifies as an advisory notice
 * unless `fields` say otherwise.
 */
export function offence(fields: Partial<Offence> = {}): Offence {
  const source: NoticeSource = fields.source ?? 'REPCCS';
  return {
    source,
    transactionId: fresh('T-'),
    deliveryHash: 'a'.repeat(64),
    subsystemLabel: source === 'CES' ? '030' : source,
    anFlag: null,
    noticeNo: fresh('N'),
    vehicleNo: fresh('SV'),
    computerRuleCode: 10300,
    compositionAmount: 7_000 as Cents,
    noticeDateAndTime: new Date('2026-01-15T01:30:00.000Z'),
    offenceNoticeType: 'O',
    vehicleCategory: 'C',
    vehicleRegistrationType: 'S',
    ppCode: 'A0007',
    ppName: 'ALIWAL STREET',
    ...fields,
  };
}

/** Stores a notice the vehicle got at an instant, not suspended unless told otherwise. */
export async function pastNotice(
  intranet: Database,
  { vehicleNo, at, ...fields }: { vehicleNo: string; at: string } & Partial<NoticeFields>,
): Promise<string> {
  const noticeNo = fields.notice_no ?? fresh('P');
  await insertNotices(intranet, [
    {
      last_processing_stage: null,
      ...fields,
      notice_no: noticeNo,
      vehicle_no: vehicleNo,
      notice_date_and_time: intranet.dialect.bindInstant(new Date(at)) as string,
    },
  ]);
  return noticeNo;
}

/** Nine digits with their check letter, worked out as decisions §5 word it. */
export function checked(digits: number): string {
  const weights = [10, 9, 8, 7, 6, 5, 4, 3, 2];
  const sum = [...String(digits)].map((digit, place) => Number(digit) * weights[place]!).reduce((a, b) => a + b, 0);
  return `${digits}${'ABCDEFGHJKLMNPQRSTUVWXY'.charAt(sum % 23)}`;
}

/** All that a creation may leave behind, its lock aside. */
export const CREATION_TABLES = {
  ocms_valid_offence_notice: ['notice_no'],
  ocms_offence_notice_detail: ['notice_no'],
  ocms_suspended_notice: ['notice_no', 'sr_no'],
  ocms_internet_mirror_mark: ['notice_no', 'version'],
  ocms_delivery_receipt: ['notice_source', 'transaction_id', 'body_hash'],
  ocms_notice_number: ['name'],
  ocms_vehicle_turn: ['vehicle_no'],
} as const;

/** What these tables hold, in a fixed order. */
export function everythingStored({ read }: Database): Promise<unknown[][]> {
  return read(async (executor) => {
    const all: unknown[][] = [];
    for (const [table, key] of Object.entries(CREATION_TABLES))
      all.push((await executor(table).orderBy([...key])) as unknown[]);
    return all;
  });
}

/** Runs `work` while a table is not there, and answers what it answers. */
export async function without<T>({ transaction }: Database, table: string, work: () => Promise<T>): Promise<T> {
  await transaction((trx) => renameTable(trx, table, 'elsewhere'));
  try {
    return await work();
  } finally {
    await transaction((trx) => renameTable(trx, 'elsewhere', table));
  }
}

/** What a statement fails with that names a table which is not there, on either database. */
export const missingTable = (table: string): object => ({ message: expect.stringContaining(table) as unknown });
