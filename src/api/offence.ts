import type { NoticeCreationService, NoticeSource, Offence } from '../features/notice-creation';
import { parseInstant } from '../platform/dates';
import { centsFromDollars } from '../platform/money';
import type { OperationRequest } from './operation';

/** What operations that deliver offences call. */
export interface OffenceServices {
  noticeCreation: NoticeCreationService;
  /** The zone of date-times without an offset. */
  timeZone: string;
}

type Request = OperationRequest<'repccsWebhook'> | OperationRequest<'cesWebhook-create-notice'>;

/** An offence as enforcement systems deliver it. Null is the same as left out; `creUserId` and `creDate` are dropped (decisions §5). */
export function offenceFrom(source: NoticeSource, request: Request, timeZone: string): Offence {
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
    noticeDateAndTime: parseInstant(body.noticeDateAndTime, timeZone),
    offenceNoticeType: body.offenceNoticeType,
    vehicleCategory: body.vehicleCategory,
    vehicleRegistrationType: body.vehicleRegistrationType,
    ppCode: body.ppCode,
    ppName: body.ppName,
  };
}
