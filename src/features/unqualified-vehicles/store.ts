import type { Database, Executor, Transaction } from '../../db/database';
import { updateNotices } from '../notices';
import { unqualifiedVehicle } from '../qualification';
import type { UnqualifiedVehicle } from './port';

/** Who is told (A 9): each of the vehicles of its own notices. */
export type Recipient = 'REPCCS' | 'CES';

/** What a list is read by. */
export interface ListScope {
  recipient: Recipient;
  /** Notices created from then, and before `createdBefore`. */
  createdFrom: Date;
  createdBefore: Date;
  /** From when on past notices count. */
  pastFrom: Date;
}

/** Where a page ended. */
export interface Position {
  createdAt: Date;
  noticeNo: string;
}

const MARK = { notice_no: 'varchar(10)', sent_at: 'datetime2' } as const;

export function unqualifiedVehicleStore({ dialect }: Database) {
  return {
    /** A recipient's notices that are no AN, were not told yet, and whose vehicles are unqualified, some at a time. */
    async page(
      executor: Executor,
      { recipient, createdFrom, createdBefore, pastFrom }: ListScope,
      after: Position | undefined,
      limit: number,
    ): Promise<(UnqualifiedVehicle & Position)[]> {
      const unqualified = unqualifiedVehicle(dialect, 'v.vehicle_no', pastFrom);
      const since = dialect.bindInstant(after?.createdAt ?? createdFrom);
      const rows = await executor('ocms_valid_offence_notice AS v')
        .where('v.notice_source', recipient)
        .where('v.cre_date', '>=', since)
        .where('v.cre_date', '<', dialect.bindInstant(createdBefore))
        .whereRaw('(v.cre_date > ? OR v.notice_no > ?)', [since, after?.noticeNo ?? ''] as string[])
        .whereRaw(`v.vehicle_no IS NOT NULL AND COALESCE(v.an_flag, 'N') = 'N'`)
        .whereRaw(`COALESCE(v.unqualified_list_sent_flag, 'N') <> 'Y'`)
        .whereRaw(unqualified.sql, [...unqualified.bindings] as string[])
        .orderBy(['v.cre_date', 'v.notice_no'])
        .limit(limit)
        .select<{ notice_no: string; vehicle_no: string; cre_date: unknown }[]>([
          'v.notice_no',
          'v.vehicle_no',
          'v.cre_date',
        ]);
      return rows.map(({ notice_no, vehicle_no, cre_date }) => ({
        noticeNo: notice_no,
        vehicleNo: vehicle_no,
        createdAt: dialect.readInstant(cre_date),
      }));
    },

    /** Marks notices as told (A 9, data mapping). */
    async markSent(trx: Transaction, noticeNumbers: readonly string[], at: Date): Promise<void> {
      await updateNotices(trx, {
        set: `unqualified_list_sent_flag = 'Y', unqualified_list_sent_timestamp = j.sent_at`,
        rows: dialect.rows(
          MARK,
          noticeNumbers.map((notice_no) => ({ notice_no, sent_at: at })),
        ),
        at,
      });
    },
  };
}
