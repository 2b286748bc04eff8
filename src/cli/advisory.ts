import type { Command } from 'commander';
import type { AdvisoryStory } from '../features/advisory-notices';
import type { Calendar } from '../platform/calendar';
import { AppError } from '../platform/errors';
import { actorName, defaultActor, table, withSchema } from './support';

export function advisoryCommands(program: Command): void {
  const advisory = program.command('advisory').description('advisory notices and their way to the owner');
  advisory
    .command('show')
    .description('how far an advisory notice is, what was done for it when, and what is owed next')
    .argument('<notice number>')
    .action((noticeNo: string) =>
      withSchema(async ({ services, calendar }) => {
        const story = await services.advisoryCases.story(noticeNo);
        if (!story) throw new AppError('not-found', 'there is no advisory notice of this number');
        console.log(caseText(noticeNo, story, calendar));
      }),
    );
  advisory
    .command('reviews')
    .description('advisory notices that wait for a person, the longest first, at most 100')
    .action(() =>
      withSchema(async ({ services, calendar }) => {
        const reviews = await services.advisoryReviews.list(undefined, 100);
        if (reviews.length === 0) return console.log('no advisory notice waits for a person');
        const rows = reviews.map(({ noticeNo, reason, since, takenBy, resumesAt }) => ({
          notice: noticeNo,
          since: calendar.format(since),
          reason,
          'put back to': resumesAt,
          'taken by': takenBy ?? '',
        }));
        console.log(table(rows));
      }),
    );
  advisory
    .command('resume')
    .description('put an advisory notice that is in manual review back to the step that was owed')
    .argument('<notice number>')
    .option('--actor <id>', 'who does it', actorName, defaultActor())
    .action((noticeNo: string, { actor }: { actor: string }) =>
      withSchema(async ({ services }) => {
        const step = await services.advisoryReviews.resume(noticeNo, { id: actor });
        console.log(`${noticeNo}: ${step} is owed; process_advisory_notices goes on with it`);
      }),
    );
  advisory
    .command('close')
    .description('end the case of an advisory notice that is in manual review; the owner is not told')
    .argument('<notice number>')
    .requiredOption('--reason <text>', 'why, up to 200 characters')
    .option('--actor <id>', 'who does it', actorName, defaultActor())
    .action((noticeNo: string, { actor, reason }: { actor: string; reason: string }) =>
      withSchema(async ({ services }) => {
        await services.advisoryReviews.close(noticeNo, reason, { id: actor });
        console.log(`${noticeNo}: closed`);
      }),
    );
}

/** The way of a case, for people to read. */
export function caseText(noticeNo: string, story: AdvisoryStory, calendar: Calendar): string {
  const { state, step, dueAt, retryAt, waitsFor, reason, openedAt, events } = story;
  const owed = step
    ? [
        step,
        ...(dueAt ? [`since ${calendar.format(dueAt)}`] : []),
        ...(waitsFor
          ? [`waits for ${waitsFor.partner}, which does not answer since ${calendar.format(waitsFor.since)}`]
          : []),
        ...(retryAt ? [`could not be worked on, tried again from ${calendar.format(retryAt)} on`] : []),
      ].join(', ')
    : 'nothing';
  return [
    `advisory notice ${noticeNo}   (times of ${calendar.timeZone})`,
    `  state     ${state}${reason ? `: ${reason}` : ''}`,
    `  owed next ${owed}`,
    ...ownerLines(story.owner),
    ...toldLines(story.told, calendar),
    '',
    line('when', 'step', 'outcome', 'state'),
    line(calendar.format(openedAt), 'QUALIFY', 'qualified', 'QUALIFIED'),
    ...events.flatMap(({ at, step, outcome, state, actor, remarks }) => [
      line(calendar.format(at), step, outcome, state),
      ...(actor === undefined ? [] : [`    by ${actor}${remarks === undefined ? '' : `: ${remarks}`}`]),
    ]),
  ].join('\n');
}

/** Masked: enough to compare with what a caller says. */
function ownerLines(owner: AdvisoryStory['owner']): string[] {
  if ('unreadable' in owner) return [`  owner     cannot be read: ${owner.unreadable}`];
  const { name, idNo, mobileNo, email, address } = owner.particulars;
  const facts = [
    name,
    idNo,
    mobileNo && `mobile ${mobileNo}`,
    email && `e-mail ${email}`,
    address && `postal code ${address}`,
  ];
  const known = facts.filter((fact) => fact !== undefined);
  return [`  owner     ${known.length > 0 ? known.join(', ') : 'not known, or forgotten'}`];
}

function toldLines({ electronic, letter, suspension }: AdvisoryStory['told'], calendar: Calendar): string[] {
  const at = (instant: Date | undefined): string => (instant ? ` at ${calendar.format(instant)}` : '');
  const returned = letter?.returned;
  const vendor = returned
    ? `, ${returned.status}${at(returned.at)}${returned.errorCode === undefined ? '' : ` (${returned.errorCode})`}`
    : ', the printing vendor has said nothing yet';
  return [
    ...(electronic ? [`  told      by ${electronic.method}${at(electronic.at)}`] : []),
    ...(letter ? [`  told      by letter ${letter.submissionId}${at(letter.at)}${vendor}`] : []),
    ...(suspension ? [`  suspended ${suspension.type}-${suspension.reason ?? ''}${at(suspension.at)}`] : []),
  ];
}

const line = (when: string, step: string, outcome: string, state: string): string =>
  `  ${when.padEnd(19)}  ${step.padEnd(14)}  ${outcome.padEnd(18)}  ${state}`.trimEnd();
