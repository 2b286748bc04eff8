import type { Database, Executor } from '../../db/database';
import type { Fragment } from '../../db/dialects/dialect';
import { type NoticePage, noticePage } from './pages';
import { unpaidForeign } from './unpaid';

/** A notice that belongs to the lists, as stored; instants are ISO 8601 in UTC. */
export interface ListedRow {
  noticeNo: string;
  vehicleNo: string | null;
  offenceAt: string;
  ruleCode: number | null;
  ppCode: string | null;
  /** Dollars. */
  compositionAmount: number;
}

const ROW = {
  noticeNo: 'notice_no',
  vehicleNo: 'vehicle_no',
  offenceAt: 'notice_date_and_time',
  ruleCode: 'computer_rule_code',
  ppCode: 'pp_code',
  compositionAmount: 'composition_amount',
} as const satisfies Record<keyof ListedRow, string>;

const COLUMNS = Object.keys(ROW) as (keyof ListedRow)[];

export function vehicleListStore({ dialect }: Database) {
  return {
    /** Notices past their FOR days, in the order of their numbers, some at a time. */
    async page(executor: Executor, datedBefore: Date, after: string, limit: number): Promise<NoticePage<ListedRow>> {
      const among = unpaidForeign(dialect, datedBefore);
      const { sql, bindings } = executor('ocms_valid_offence_notice')
        .where('notice_no', '>', after)
        .whereRaw(among.sql, [...among.bindings] as string[])
        .orderBy('notice_no')
        .limit(limit)
        .select(ROW)
        .toSQL();
      const from = { sql, bindings: bindings as Fragment['bindings'] };
      return noticePage(await dialect.selectTuples(executor, { columns: COLUMNS, from }), COLUMNS);
    },
  };
}
