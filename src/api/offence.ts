import type { NoticeCreationService, NoticeSource, Offence } from '../features/notice-creation';
import type { Calendar } from '../platform/calendar';
import { centsFromDollars } from '../platform/money';
import { AppError } from '../platform/errors';
import type { OperationRequest } from './operation';

/** What operations that deliver offences call. */
export interface OffenceServices {
  noticeCreation: NoticeCreationService;
  /** Knows the zone of date-times without an offset. */
  calendar: Calendar;
}

type Request = OperationRequest<'repccsWebhook' | 'cesWebhook-create-notice' | 'staff-createNotice'>;

/** Senders' clocks differ (decisions §5). */
const AHEAD_MS = 24 * 3_600_000;

/**
 * An offence as enforcement systems and members of staff deliver it. Null is the same as left out; `creUserId` and
 * `creDate` are dropped (decisions §5).
 *
 * @throws AppError `validation` for one dated more than 24 hours ahead.
 */
export function offenceFrom(source: NoticeSource, request: Request, calendar: Calendar): Offence {
  const { body } = request;
  const noticeDateAndTime = calendar.parseInstant(body.noticeDateAndTime);
  if (noticeDateAndTime.getTime() > calendar.now().getTime() + AHEAD_MS) {
    throw new AppError('validation', 'the offence is in the future', {
      details: [{ path: '/body/noticeDateAndTime', message: 'must not be more than 24 hours ahead' }],
    });
  }
  return {
    source,
    transactionId: body.transactionId,
    deliveryHash: request.bodyHash(),
    subsystemLabel: body.subsystemLabel,
    anFlag: body.anFlag === 'Y' || body.anFlag === 'N' ? body.anFlag : null,
    noticeNo: body.noticeNo ?? null,
    vehicleNo: body.vehicleNo ?? null,
    computerRuleCode: body.computerRuleCode,
    compositionAmount: centsFromDollars(body.compositionAmount),
    noticeDateAndTime,
    offenceNoticeType: body.offenceNoticeType,
    vehicleCategory: body.vehicleCategory,
    vehicleRegistrationType: body.vehicleRegistrationType,
    ppCode: body.ppCode,
    ppName: body.ppName,
  };
}
