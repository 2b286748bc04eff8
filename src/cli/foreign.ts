import type { Command } from 'commander';
import { nextForeignRuns } from '../app/foreign-runs';
import {
  type Life,
  NO_WORD,
  type Owed,
  type Story,
  type Told,
  type ViolationStatus,
} from '../features/foreign-vehicles';
import type { Calendar } from '../platform/calendar';
import { AppError } from '../platform/errors';
import { type Cents, decimalText } from '../platform/money';
import { withSchema } from './support';

const STATUSES: Readonly<Record<ViolationStatus, string>> = { O: 'outstanding', S: 'settled', C: 'cancelled' };

const MIN_WIDTH = 80;
const MAX_WIDTH = 120;

export function foreignCommands(program: Command): void {
  const foreign = program.command('foreign').description('notices of foreign vehicles, as vHub hears of them');
  foreign
    .command('show')
    .description(
      'what vHub was told of a notice, when, by API or file, with which answer, and what it is owed next and why; archived notices, too',
    )
    .argument('<notice number>')
    .action((noticeNo: string) =>
      withSchema(async (context) => {
        const { services, calendar } = context;
        try {
          const story = await services.foreignStories.of(noticeNo, await nextForeignRuns(context));
          console.log(storyText(story, calendar, process.stdout.columns));
        } catch (error) {
          if (error instanceof AppError && error.kind === 'not-found')
            throw new AppError('not-found', printable(error.message));
          throw error;
        }
      }),
    );
}

/** A story for people to read, in lines as wide as the terminal, between 80 and 120 columns. */
export function storyText(story: Story, calendar: Calendar, columns = MAX_WIDTH): string {
  const width = Math.min(Math.max(columns, MIN_WIDTH), MAX_WIDTH);
  const lines = [`notice ${story.noticeNo}   (times of ${calendar.timeZone})`];
  for (const life of story.lives) {
    lines.push('', ...lifeLines(life, calendar), '', 'what vHub was told');
    if (life.told.length === 0) lines.push('  nothing');
    else lines.push(TOLD_HEADING, ...life.told.flatMap((told) => toldLines(told, calendar, width)));
  }
  lines.push('', 'what it is owed next');
  if (story.lives.at(-1)?.archivedAt) lines.push('  nothing: the notice is archived');
  lines.push(...story.owed.flatMap((owed) => owedLines(owed, calendar, width)));
  return lines.map((line) => printable(line).trimEnd()).join('\n');
}

function lifeLines({ notice, archivedAt }: Life, calendar: Calendar): string[] {
  const archived = archivedAt ? [fact('archived', calendar.format(archivedAt))] : [];
  if (!notice) return [...archived, fact('notice', 'OCMS has it no more')];
  const when = (instant: Date | null): string => (instant ? calendar.format(instant) : '-');
  const foreign = notice.registrationType === 'F' ? 'foreign' : `registration type ${notice.registrationType ?? '-'}`;
  const suspended = notice.suspensionType
    ? `${notice.suspensionType}-${notice.suspensionReason ?? ''}${notice.suspendedAt ? ` since ${when(notice.suspendedAt)}` : ''}`
    : 'no';
  return [
    ...archived,
    fact('vehicle', `${notice.vehicleNo ?? '-'}, ${foreign}, category ${notice.vehicleCategory ?? '-'}`),
    fact('offence', when(notice.offenceAt)),
    fact('amount', `${money(notice.compositionAmount)}, of which admin fee ${money(notice.adminFee)}`),
    fact('paid', notice.amountPaid > 0 ? `${money(notice.amountPaid)} at ${when(notice.paidAt)}` : 'no'),
    fact('suspended', suspended),
    ...(notice.archiveDate && !archivedAt ? [fact('to be archived', notice.archiveDate)] : []),
  ];
}

const fact = (name: string, value: string): string => `  ${name.padEnd(16)}${value}`;
const money = (cents: Cents): string => `$${decimalText(cents)}`;

/** Widths of the columns before the answer. */
const [WHEN, BY, STATUS, TOTAL] = [19, 4, 11, 10];
const REFERENCE_AT = 2 + WHEN + 2 + BY + 2;
const ANSWER_AT = REFERENCE_AT + STATUS + 2 + TOTAL + 2;
const toldLine = (when: string, by: string, status: string, total: string): string =>
  `  ${when.padEnd(WHEN)}  ${by.padEnd(BY)}  ${status.padEnd(STATUS)}  ${total.padStart(TOTAL)}  `;
const TOLD_HEADING = `${toldLine('when', 'by', 'as', 'amount')}answer`;

function toldLines(told: Told, calendar: Calendar, width: number): string[] {
  const start = toldLine(calendar.format(told.at), told.channel, STATUSES[told.status], money(told.totalAmount));
  const file = told.acknowledgedIn ? `, acknowledged in ${told.acknowledgedIn}` : '';
  const source = `${told.channel === 'API' ? 'batch' : 'file'} ${told.reference}${file}`;
  return [...wrapped(start, ANSWER_AT, answerOf(told), width), ...wrapped('', REFERENCE_AT, source, width)];
}

function answerOf({ channel, sent, acknowledged, errorCode, errorDescription }: Told): string {
  const words = [errorCode, errorDescription].filter((part) => part).join(' ');
  const because = (what: string): string => (words ? `${what}: ${words}` : what);
  if (sent === null) return because('no answer on record');
  if (channel === 'API' && sent === '0') return 'taken';
  // vHub may have taken it all the same.
  if (channel === 'API') return because(errorCode === NO_WORD ? 'no word from vHub' : 'not taken');
  if (sent !== '0') return because('not delivered');
  if (acknowledged === null) return 'delivered, not acknowledged yet';
  return acknowledged === '0' ? 'taken' : because('not taken');
}

function owedLines({ run, known, next, why }: Owed, calendar: Calendar, width: number): string[] {
  const when = run.at ? `next run ${calendar.format(run.at)}` : 'off; as if it ran now';
  const takenFor = known ? `${STATUSES[known.status]}, since ${calendar.format(known.at)}` : 'not known there';
  const told = next ? `${STATUSES[next.status]}, ${money(next.totalAmount)}` : 'nothing';
  const [first, ...more] = why;
  return [
    `  ${run.channel.padEnd(4)}  ${run.job}, ${when}`,
    `        vHub has     ${takenFor}`,
    `        to be told   ${told}`,
    ...wrapped('        why          ', REASON_AT, first ?? '', width),
    ...more.flatMap((reason) => wrapped('', REASON_AT, reason, width)),
  ];
}

const REASON_AT = 21;

/** Text after a start, in lines of a width, all of them indented alike; words that are too long are cut. */
function wrapped(start: string, indent: number, text: string, width: number): string[] {
  const room = width - indent;
  const lines = [''];
  for (const word of text.split(/\s+/u).flatMap((each) => each.match(new RegExp(`.{1,${room}}`, 'gsu')) ?? [])) {
    const line = lines.at(-1)!;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines.map((line, index) => `${(index === 0 ? start : '').padEnd(indent)}${line}`);
}

/** Without what would move the cursor, or turn the text around: it comes from other systems. */
const printable = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\u{FFFD}');
