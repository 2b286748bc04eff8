import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import { type LetterDay, type LetterDifference, letterReturnStore, type Period } from './store';

/** A first and a last day, `YYYY-MM-DD`, both included. */
export interface LetterPeriod {
  from: string;
  to: string;
}

/** Letters that were submitted against those that the printing vendor tells of (A 8.1b, decisions §7). */
export interface LetterReconciliation {
  /**
   * A row for each day: the letters submitted on it, how many of them are printed or rejected by now, and of how many
   * the vendor has said nothing yet.
   *
   * @throws AppError `validation` for a period that is none, or has more than 366 days.
   */
  days(period: LetterPeriod): Promise<(LetterDay & { outstanding: number })[]>;
  /**
   * What does not agree, in pages: letters submitted in the period that are not printed, then those that the vendor
   * printed or rejected in it and OCMS did not submit.
   *
   * @throws AppError as `days`.
   */
  differences(period: LetterPeriod): AsyncIterable<readonly LetterDifference[]>;
}

const MOST_DAYS = 366;
const PAGE = 1_000;

export function createLetterReconciliation({
  intranet,
  calendar,
}: {
  intranet: Database;
  calendar: Calendar;
}): LetterReconciliation {
  const store = letterReturnStore(intranet);

  /** @throws AppError `validation` */
  const datesOf = ({ from, to }: LetterPeriod): string[] => {
    const start = dayOf(from, calendar);
    if (to < from || !isDate(to, calendar))
      throw new AppError('validation', 'the last day is none, or is before the first');
    const dates = [from];
    while (dates.at(-1)! < to) {
      if (dates.length === MOST_DAYS) throw new AppError('validation', `a period has at most ${MOST_DAYS} days`);
      dates.push(calendar.dateOf(calendar.midnightFrom(start, { days: dates.length })));
    }
    return dates;
  };
  const instantsOf = (period: LetterPeriod): Period => {
    const dates = datesOf(period);
    const from = calendar.startOfDay(dates[0]!);
    return { from, before: calendar.midnightFrom(from, { days: dates.length }) };
  };

  return {
    async days(period) {
      const dates = datesOf(period);
      const days = await intranet.read((executor) => store.days(executor, dates, calendar), { long: true });
      return days.map((day) => ({ ...day, outstanding: day.submitted - day.printed - day.rejected }));
    },

    async *differences(period) {
      const instants = instantsOf(period);
      for (let after = { submittedAt: instants.from, noticeNo: '' }; ;) {
        const page = await intranet.read((executor) => store.notPrinted(executor, instants, after, PAGE), {
          long: true,
        });
        if (page.length === 0) break;
        yield page;
        after = page.at(-1)!;
      }
      for (let after = { returnedAt: instants.from, noticeNo: '', submissionId: '' }; ;) {
        const page = await intranet.read((executor) => store.notSubmitted(executor, instants, after, PAGE), {
          long: true,
        });
        if (page.length === 0) return;
        yield page;
        after = page.at(-1)!;
      }
    },
  };
}

const isDate = (text: string, calendar: Calendar): boolean => {
  try {
    return /^\d{4}-\d\d-\d\d$/.test(text) && calendar.dateOf(calendar.startOfDay(text)) === text;
  } catch {
    return false;
  }
};

function dayOf(date: string, calendar: Calendar): Date {
  if (!isDate(date, calendar)) throw new AppError('validation', 'the first day is none');
  return calendar.startOfDay(date);
}
