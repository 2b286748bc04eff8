import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { Column, Row } from '../../platform/tables';
import { type AnsRow, type AnsScope, ansStore, type Position } from './ans-store';
import type { Maker } from './maker';
import { type GivenPeriod, spanOf } from './period';
import type { ReportFile, ReportRequest } from './types';

export interface AnsReportRequest extends ReportRequest {
  /** Days of suspension. */
  readonly period: GivenPeriod;
  readonly vehicleNo?: string | undefined;
  /** VON's `subsystem_label`. */
  readonly subsystem?: string | undefined;
}

export interface AnsReport {
  /**
   * The ad-hoc report on notices suspended PS-ANS in a period, newest first (A 8, decisions §7).
   *
   * @returns undefined where there are none.
   * @throws AppError `validation` for a period that is none or too long, `rate-limited` while others are made.
   */
  make(request: AnsReportRequest): Promise<ReportFile | undefined>;
}

const PAGE = 500;

/** The fields of A 8's data mapping, in its order. */
const COLUMNS: readonly { column: Column; of: (row: AnsRow, calendar: Calendar) => Row[number] }[] = [
  { column: { title: 'Notice No', kind: 'text', width: 11 }, of: (row) => row.noticeNo },
  {
    column: { title: 'Date of Suspension', kind: 'instant', width: 19 },
    of: (row, calendar) => calendar.format(row.dateOfSuspension),
  },
  {
    column: { title: 'Due Date of Revival', kind: 'date', width: 10 },
    of: (row, calendar) => row.dueDateOfRevival && calendar.dateOf(row.dueDateOfRevival),
  },
  { column: { title: 'Suspension Remarks', kind: 'text', width: 40, wraps: true }, of: (row) => row.suspensionRemarks },
  { column: { title: 'Vehicle No', kind: 'text', width: 14 }, of: (row) => row.vehicleNo },
  { column: { title: 'Subsystem Label', kind: 'text', width: 10 }, of: (row) => row.subsystemLabel },
  { column: { title: 'Computer Rule Code', kind: 'number', width: 9 }, of: (row) => row.computerRuleCode },
  { column: { title: 'Composition Amount (S$)', kind: 'money', width: 13 }, of: (row) => row.compositionAmount },
  {
    column: { title: 'Notice Date and Time', kind: 'instant', width: 19 },
    of: (row, calendar) => row.noticeDateAndTime && calendar.format(row.noticeDateAndTime),
  },
  { column: { title: 'PP Code', kind: 'text', width: 8 }, of: (row) => row.ppCode },
  { column: { title: 'PP Name', kind: 'text', width: 28, wraps: true }, of: (row) => row.ppName },
];

export function createAnsReport({
  intranet,
  calendar,
  maker,
}: {
  intranet: Database;
  calendar: Calendar;
  maker: Maker;
}): AnsReport {
  const store = ansStore(intranet);

  async function* rows(scope: AnsScope): AsyncGenerator<Row[]> {
    for (let after: Position | undefined; ;) {
      const page = await intranet.read((executor) => store.page(executor, scope, after, PAGE), { aside: true });
      if (page.length > 0) yield page.map((row) => COLUMNS.map(({ of }) => of(row, calendar)));
      if (page.length < PAGE) return;
      after = page.at(-1);
    }
  }

  return {
    make: ({ period, vehicleNo, subsystem, format, by }) =>
      maker.make({
        report: 'ANS',
        format,
        by,
        check: () => ({ ...spanOf(period, calendar), vehicleNo, subsystem }),
        parameters: {
          from: period.from,
          to: period.to,
          ...(vehicleNo !== undefined && { vehicleNo }),
          ...(subsystem !== undefined && { subsystem }),
        },
        name: `ANS_REPORT_${period.from}_${period.to}`,
        title: 'Ad-hoc ANS report',
        async prepare(scope) {
          const found = await intranet.read((executor) => store.count(executor, scope), { long: true });
          if (found === 0) return undefined;
          return {
            rows: found,
            facts: [
              ['Suspended', `${period.from} to ${period.to}`],
              ['Vehicle No', vehicleNo ?? 'any'],
              ['Subsystem Label', subsystem ?? 'any'],
            ],
            tables: [
              { title: 'Notices suspended PS-ANS', columns: COLUMNS.map(({ column }) => column), rows: rows(scope) },
            ],
          };
        },
      }),
  };
}
