import type { NoticeCreationService, NoticeSource, Offence } from '../features/notice-creation';
import type { Calendar } from '../platform/calendar';
import { centsFromDollars } from '../platform/money';
import type { OperationRequest } from './operation';

/** What operations that deliver offences call. */
export interface OffenceServices {
  noticeCreation: NoticeCreationService;
  /** Knows the zone of date-times without an offset. */
  calendar: Calendar;
}

type Request = OperationRequest<'repccsWebhook'> | OperationRequest<'cesWebhook-create-notice'>;

/** An offence as enforcement systems deliver it. Null is the same as left out; `creUserId` and `creDate` are dropped (decisions §5). */
export function offenceFrom(source: NoticeSource, request: Request, calendar: Calendar): Offence {
  const { body } = request;
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
    noticeDateAndTime: calendar.parseInstant(body.noticeDateAndTime),
    offenceNoticeType: body.offenceNoticeType,
    vehicleCategory: body.vehicleCategory,
    vehicleRegistrationType: body.vehicleRegistrationType,
    ppCode: body.ppCode,
    ppName: body.ppName,
  };
}
