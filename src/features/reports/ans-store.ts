import type { Database, Executor } from '../../db/database';
import { type Cents, centsFromColumn } from '../../platform/money';

/** What an ANS report is read by (A 8, decisions §7). */
export interface AnsScope {
  /** Suspended from then on, and before `before`. */
  readonly from: Date;
  readonly before: Date;
  readonly vehicleNo?: string | undefined;
  /** VON's `subsystem_label`. */
  readonly subsystem?: string | undefined;
}

/** A suspension and its notice, with the fields of A 8's data mapping. */
export interface AnsRow {
  readonly noticeNo: string;
  /** The suspension's, of its notice. */
  readonly srNo: number;
  readonly dateOfSuspension: Date;
  readonly dueDateOfRevival: Date | null;
  readonly suspensionRemarks: string | null;
  readonly vehicleNo: string | null;
  readonly subsystemLabel: string | null;
  readonly computerRuleCode: number | null;
  readonly compositionAmount: Cents;
  readonly noticeDateAndTime: Date | null;
  readonly ppCode: string | null;
  readonly ppName: string | null;
}

/** Where a page ended. */
export type Position = Pick<AnsRow, 'dateOfSuspension' | 'noticeNo' | 'srNo'>;

interface Stored {
  notice_no: string;
  sr_no: number;
  date_of_suspension: unknown;
  due_date_of_revival: unknown;
  suspension_remarks: string | null;
  vehicle_no: string | null;
  subsystem_label: string | null;
  computer_rule_code: number | null;
  composition_amount: unknown;
  notice_date_and_time: unknown;
  pp_code: string | null;
  pp_name: string | null;
}

export function ansStore({ dialect }: Database) {
  const matching = (executor: Executor, { from, before, vehicleNo, subsystem }: AnsScope, after?: Position) => {
    const query = executor('ocms_suspended_notice AS s')
      .join('ocms_valid_offence_notice AS v', 'v.notice_no', 's.notice_no')
      .where('s.reason_of_suspension', 'ANS')
      .where('s.date_of_suspension', '>=', dialect.bindInstant(from));
    // One end only: SQLite would search by the first it sees, from the newest on page after page.
    if (after) {
      const at = dialect.bindInstant(after.dateOfSuspension);
      void query
        .where('s.date_of_suspension', '<=', at)
        .whereRaw('(s.date_of_suspension < ? OR s.notice_no < ? OR (s.notice_no = ? AND s.sr_no < ?))', [
          at,
          after.noticeNo,
          after.noticeNo,
          after.srNo,
        ] as string[]);
    } else void query.where('s.date_of_suspension', '<', dialect.bindInstant(before));
    const only = (column: string, text: string | undefined): void => {
      if (text === undefined) return;
      const same = dialect.sameText(column, '?');
      void query.whereRaw(same, Array<string>(same.split('?').length - 1).fill(text));
    };
    only('v.vehicle_no', vehicleNo);
    only('v.subsystem_label', subsystem);
    return query;
  };
  const instant = (value: unknown): Date | null => (value === null ? null : dialect.readInstant(value));

  return {
    /** How many rows a report would have. */
    async count(executor: Executor, scope: AnsScope): Promise<number> {
      const [row] = await matching(executor, scope).count<{ found: number | string }[]>({ found: '*' });
      return Number(row!.found);
    },

    /** Newest first, some at a time. */
    async page(executor: Executor, scope: AnsScope, after: Position | undefined, limit: number): Promise<AnsRow[]> {
      const rows = await matching(executor, scope, after)
        .orderBy(['s.date_of_suspension', 's.notice_no', 's.sr_no'].map((column) => ({ column, order: 'desc' })))
        .limit(limit)
        .select<Stored[]>([
          's.notice_no',
          's.sr_no',
          's.date_of_suspension',
          's.due_date_of_revival',
          's.suspension_remarks',
          'v.vehicle_no',
          'v.subsystem_label',
          'v.computer_rule_code',
          'v.composition_amount',
          'v.notice_date_and_time',
          'v.pp_code',
          'v.pp_name',
        ]);
      return rows.map((row) => ({
        noticeNo: row.notice_no,
        srNo: row.sr_no,
        dateOfSuspension: dialect.readInstant(row.date_of_suspension),
        dueDateOfRevival: instant(row.due_date_of_revival),
        suspensionRemarks: row.suspension_remarks,
        vehicleNo: row.vehicle_no,
        subsystemLabel: row.subsystem_label,
        computerRuleCode: row.computer_rule_code,
        compositionAmount: centsFromColumn(row.composition_amount),
        noticeDateAndTime: instant(row.notice_date_and_time),
        ppCode: row.pp_code,
        ppName: row.pp_name,
      }));
    },
  };
}
