import type { Database } from '../../../src/db/database';
import { insertNotices } from '../../support/notices';

/** A notice and its suspension; what is not given is an ordinary PS-ANS of 15 January 2026. */
export interface Suspended {
  notice: string;
  sr?: number;
  at?: string;
  reason?: string;
  remarks?: string | null;
  due?: string | null;
  fields?: Record<string, string | number | null>;
}

/** An instant as a column takes it. */
export const bound = ({ dialect }: Database, text: string): string => dialect.bindInstant(new Date(text)) as string;

export async function suspend(database: Database, ...list: Suspended[]): Promise<void> {
  const notices = new Map(list.map(({ notice, fields = {} }) => [notice, fields]));
  await insertNotices(
    database,
    [...notices].map(([notice_no, fields]) => ({ notice_no, ...fields })),
  );
  await database.transaction(async (trx) => {
    const rows = list.map(
      ({ notice, sr = 1, at = '2026-01-15T04:00:00Z', reason = 'ANS', remarks = 'Advisory', due }) => ({
        notice_no: notice,
        sr_no: sr,
        date_of_suspension: bound(database, at),
        suspension_type: 'PS',
        reason_of_suspension: reason,
        suspension_source: 'ocmsiz_app_conn',
        officer_authorising_suspension: 'ocmsizmgr_conn',
        due_date_of_revival: due === null ? null : bound(database, due ?? '2026-02-13T16:00:00Z'),
        suspension_remarks: remarks,
        cre_date: bound(database, at),
        cre_user_id: 'ocmsiz_app_conn',
      }),
    );
    for (let from = 0; from < rows.length; from += 50)
      await trx('ocms_suspended_notice').insert(rows.slice(from, from + 50));
  });
}
