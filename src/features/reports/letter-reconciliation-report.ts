import type { Calendar } from '../../platform/calendar';
import type { Column, Row } from '../../platform/tables';
import type { LetterDay, LetterDifference, LetterReconciliation } from '../advisory-notices';
import type { Maker } from './maker';
import { type GivenPeriod, type Period, spanOf } from './period';
import type { ReportFile, ReportRequest } from './types';

export interface LetterReconciliationRequest extends ReportRequest {
  /** Days on which letters were submitted. */
  readonly period: GivenPeriod;
}

export interface LetterReconciliationReport {
  /**
   * AN letters sent to the printing vendor against those it says it printed or rejected: totals, each day, and what does
   * not agree (A 8.1b, decisions §7). There is one of a period without letters, too.
   *
   * @throws AppError `validation` for a period that is none or has more than 366 days, `rate-limited` while others are
   *   made.
   */
  make(request: LetterReconciliationRequest): Promise<ReportFile>;
}

/** The documents have no limit; a year's days fit into one table. */
const MOST_DAYS = 366;

type Day = LetterDay & { outstanding: number };

const DAYS: readonly { column: Column; of: (day: Day) => Row[number] }[] = [
  { column: { title: 'Date', kind: 'date', width: 12 }, of: (day) => day.date },
  { column: { title: 'Letters Submitted', kind: 'number', width: 12 }, of: (day) => day.submitted },
  { column: { title: 'Letters Printed', kind: 'number', width: 12 }, of: (day) => day.printed },
  { column: { title: 'Letters Rejected', kind: 'number', width: 12 }, of: (day) => day.rejected },
  { column: { title: 'Nothing Said Yet', kind: 'number', width: 12 }, of: (day) => day.outstanding },
];

const KINDS: Readonly<Record<LetterDifference['kind'], string>> = {
  NOT_RETURNED: 'Submitted, nothing said of it',
  REJECTED: 'Submitted, rejected',
  NOT_SUBMITTED: 'Returned, not submitted',
};

const DIFFERENCES: readonly { column: Column; of: (letter: LetterDifference, calendar: Calendar) => Row[number] }[] = [
  { column: { title: 'Difference', kind: 'text', width: 30 }, of: ({ kind }) => KINDS[kind] },
  { column: { title: 'Notice No', kind: 'text', width: 11 }, of: ({ noticeNo }) => noticeNo },
  {
    column: { title: 'SLIFT Submission Id', kind: 'text', width: 40, wraps: true },
    of: ({ submissionId }) => submissionId,
  },
  {
    column: { title: 'Submitted', kind: 'instant', width: 19 },
    of: (letter, calendar) => ('submittedAt' in letter ? calendar.format(letter.submittedAt) : null),
  },
  {
    column: { title: 'Returned', kind: 'instant', width: 19 },
    of: (letter, calendar) => ('returnedAt' in letter ? calendar.format(letter.returnedAt) : null),
  },
  {
    column: { title: 'Status', kind: 'text', width: 10 },
    of: (letter) => (letter.kind === 'NOT_SUBMITTED' ? letter.status : letter.kind === 'REJECTED' ? 'REJECTED' : null),
  },
  {
    column: { title: 'Error Code', kind: 'text', width: 24, wraps: true },
    of: (letter) => ('errorCode' in letter ? (letter.errorCode ?? null) : null),
  },
];

export function createLetterReconciliationReport({
  letterReconciliation,
  calendar,
  maker,
}: {
  letterReconciliation: LetterReconciliation;
  calendar: Calendar;
  maker: Maker;
}): LetterReconciliationReport {
  async function* differences(period: Period): AsyncGenerator<Row[]> {
    for await (const page of letterReconciliation.differences(period))
      yield page.map((letter) => DIFFERENCES.map(({ of }) => of(letter, calendar)));
  }

  return {
    async make({ period, format, by }) {
      const file = await maker.make({
        report: 'LETTER_RECONCILIATION',
        format,
        by,
        parameters: { ...period },
        check: () => spanOf(period, calendar, MOST_DAYS),
        name: `LETTER_RECONCILIATION_${period.from}_${period.to}`,
        title: 'AN letter reconciliation',
        async prepare({ days: { from, to } }) {
          const days = await letterReconciliation.days({ from, to });
          const total = (of: (day: Day) => number): number => days.reduce((sum, day) => sum + of(day), 0);
          const [submitted, printed] = [total((day) => day.submitted), total((day) => day.printed)];
          const [rejected, outstanding] = [total((day) => day.rejected), total((day) => day.outstanding)];
          return {
            // What the vendor tells of and OCMS did not submit comes to them: few, if any.
            rows: days.length + rejected + outstanding,
            facts: [
              ['Submitted', `${from} to ${to}`],
              ['Letters submitted', count(submitted)],
              ['Letters printed', count(printed)],
              ['Letters rejected', count(rejected)],
              ['Nothing said yet', count(outstanding)],
            ],
            tables: [
              {
                title: 'Letters by day of submission',
                columns: DAYS.map(({ column }) => column),
                rows: [days.map((day) => DAYS.map(({ of }) => of(day)))],
              },
              {
                title: 'Differences',
                columns: DIFFERENCES.map(({ column }) => column),
                rows: differences({ from, to }),
                none: 'All letters agree',
              },
            ],
          };
        },
      });
      // It always has its days.
      return file!;
    },
  };
}

const count = (letters: number): string => letters.toLocaleString('en');
