import type { Calendar } from '../../platform/calendar';
import { decimalText } from '../../platform/money';
import type { Cents } from '../../platform/money';
import { readableDate, readableTime } from './readable';
import type { Sender } from './sender';

/** What a citizen is told of an advisory notice, by whichever channel (A 5.2.1, 6.2.1). */
export interface NoticeFacts {
  noticeNo: string;
  vehicleNo: string;
  /** The wording of the offence: the rule's description. */
  offence: string;
  ruleCode: string;
  /** `pp_name`. */
  place: string;
  offenceAt: Date;
  /** What would have been due. */
  compositionAmount: Cents;
}

/** The same, with the sender's, as a template may ask for them. */
export interface NoticeTexts {
  noticeNo: string;
  vehicleNo: string;
  offence: string;
  ruleCode: string;
  place: string;
  /** `15 January 2026`. */
  offenceDate: string;
  /** `9:30 am`. */
  offenceTime: string;
  /** `S$70.00`. */
  compositionAmount: string;
  senderName: string;
  appealUrl: string;
}

export const NOTICE_TEXTS: readonly (keyof NoticeTexts)[] = [
  ...(['noticeNo', 'vehicleNo', 'offence', 'ruleCode', 'place', 'offenceDate', 'offenceTime'] as const),
  ...(['compositionAmount', 'senderName', 'appealUrl'] as const),
];

/** Without line breaks and other controls, white space as single spaces. */
export function oneLine(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
}

/** What comes from outside makes no lines of its own. @param options.short months in three letters. */
export function noticeTexts(
  { noticeNo, vehicleNo, offence, ruleCode, place, offenceAt, compositionAmount }: NoticeFacts,
  sender: Sender,
  calendar: Calendar,
  options?: { short?: boolean },
): NoticeTexts {
  return {
    noticeNo: oneLine(noticeNo),
    vehicleNo: oneLine(vehicleNo),
    offence: oneLine(offence),
    ruleCode: oneLine(ruleCode),
    place: oneLine(place),
    offenceDate: readableDate(calendar.dateOf(offenceAt), options),
    offenceTime: readableTime(offenceAt, calendar),
    compositionAmount: `S$${decimalText(compositionAmount)}`,
    senderName: sender.name,
    appealUrl: sender.appealUrl,
  };
}
