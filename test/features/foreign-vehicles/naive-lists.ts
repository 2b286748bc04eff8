// F 2.3.2 to 2.3.4 with the look-back of decisions §8, said once more: notice by notice, without SQL.

/** A notice as OCMS has it. */
export interface NaiveNotice {
  noticeNo: string;
  foreign: boolean;
  dated: Date;
  category: string;
  ppCode: string;
  ppName: string | null;
  /** Cents, the admin fee included. */
  composition: number;
  adminFee: number;
  paidAt: Date | null;
  suspension: { type: 'TS' | 'PS'; reason: string; at: Date | null };
  /** `YYYY-MM-DD`. */
  archiveDate: string | null;
  updatedAt: Date | null;
}

/** What vHub is told of a notice, as far as it can change. */
export interface Told {
  noticeNo: string;
  status: 'S' | 'C' | 'O';
  location: string;
  vehicleType: string;
  compositionAmount: number;
  adminFee: number;
  totalAmount: number;
}

/** A record that left on a channel, and vHub's word on it. */
export interface Attempt {
  told: Told;
  word: 'taken' | 'refused' | 'none';
  at: Date;
}

export interface NaiveRun {
  /** When it began. */
  at: Date;
  /** When the last one that succeeded began. */
  last: Date | undefined;
  /** The parameter FOR. */
  days: number;
  /** REPCCS's names by code; undefined where they were not to be had. */
  carParks: ReadonlyMap<string, string> | undefined;
  /** Notices vHub knows of which no record could be made, and none was taken since. */
  owed: ReadonlySet<string>;
}

const HOUR = 3_600_000;
/** The day in Singapore, `YYYY-MM-DD`. */
export const dayOf = (instant: Date): string => new Date(instant.getTime() + 8 * HOUR).toISOString().slice(0, 10);
export const midnightOf = (day: string): Date => new Date(`${day}T00:00:00+08:00`);
export const dayAfter = (day: string, days: number): string =>
  dayOf(new Date(midnightOf(day).getTime() + days * 24 * HOUR));

const isUnpaid = ({ paidAt, suspension }: NaiveNotice): boolean =>
  !paidAt && suspension.type === 'PS' && suspension.reason === 'FOR';
export const isPast = ({ dated }: NaiveNotice, { at, days }: Pick<NaiveRun, 'at' | 'days'>): boolean =>
  dayOf(dated) <= dayAfter(dayOf(at), -days);

/** What a run owes vHub of a notice; undefined for nothing. */
function statusOf(notice: NaiveNotice, past: readonly Attempt[], run: NaiveRun): Told['status'] | undefined {
  const { paidAt, suspension, archiveDate, updatedAt } = notice;
  const today = dayOf(run.at);
  const tomorrow = dayAfter(today, 1);
  /** Since a day began, or the last successful run did, whichever is earlier. */
  const since = (instant: Date | null, day: string): boolean =>
    instant !== null && (instant >= midnightOf(day) || (run.last !== undefined && instant >= run.last));
  const failed = run.owed.has(notice.noticeNo) || (past.length > 0 && past.at(-1)!.word !== 'taken');
  const known = past.findLast(({ word }) => word === 'taken')?.told.status;

  if (!notice.foreign) return undefined;
  if (paidAt && (since(paidAt, dayAfter(today, -1)) || failed || (known && known !== 'S'))) return 'S';
  if (!paidAt && suspension.reason !== 'FOR' && (since(suspension.at, today) || failed || known === 'O')) return 'C';
  if (archiveDate === tomorrow) return 'C';
  if (!isUnpaid(notice)) return undefined;
  if (archiveDate && archiveDate <= today) return known !== 'C' || failed ? 'C' : undefined;
  if (!isPast(notice, run)) return undefined;
  return known !== 'O' || failed || since(updatedAt, dayAfter(today, -1)) ? 'O' : undefined;
}

const TYPES: Readonly<Record<string, string>> = { C: 'C', M: 'M', B: 'B', H: 'B', Y: 'M', LB: 'B', HL: 'B' };

/** A notice as vHub is told of it; undefined for one that cannot be told. */
export function toldAs(
  { noticeNo, category, ppCode, ppName, composition, adminFee }: NaiveNotice,
  status: Told['status'],
  carParks: NaiveRun['carParks'],
): Told | undefined {
  const vehicleType = TYPES[category];
  const location = (carParks ? carParks.get(ppCode) : ppName) ?? (status === 'C' ? ppCode : undefined);
  if (vehicleType === undefined || location === undefined) return undefined;
  return {
    noticeNo,
    status,
    location,
    vehicleType,
    compositionAmount: composition - adminFee,
    adminFee,
    totalAmount: composition,
  };
}

export const same = (one: Told, other: Told): boolean => JSON.stringify(one) === JSON.stringify(other);

/** Whether vHub is known to have taken exactly this today, last of all: then it is not told again. */
const hasIt = (told: Told, past: readonly Attempt[], now: Date): boolean => {
  const last = past.findLast(({ word }) => word !== 'refused');
  return last?.word === 'taken' && same(last.told, told) && dayOf(last.at) === dayOf(now);
};

/**
 * What a run sends, one record a notice, in the order of the notices' numbers.
 *
 * @param history what left on the channel so far, by notice, in the order of time.
 * @param now when the lists are made.
 */
export function naiveLists(
  notices: readonly NaiveNotice[],
  history: ReadonlyMap<string, readonly Attempt[]>,
  run: NaiveRun,
  now: Date,
): { tell: Told[]; skipped: string[] } {
  const tell: Told[] = [];
  const skipped: string[] = [];
  for (const notice of [...notices].sort((a, b) => (a.noticeNo < b.noticeNo ? -1 : 1))) {
    const past = history.get(notice.noticeNo) ?? [];
    const status = statusOf(notice, past, run);
    if (!status) continue;
    const told = toldAs(notice, status, run.carParks);
    if (!told) skipped.push(notice.noticeNo);
    else if (!hasIt(told, past, now)) tell.push(told);
  }
  return { tell, skipped };
}

/**
 * Whether what vHub has of a notice is right after a run that went well: outstanding as it is, settled, or cancelled;
 * of one it never had to hear of, nothing.
 */
export function isRight(notice: NaiveNotice, held: Told | undefined, run: NaiveRun): boolean {
  const unpaid = isUnpaid(notice);
  const archived = notice.archiveDate !== null && notice.archiveDate <= dayAfter(dayOf(run.at), 1);
  if (!notice.foreign) return !held;
  if (notice.paidAt) return !held || held.status === 'S';
  if (!unpaid) return !held || held.status === 'C';
  if (archived) return held?.status === 'C';
  if (!isPast(notice, run)) return !held || held.status === 'C';
  const now = toldAs(notice, 'O', run.carParks);
  // Where the car park's name came from may have changed since.
  return !!held && !!now && same({ ...held, location: '' }, { ...now, location: '' });
}
