import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import type { Logger } from '../../platform/logging';
import { suspensionFacts } from '../notices';
import { createSuspender } from '../suspension';
import { reviewStore } from './reviews/store';
import { requireRemarks, requireStaff, type Staff } from './staff';

export interface SuspendedByStaff {
  suspendedAt: Date;
  dueDateOfRevival: Date;
}

/** Officers suspend notices PS-ANS themselves (A 7.1.2). */
export interface ManualSuspension {
  /**
   * Suspends an advisory notice PS-ANS as the pipeline does (A 7.2), with the officer's id in the intranet zone (decisions
   * §2); the internet zone takes it from there. Where nothing more is owed to the owner, its advisory processing has reached
   * its end with it; where a step is under way, that ends first and the next is not begun.
   *
   * @param remarks 1 to 200 characters of any script; a text of OCMS's where there are none.
   * @throws AppError `no-such-resource` for an unknown notice; `conflict` where it is no advisory notice, or is suspended
   * permanently already; `validation` for who or remarks.
   */
  suspend(noticeNo: string, by: Staff, remarks?: string): Promise<SuspendedByStaff>;
}

export function createManualSuspension({
  intranet,
  calendar,
  logger,
}: {
  intranet: Database;
  calendar: Calendar;
  logger: Logger;
}): ManualSuspension {
  const suspender = createSuspender({ calendar });
  const store = reviewStore(intranet);

  const suspendOnce = async (noticeNo: string, by: Staff, remarks: string | undefined): Promise<SuspendedByStaff> =>
    intranet.transaction(async (trx) => {
      const at = calendar.now();
      const notice = await suspensionFacts(trx, noticeNo);
      if (!notice) throw new AppError('no-such-resource', 'there is no such notice');
      const { advisory, suspension } = notice;
      if (suspension?.type === 'PS')
        throw new AppError('conflict', `the notice is suspended already: PS-${suspension.reason ?? ''}`);
      if (!advisory) throw new AppError('conflict', 'the notice is no advisory notice');
      const officer = { id: by.id, remarks };
      const suspended = await suspender.suspendFor(officer, trx, noticeNo, 'ANS', at, logger);
      if (!suspended) throw new AppError('conflict', 'the notice has been suspended at the same moment');
      const standing = await store.standing(trx, noticeNo);
      // A step that reaches outside is the pipeline's to end: what it sent is to be noted.
      if (standing && standing.state !== 'SUSPENDED' && (!standing.step || standing.step === 'SUSPEND')) {
        const { state, version } = standing;
        const from = { state, version };
        const end = { outcome: 'suspended', state: 'SUSPENDED', next: undefined, actor: by.id, remarks } as const;
        if (!(await store.resolve(trx, { noticeNo, from, ...end }, at)))
          throw new AppError('stale', 'the notice has been changed at the same moment');
      }
      await by.audit?.(trx, {
        action: 'notice-suspended',
        noticeNo,
        before: { suspensionType: suspension?.type ?? null, reasonOfSuspension: suspension?.reason ?? null },
        after: { suspensionType: 'PS', reasonOfSuspension: 'ANS', ...(remarks !== undefined && { remarks }) },
      });
      return { suspendedAt: at, dueDateOfRevival: suspended.dueDateOfRevival! };
    });

  return {
    async suspend(noticeNo, by, remarks) {
      requireStaff(by);
      if (remarks !== undefined) requireRemarks(remarks, 'remarks');
      let suspended: SuspendedByStaff;
      try {
        suspended = await suspendOnce(noticeNo, by, remarks);
      } catch (error) {
        // Somebody else suspended it at the same moment: what it is now says so.
        if (intranet.dialect.faultOf(error) !== 'duplicate-key') throw error;
        suspended = await suspendOnce(noticeNo, by, remarks);
      }
      logger.info({ event: 'notice-suspended-by-staff', noticeNo, reason: 'ANS', actor: by.id });
      return suspended;
    },
  };
}
