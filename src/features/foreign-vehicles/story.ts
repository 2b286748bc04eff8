import type { Database } from '../../db/database';
import { effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import type { Cents } from '../../platform/money';
import { JobError } from '../../scheduling/job';
import type { Parameters } from '../parameters';
import type { ViolationStatus } from './port';
import { type Life, storyStore, type Told } from './story-store';
import { listDates, thawed, toldOn, violationOf } from './violation-lists';
import { type Because, type Channel, EFFECTS, type Given, type ListDates, violationStore } from './violation-store';
import { MOST_IN_DOUBT } from './violations';

/** The run that tells vHub next by a channel. */
export interface NextRun {
  channel: Channel;
  /** The job's name. */
  job: string;
  /** Undefined where it is off: then a run now is looked at. */
  at: Date | undefined;
  lastSucceededAt: Date | undefined;
}

/** What that run owes vHub of a notice. */
export interface Owed {
  run: NextRun;
  /** What vHub takes the notice for. */
  known: { status: ViolationStatus; at: Date } | undefined;
  /** What it is to be told; undefined for nothing. */
  next: { status: ViolationStatus; totalAmount: Cents } | undefined;
  /** In words, one reason each. */
  why: string[];
}

/** A notice's story with vHub. */
export interface Story {
  noticeNo: string;
  /** Those in the archive first. */
  lives: Life[];
  /** Of the living notice. */
  owed: Owed[];
}

export interface Stories {
  /**
   * What vHub was told of a notice, archived or not, with which answers, and what the next runs owe it, by the rules the
   * lists are made by (F 2.3.2 to 2.3.4, decisions §8), as the notice is now.
   *
   * @throws AppError `not-found`
   */
  of(noticeNo: string, runs: readonly NextRun[]): Promise<Story>;
}

export function createStories({
  intranet,
  parameters,
  calendar,
}: {
  intranet: Database;
  parameters: Parameters;
  calendar: Calendar;
}): Stories {
  const [store, violations, effects] = [storyStore(intranet), violationStore(intranet), effectStore(intranet)];

  /** What was claimed and not settled: a run is sending it, or was cut off. */
  const inDoubt = async (channel: Channel, noticeNo: string): Promise<string[]> => {
    const sending = await intranet.read((executor) =>
      effects.inState(executor, EFFECTS[channel], 'SENDING', MOST_IN_DOUBT),
    );
    return sending
      .map(thawed)
      .filter(({ violations }) => violations.some((violation) => violation.noticeNo === noticeNo))
      .map(
        ({ reference }) => `${CALLED[channel]} ${reference} is being sent; if its run was cut off, it goes again first`,
      );
  };

  const owedBy = async (run: NextRun, noticeNo: string, told: readonly Told[]): Promise<Owed> => {
    let days: number;
    try {
      days = Number(await parameters.required('FOR'));
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      return { run, known: undefined, next: undefined, why: [`nobody is told: ${error.alert.problem}`] };
    }
    const at = run.at ?? calendar.now();
    const dates = listDates({ calendar, days, at, last: run.lastSucceededAt });
    const doubtful = await inDoubt(run.channel, noticeNo);
    const found = await intranet.read((executor) => violations.standing(executor, run.channel, dates, noticeNo));
    if (!found) return { run, known: undefined, next: undefined, why: [...doubtful, 'OCMS has the notice no more'] };
    const { foreign, notice, standings } = found;
    const { sentStatus, sentAt, offenceAt } = notice;
    const known = sentStatus !== null && sentAt !== null ? { status: sentStatus, at: new Date(sentAt) } : undefined;
    const nothing = (...why: string[]): Owed => ({ run, known, next: undefined, why: [...doubtful, ...why] });
    if (!foreign) return nothing('it is not of a foreign vehicle');

    const holding = standings.filter(({ given }) => Object.values(given).every(Boolean));
    const listed = holding.find(({ because }) => Object.values(because).some(Boolean));
    if (!listed) {
      const given = Object.assign({}, ...standings.map((each) => each.given)) as Record<Given, boolean>;
      return nothing(
        whyNothing({ given, known, days, offenceAt: offenceAt === null ? null : new Date(offenceAt), calendar }),
      );
    }
    const { status } = listed;
    // REPCCS is not asked: the name vHub has stands for the one on its list.
    const name = told.findLast(({ sent, location }) => sent === '0' && location)?.location ?? notice.ppName;
    const unnamed = !name && status !== 'C';
    const skipped: string[] = [];
    const names = new Map([[notice.ppCode ?? '', name ?? (notice.ppCode || '-')]]);
    const skip = (_noticeNo: string, reason: string): void => void skipped.push(reason);
    const violation = violationOf({ ...notice, status }, names, { skip });
    if (!violation) return nothing(`it cannot be sent: ${skipped.join(', ')}`);
    if (toldOn(dates.today, notice, violation, calendar)) return nothing('vHub has taken the same that day');
    const why = (Object.keys(listed.because) as Because[])
      .filter((reason) => listed.because[reason])
      .map((reason) => BECAUSE[reason]({ dates, calendar }));
    return {
      run,
      known,
      next: { status, totalAmount: violation.totalAmount },
      why: [
        ...doubtful,
        ...why,
        ...(unnamed ? [`only if REPCCS has a name for its car park ${notice.ppCode ?? ''}`.trimEnd()] : []),
      ],
    };
  };

  return {
    async of(noticeNo, runs) {
      const lives = await intranet.read((executor) => store.lives(executor, noticeNo));
      const last = lives.at(-1);
      if (!last) throw new AppError('not-found', `there is no notice ${noticeNo}, nor in the archive`);
      const owed: Owed[] = [];
      if (!last.archivedAt)
        for (const run of runs)
          owed.push(
            await owedBy(
              run,
              last.notice?.noticeNo ?? noticeNo,
              last.told.filter(({ channel }) => channel === run.channel),
            ),
          );
      return { noticeNo: lives.findLast(({ notice }) => notice)?.notice?.noticeNo ?? noticeNo, lives, owed };
    },
  };
}

/** What goes by a channel in one piece. */
const CALLED: Readonly<Record<Channel, string>> = { API: 'batch', SFTP: 'file' };

const BECAUSE: Readonly<Record<Because, (by: { dates: ListDates; calendar: Calendar }) => string>> = {
  paidLately: ({ dates, calendar }) => `paid since ${calendar.format(dates.changedSince)}`,
  suspendedLately: ({ dates, calendar }) => `suspended otherwise since ${calendar.format(dates.suspendedSince)}`,
  archivedTomorrow: ({ dates }) => `to be archived the day after, ${dates.tomorrow}`,
  archivalWaits: () => 'its archival waits for vHub to take the cancellation',
  new: () => 'unpaid past its FOR days, and vHub does not take it for outstanding',
  updated: ({ dates, calendar }) => `changed since ${calendar.format(dates.changedSince)}`,
  refused: () => 'the last time vHub did not take it, gave no word, or could not be told',
  toldOtherwise: () => 'vHub does not take it for settled',
  toldOutstanding: () => 'vHub still takes it for outstanding',
};

/** Why a notice of a foreign vehicle is on no list. */
function whyNothing({
  given,
  known,
  days,
  offenceAt,
  calendar,
}: {
  given: Record<Given, boolean>;
  known: Owed['known'];
  days: number;
  offenceAt: Date | null;
  calendar: Calendar;
}): string {
  const heard = known ? 'and vHub has heard of it' : 'and vHub was never told that it is outstanding';
  if (given.paid) return `it was paid, not lately, ${heard}`;
  if (given.suspendedOtherwise) return `it was suspended otherwise, not lately, ${heard}`;
  if (!given.unpaid) return 'it is neither paid nor suspended';
  if (!offenceAt) return 'it has no date of offence';
  if (!given.kept) return `it is about to be archived, ${heard}`;
  if (!given.past) {
    const day = calendar.dateOf(calendar.midnightFrom(offenceAt, { days }));
    return `not yet: it is told as outstanding from ${day} on, ${days} days (FOR) after the offence`;
  }
  return 'vHub takes it for outstanding, and it was not changed lately';
}
