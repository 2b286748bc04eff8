import type { Database, Executor } from '../../db/database';
import { centsFromColumn } from '../../platform/money';
import type { ListedVehicle } from './port';
import { unpaidForeign } from './unpaid';

export function vehicleListStore({ dialect }: Database) {
  return {
    /** Notices past their FOR days, in the order of their numbers, some at a time; without a vehicle where data lacks. */
    async page(
      executor: Executor,
      datedBefore: Date,
      after: string,
      limit: number,
    ): Promise<{ noticeNo: string; vehicle: ListedVehicle | undefined }[]> {
      const { sql, bindings } = unpaidForeign(dialect, datedBefore);
      const rows = await executor('ocms_valid_offence_notice')
        .where('notice_no', '>', after)
        .whereRaw(sql, [...bindings] as string[])
        .orderBy('notice_no')
        .limit(limit)
        .select<
          {
            notice_no: string;
            vehicle_no: string | null;
            notice_date_and_time: unknown;
            computer_rule_code: number | null;
            pp_code: string | null;
            composition_amount: unknown;
          }[]
        >(['notice_no', 'vehicle_no', 'notice_date_and_time', 'computer_rule_code', 'pp_code', 'composition_amount']);
      return rows.map((row) => ({
        noticeNo: row.notice_no,
        vehicle:
          row.vehicle_no === null || row.computer_rule_code === null
            ? undefined
            : {
                noticeNo: row.notice_no,
                vehicleNo: row.vehicle_no,
                offenceAt: dialect.readInstant(row.notice_date_and_time),
                offenceCode: row.computer_rule_code,
                ppCode: row.pp_code,
                amount: centsFromColumn(row.composition_amount),
              },
      }));
    },
  };
}
