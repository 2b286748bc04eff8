import type { CourtNoticesService, CourtNoticesOutcome, CourtNoticeUpdate } from '../../features/court-notices';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import { centsFromDollars } from '../../platform/money';
import type { Operation, OperationResponse, RequestBody } from '../operation';

type Wire = RequestBody<'cas-updateCourtNotices'>;
type Item = Wire['notices'][number];

/** CAS sends what changed in court notices (C 2). */
export const casUpdateCourtNotices: Operation<
  'cas-updateCourtNotices',
  { courtNotices: CourtNoticesService; calendar: Calendar }
> =
  ({ courtNotices, calendar }) =>
  async ({ body, logger }) => {
    rejectRepeatedNotices(body.notices);
    const updates = body.notices.map((item) => fromCas(item, calendar));
    const outcome = await courtNotices.applyUpdates(updates, logger);
    return { status: 200, body: toCas(outcome) };
  };

function fromCas(item: Item, calendar: Calendar): CourtNoticeUpdate {
  const { amountPayable, eprDateOfSuspension } = item;
  return {
    noticeNo: item.noticeNo,
    changes: {
      suspensionType: item.suspensionType,
      lastProcessingStage: item.lastProcessingStage,
      prevProcessingStage: item.prevProcessingStage,
      nextProcessingStage: item.nextProcessingStage,
      lastProcessingDate: item.lastProcessingDate,
      prevProcessingDate: item.prevProcessingDate,
      nextProcessingDate: item.nextProcessingDate,
      atomsFlag: item.atomsFlag,
      amountPayable: amountPayable === undefined ? undefined : centsFromDollars(amountPayable),
      paymentAcceptanceAllowed: item.paymentAcceptanceAllowed,
      eprReasonOfSuspension: item.eprReasonOfSuspension,
      // CAS sends a date; the column is an instant: that day's midnight (decisions §2).
      eprDateOfSuspension: eprDateOfSuspension == null ? eprDateOfSuspension : calendar.startOfDay(eprDateOfSuspension),
    },
  };
}

function toCas({
  notices,
  ...counts
}: CourtNoticesOutcome): (OperationResponse<'cas-updateCourtNotices'> & { status: 200 })['body'] {
  return {
    ...counts,
    notices: notices.map(({ noticeNo, outcome }) =>
      outcome === 'updated'
        ? { noticeNo, appCode: 'OCMS-2000', status: 'OK' }
        : { noticeNo, appCode: 'OCMS-4009', status: 'Not Court Notice' },
    ),
  };
}

/** Which of two updates of one notice should win cannot be told, so the request is refused (decisions §4). */
function rejectRepeatedNotices(items: readonly Item[]): void {
  const seen = new Set<string>();
  const details = items.flatMap(({ noticeNo }, index) => {
    if (!seen.has(noticeNo)) {
      seen.add(noticeNo);
      return [];
    }
    return [{ path: `/body/notices/${index}/noticeNo`, message: 'must appear once in a request' }];
  });
  if (details.length > 0) throw new AppError('validation', 'a notice appears twice', { details });
}
