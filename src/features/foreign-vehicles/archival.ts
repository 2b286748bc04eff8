import type { Database, Executor, Transaction } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import type { JobResult, JobRun } from '../../scheduling/job';
import { existingNotices, noticeNumberRows, updateNotices } from '../notices';
import type { Parameters } from '../parameters';
import { archivalStore, NO_LONGER_UNPAID, UNPAID } from './archival-store';
import { unpaidForeign } from './unpaid';

export interface Archival {
  /**
   * Marks unpaid notices of foreign vehicles that are ARC years old with the day they will be archived, two days ahead,
   * and takes the mark from those that are not unpaid any more (F 2.2, decisions §8).
   *
   * @throws JobError without a usable parameter.
   */
  mark(run: JobRun): Promise<JobResult>;
  /**
   * Moves the notices that are due, with all their rows, to the archive tables, and takes them out of both zones. One
   * that vHub still takes for outstanding waits. Each transaction is whole, so it can be cut anywhere and run again.
   */
  archive(run: JobRun): Promise<JobResult>;
}

const DAYS_AHEAD = 2;
const PAGE = 500;
/** Far fewer than a lock on the whole table would be taken for: a notice has rows in seven tables. */
const ARCHIVED_AT_ONCE = 200;
/** Somebody who read a notice before it was archived may copy it to the internet zone for so long. */
const COPIED_LATE_MS = 3_600_000;

export function createArchival({
  intranet,
  internet,
  parameters,
  calendar,
}: {
  intranet: Database;
  internet: Database;
  parameters: Parameters;
  calendar: Calendar;
}): Archival {
  const store = archivalStore(intranet);
  const dayAfter = (days: number): string => calendar.dateOf(calendar.midnightFrom(calendar.now(), { days }));

  /** Works through pages of notices until none is left. @returns how many. */
  const pages = async (
    run: JobRun,
    page: (executor: Executor) => Promise<string[]>,
    work: (trx: Transaction, numbers: readonly string[]) => Promise<number>,
    label: string,
  ): Promise<number> => {
    let done = 0;
    for (;;) {
      const numbers = await intranet.read(page, { long: true });
      if (numbers.length === 0) return done;
      const changed = await run.chunk((trx) => work(trx, numbers), { long: true });
      done += changed;
      await run.boundary(label);
      // Somebody else was faster with all of them.
      if (changed === 0) return done;
    }
  };

  /** Takes out of the internet zone what is in the archive. */
  const removeFromMirror = async (run: JobRun): Promise<number> => {
    const now = calendar.now();
    let removed = 0;
    for (let after = ''; ;) {
      const archived = await intranet.read((executor) => store.mirrored(executor, after, PAGE));
      if (archived.length === 0) return removed;
      after = archived.at(-1)!.noticeNo;
      const numbers = archived.map(({ noticeNo }) => noticeNo);
      const again = await intranet.read((executor) => existingNotices(executor, numbers));
      const gone = numbers.filter((noticeNo) => !again.has(noticeNo));
      run.signal.throwIfAborted();
      removed += await internet.transaction((trx) => store.removeMirrored(trx, gone));
      await run.boundary('mirror-removed');
      const certain = archived.filter(
        ({ noticeNo, archivedAt }) => again.has(noticeNo) || now.getTime() - archivedAt.getTime() > COPIED_LATE_MS,
      );
      await run.chunk((trx) =>
        store.forgetMirrored(
          trx,
          certain.map(({ noticeNo }) => noticeNo),
        ),
      );
    }
  };

  return {
    async mark(run) {
      const years = Number(await parameters.required('ARC'));
      const now = calendar.now();
      const unpaid = unpaidForeign(intranet.dialect, calendar.midnightFrom(now, { months: -12 * years }));
      const archiveDate = dayAfter(DAYS_AHEAD);
      const change =
        (set: string, where: string) =>
        async (trx: Transaction, numbers: readonly string[]): Promise<number> =>
          (await updateNotices(trx, { set, where, rows: noticeNumberRows(trx.dialect, numbers), at: calendar.now() }))
            .length;
      const kept = await pages(
        run,
        (executor) => store.noLongerUnpaid(executor, PAGE),
        change('archive_date = NULL', NO_LONGER_UNPAID),
        'marks-taken-back',
      );
      const marked = await pages(
        run,
        (executor) => store.unmarked(executor, unpaid, PAGE),
        change(`archive_date = '${archiveDate}'`, `t.archive_date IS NULL AND ${UNPAID}`),
        'marked-for-archival',
      );
      return { counts: { marked, takenBack: kept } };
    },

    async archive(run) {
      const today = dayAfter(0);
      const archived = await pages(
        run,
        (executor) => store.due(executor, today, ARCHIVED_AT_ONCE),
        (trx, numbers) => store.archive(trx, { numbers, today, at: calendar.now() }),
        'notices-archived',
      );
      run.progress({ archived });
      const waiting = await intranet.read((executor) => store.countWaiting(executor, today));
      const removed = await removeFromMirror(run);
      return { counts: { archived, removedFromInternetZone: removed, waitingForVhub: waiting } };
    },
  };
}
