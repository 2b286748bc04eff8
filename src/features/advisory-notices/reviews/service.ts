import type { Database, Transaction } from '../../../db/database';
import { rollback } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { AppError } from '../../../platform/errors';
import type { Logger } from '../../../platform/logging';
import { RESOLUTIONS, RESUMES, type State, STEPS, type Step } from '../pipeline/machine';
import { requireRemarks, requireStaff, type Staff, type StaffChange } from '../staff';
import { type Review, type ReviewPlace, reviewStore } from './store';

/** A review as staff see it: with the step it is put back to. */
export type ListedReview = Review & { resumesAt: Step };

/** The manual reviews, and what staff make of them (A 4.2.3, A 6.2.3, decisions §7). */
export interface AdvisoryReviews {
  /** Those that wait longest first, after a place, at most so many. */
  list(after: ReviewPlace | undefined, limit: number): Promise<ListedReview[]>;
  /** @throws AppError `no-such-resource` where the notice is in no review. */
  get(noticeNo: string): Promise<ListedReview>;
  /**
   * Notes who works on a review; taking one's own again changes nothing.
   *
   * @throws AppError `no-such-resource`; `conflict` where somebody else has it.
   */
  take(noticeNo: string, by: Staff): Promise<void>;
  /**
   * Puts a notice back to the step that was owed; to the first, where its owner's particulars were forgotten meanwhile. The
   * pipeline goes on within seconds.
   *
   * @param version the review's, as it was seen.
   * @returns the step that is owed.
   * @throws AppError `no-such-resource`; `conflict` where somebody else has taken it; `stale` where it is not as it was
   * seen: of two at once one wins.
   */
  resume(noticeNo: string, by: Staff, version?: number): Promise<Step>;
  /**
   * Ends the case without telling the owner and without PS-ANS: nothing further is done by itself.
   *
   * @param reason 1 to 200 characters of any script.
   * @throws AppError as `resume`; `validation`.
   */
  close(noticeNo: string, reason: string, by: Staff, version?: number): Promise<void>;
}

export function createAdvisoryReviews({
  intranet,
  calendar,
  logger,
}: {
  intranet: Database;
  calendar: Calendar;
  logger: Logger;
}): AdvisoryReviews {
  const store = reviewStore(intranet);

  const found = (review: Review | undefined): ListedReview => {
    if (!review) throw new AppError('no-such-resource', 'the notice is not in manual review');
    return { ...review, resumesAt: review.ownerKnown ? RESUMES[review.reason] : 'FIND_OWNER' };
  };

  const resolve = async (
    noticeNo: string,
    by: Staff,
    seen: number | undefined,
    outcomeOf: (review: ListedReview) => {
      outcome: keyof typeof RESOLUTIONS;
      action: StaffChange['action'];
      next?: Step;
      remarks?: string;
    },
  ): Promise<Step | undefined> => {
    requireStaff(by);
    const resolved = await intranet.transaction(async (trx: Transaction) => {
      const review = found(await store.find(trx, noticeNo));
      if (review.takenBy !== undefined && review.takenBy !== by.id)
        throw new AppError('conflict', 'somebody else has taken the review');
      const version = seen ?? review.version;
      const { outcome, action, next, remarks } = outcomeOf(review);
      const state: State = next ? STEPS[next].state : RESOLUTIONS.closed;
      const from = { state: 'MANUAL_REVIEW', version } as const;
      const resolution = { noticeNo, from, outcome, state, next, actor: by.id, remarks };
      if (!(await store.resolve(trx, resolution, calendar.now()))) return rollback(undefined);
      await by.audit?.(trx, {
        action,
        noticeNo,
        before: { state: 'MANUAL_REVIEW', reason: review.reason },
        after: { state, step: next ?? null, ...(remarks !== undefined && { remarks }) },
      });
      return { outcome, state, next };
    });
    if (!resolved) throw new AppError('stale', 'the review is not as it was seen: somebody else has resolved it');
    logger.info({ event: 'advisory-review-resolved', noticeNo, ...resolved, actor: by.id });
    return resolved.next;
  };

  return {
    async list(after, limit) {
      const page = await intranet.read((executor) => store.page(executor, after, limit));
      return page.map(found);
    },

    get: async (noticeNo) => found(await intranet.read((executor) => store.find(executor, noticeNo))),

    async take(noticeNo, by) {
      requireStaff(by);
      await intranet.transaction(async (trx) => {
        const { takenBy } = found(await store.find(trx, noticeNo));
        if (!(await store.take(trx, noticeNo, by.id, calendar.now())))
          throw new AppError('conflict', 'somebody else has taken the review');
        if (takenBy === by.id) return;
        await by.audit?.(trx, {
          action: 'advisory-review-taken',
          noticeNo,
          before: { takenBy: null },
          after: { takenBy: by.id },
        });
      });
    },

    async resume(noticeNo, by, version) {
      const next = await resolve(noticeNo, by, version, ({ resumesAt }) => ({
        outcome: 'resumed',
        action: 'advisory-review-resumed',
        next: resumesAt,
      }));
      return next!;
    },

    async close(noticeNo, reason, by, version) {
      requireRemarks(reason, 'reason');
      await resolve(noticeNo, by, version, () => ({
        outcome: 'closed',
        action: 'advisory-review-closed',
        remarks: reason,
      }));
    },
  };
}
