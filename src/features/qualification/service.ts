import type { Executor } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { mayQualify, type AdvisoryCandidate, type Qualification, qualify } from './rule';
import { selectExemptions, selectPastNotices } from './store';

/** Calendar months back that a past notice counts (A 2.5). */
const WINDOW_MONTHS = 24;

/** From when on a past notice counts: midnight of the day so many calendar months earlier, in the zone. */
export const pastCountsFrom = (now: Date, calendar: Calendar): Date =>
  calendar.midnightFrom(now, { months: -WINDOW_MONTHS });

/**
 * Decides whether a notice is an advisory notice (A 2, decisions §6): the rule over facts from two indexed queries,
 * or none where the notice's own fields settle it.
 *
 * @param now what {@link pastCountsFrom} goes by; notices of senders whose clock is ahead see each other
 */
export async function checkQualification(
  executor: Executor,
  notice: AdvisoryCandidate & { noticeNo: string; vehicleNo: string | null },
  now: Date,
  calendar: Calendar,
): Promise<Qualification> {
  const possible = mayQualify(notice);
  if (!possible.qualified) return possible;
  // A vehicle without a number has no past, and is local to nobody.
  if (notice.vehicleNo === null) return { qualified: false, reason: 'vehicle-type' };
  const exemptions = await selectExemptions(executor, notice.computerRuleCode);
  const past = await selectPastNotices(executor, {
    vehicleNo: notice.vehicleNo,
    from: pastCountsFrom(now, calendar),
    exceptNoticeNo: notice.noticeNo,
  });
  return qualify(notice, exemptions, past);
}
