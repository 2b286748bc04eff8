import type { Command } from 'commander';
import type { CaseStory } from '../features/advisory-notices';
import type { Calendar } from '../platform/calendar';
import { AppError } from '../platform/errors';
import { withSchema } from './support';

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
}

/** The way of a case, for people to read. */
export function caseText(noticeNo: string, story: CaseStory, calendar: Calendar): string {
  const { state, step, dueAt, retryAt, reason, openedAt, events } = story;
  const owed = step
    ? [
        step,
        ...(dueAt ? [`since ${calendar.format(dueAt)}`] : []),
        ...(retryAt ? [`could not be worked on, tried again from ${calendar.format(retryAt)} on`] : []),
      ].join(', ')
    : 'nothing';
  return [
    `advisory notice ${noticeNo}   (times of ${calendar.timeZone})`,
    `  state     ${state}${reason ? `: ${reason}` : ''}`,
    `  owed next ${owed}`,
    '',
    line('when', 'step', 'outcome', 'state'),
    line(calendar.format(openedAt), 'QUALIFY', 'qualified', 'QUALIFIED'),
    ...events.map((event) => line(calendar.format(event.at), event.step, event.outcome, event.state)),
  ].join('\n');
}

const line = (when: string, step: string, outcome: string, state: string): string =>
  `  ${when.padEnd(19)}  ${step.padEnd(14)}  ${outcome.padEnd(18)}  ${state}`.trimEnd();
