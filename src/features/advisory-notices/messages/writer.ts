import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Calendar } from '../../../platform/calendar';
import { htmlTemplate } from '../../../platform/html';
import { checkNames, textTemplate } from '../../../platform/text-template';
import { NOTICE_TEXTS, noticeTexts, oneLine } from '../facts';
import type { NoticeFacts, NoticeTexts } from '../facts';
import type { Sender } from '../sender';
import { inGsm, smsSegments } from './segments';

/** An e-mail's texts, in two forms that say the same. */
export interface EmailTexts {
  /** One line. */
  subject: string;
  text: string;
  html: string;
}

export interface MessageWriter {
  /** In as many segments as the writer may use, at most. */
  sms(facts: NoticeFacts): string;
  email(facts: NoticeFacts): EmailTexts;
}

export interface MessageWriterOptions {
  sender: Sender;
  calendar: Calendar;
  /** The most that an SMS may take. */
  segments?: number;
  /** A folder with other templates than the project's own: `sms.txt`, `email-subject.txt`, `email.txt`, `email.html`. */
  templates?: string;
}

interface EmailView extends NoticeTexts {
  contact: readonly string[];
}

const EMAIL_NAMES: readonly (keyof EmailView)[] = [...NOTICE_TEXTS, 'contact'];
/** Of a place or an offence: far more than any has, and its e-mail stays within what the service takes. */
const LONGEST = 2_000;
/** As few characters of a place and an offence as an SMS must have room for. */
const SHORTEST = 12;
/** The longest that a number, of a notice or a vehicle, and a moment are written. */
const WIDEST: NoticeFacts = {
  noticeNo: 'W'.repeat(10),
  vehicleNo: 'W'.repeat(14),
  offence: 'W'.repeat(LONGEST),
  ruleCode: '99999',
  place: 'W'.repeat(LONGEST),
  offenceAt: new Date('2026-12-30T22:00:00Z'),
  compositionAmount: 9_999_999_999 as NoticeFacts['compositionAmount'],
};

/**
 * Writes what owners are sent of an advisory notice (A 5.2): templates, filled in. Templates are read once.
 *
 * @throws when a template is missing or broken, asks for what there is not, or leaves an SMS no room for the place.
 */
export function createMessageWriter({
  sender,
  calendar,
  segments = 3,
  templates = __dirname,
}: MessageWriterOptions): MessageWriter {
  const read = (name: string): string => readFileSync(join(templates, name), 'utf8');
  const sms = textTemplate<NoticeTexts>(read('sms.txt').trim(), NOTICE_TEXTS);
  const subject = textTemplate<EmailView>(oneLine(read('email-subject.txt')), EMAIL_NAMES);
  const text = textTemplate<EmailView>(read('email.txt'), EMAIL_NAMES);
  checkNames(read('email.html'), EMAIL_NAMES);
  const html = htmlTemplate<EmailView>(join(templates, 'email.html'));

  /** With a place and an offence of at most so many characters. */
  const smsOf = (texts: NoticeTexts, most: number): string =>
    sms({ ...texts, place: shortened(texts.place, most), offence: shortened(texts.offence, most) });

  /** With as much of place and offence as fits; undefined where not even little of them does. */
  const fitting = (texts: NoticeTexts): string | undefined => {
    const fits = (most: number): string | undefined => {
      const written = smsOf(texts, most);
      return smsSegments(written) <= segments ? written : undefined;
    };
    let most = Math.max(texts.place.length, texts.offence.length);
    const whole = fits(most);
    if (whole !== undefined || most <= SHORTEST) return whole;
    let least = SHORTEST;
    let written = fits(least);
    while (written !== undefined && most - least > 1) {
      const middle = Math.floor((least + most) / 2);
      const tried = fits(middle);
      if (tried === undefined) most = middle;
      else [least, written] = [middle, tried];
    }
    return written;
  };

  const smsTexts = (facts: NoticeFacts, other?: string): NoticeTexts => {
    const texts = noticeTexts(facts, sender, calendar, { short: true });
    return {
      ...texts,
      place: inGsm(texts.place, other),
      offence: inGsm(texts.offence, other),
    };
  };

  if (!fitting(smsTexts(WIDEST))) throw new RangeError(`sms.txt leaves no room in ${segments} segments`);

  return {
    sms(facts) {
      const whole = sms(smsTexts(facts));
      if (smsSegments(whole) <= segments) return whole;
      // With any other character a segment holds less than half: what is left of the text would say less.
      const written = fitting(smsTexts(facts, '?'));
      if (written === undefined) throw new RangeError('an SMS does not fit into its segments');
      return written;
    },

    email(facts) {
      const texts = noticeTexts(facts, sender, calendar);
      const view = {
        ...texts,
        place: shortened(texts.place, LONGEST),
        offence: shortened(texts.offence, LONGEST),
        contact: sender.contact,
      };
      return { subject: subject(view), text: text(view), html: html(view) };
    },
  };
}

const ELLIPSIS = '...';
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** At most so many UTF-16 units, ended by three dots, which the SMS alphabet has, where something is left out. */
function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const { segment } of segmenter.segment(text)) {
    if (kept.length + segment.length + ELLIPSIS.length > most) break;
    kept += segment;
  }
  return kept.trimEnd() + ELLIPSIS;
}
