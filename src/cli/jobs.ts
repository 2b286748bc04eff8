import type { Command } from 'commander';
import type { Context } from '../app/context';
import { type Listed, listedJobs } from '../app/schedules';
import { createWorker } from '../app/worker';
import { AppError } from '../platform/errors';
import { onStopSignals } from '../platform/process-end';
import { alertStore } from '../scheduling/alert-store';
import { runStore } from '../scheduling/run-store';
import type { RunReport } from '../scheduling/runner';
import { countsText, lineCount, progressDisplay, table, withSchema } from './support';

export function jobsCommands(program: Command): void {
  const jobs = program.command('jobs').description('the scheduled jobs');
  jobs
    .command('list')
    .description('list the jobs, their schedules and last runs')
    .action(() =>
      withSchema(async (context) => {
        const lines = await context.intranet.read(async (executor) => {
          const found = [];
          for (const { job, schedule } of listedJobs(context)) {
            const last = await runStore(context.intranet).lastRun(executor, job.name);
            found.push({
              job: job.name,
              document: job.source,
              schedule: schedule ?? 'off',
              'last run': last ? `${last.outcome} ${context.calendar.format(last.startedAt)}` : '-',
            });
          }
          return found;
        });
        console.log(table(lines));
      }),
    );
  jobs
    .command('run')
    .description(
      'run a job now; ends with 0 when it succeeded, 1 when it failed, 3 when another run holds its lock, 130 when stopped',
    )
    .argument('<name>')
    .action((name: string) => withSchema((context) => runJob(context, name), ['worker']));
  jobs
    .command('history')
    .description('list past runs, the last first')
    .argument('[name]')
    .option('--limit <number>', 'how many', lineCount, 20)
    .action((name: string | undefined, { limit }: { limit: number }) =>
      withSchema(async (context) => {
        const { intranet, calendar } = context;
        const jobs = jobsOf(context);
        const frequent = jobs.filter((job) => job.frequent).map((job) => job.name);
        const runs = await intranet.read((executor) => runStore(intranet).history(executor, name, limit, frequent));
        // A job that is no more has its history still.
        if (name !== undefined && runs.length === 0) jobNamed(jobs, name);
        const lines = runs.map((run) => ({
          started: calendar.format(run.startedAt),
          job: run.jobName,
          outcome: run.outcome,
          seconds: run.endedAt ? ((run.endedAt.getTime() - run.startedAt.getTime()) / 1_000).toFixed(1) : '-',
          trigger: run.trigger,
          counts: countsText(run.counts),
          error: run.error ?? '',
        }));
        console.log(lines.length > 0 ? table(lines) : 'no runs');
        if (name === undefined)
          console.log(
            `without the successful and skipped runs of ${frequent.join(', ')}: name it to see the successful`,
          );
        else if (frequent.includes(name)) console.log('without the skipped runs');
      }),
    );
  jobs
    .command('alerts')
    .description('list the e-mails to operations that were not sent, the oldest first')
    .option('--limit <number>', 'how many', lineCount, 20)
    .option('--retry', 'first have those that were given up sent again')
    .action(({ limit, retry = false }: { limit: number; retry?: boolean }) =>
      withSchema(async ({ intranet, calendar }) => {
        const store = alertStore(intranet);
        if (retry) console.log(`due again: ${await intranet.transaction((trx) => store.retryGivenUp(trx))}`);
        const unsent = await intranet.read((executor) => store.unsent(executor, limit));
        const lines = unsent.map(({ runId, subject, recordedAt, refused, smtpCode, nextAttemptAt, givenUp }) => ({
          recorded: calendar.format(recordedAt),
          subject,
          refused: String(refused),
          'SMTP code': smtpCode === null ? '-' : String(smtpCode),
          next: givenUp ? 'given up' : nextAttemptAt ? calendar.format(nextAttemptAt) : 'at once',
          run: runId,
        }));
        console.log(lines.length > 0 ? table(lines) : 'none waits');
      }),
    );
}

/** The jobs there are; nothing of them runs. */
function jobsOf(context: Context): Listed['job'][] {
  return listedJobs(context).map(({ job }) => job);
}

/** @throws AppError `validation` */
function jobNamed<J extends Listed['job']>(jobs: readonly J[], name: string): J {
  const found = jobs.find((job) => job.name === name);
  if (!found) throw new AppError('validation', `no job ${name}; jobs are ${jobs.map((job) => job.name).join(', ')}`);
  return found;
}

const EXIT_CODES: Readonly<Record<RunReport['outcome'], number>> = {
  SUCCEEDED: 0,
  NOT_NEEDED: 0,
  FAILED: 1,
  LOST: 1,
  SKIPPED: 3,
  STOPPED: 130,
};

async function runJob(context: Context, name: string): Promise<void> {
  const worker = createWorker(context);
  const stop = new AbortController();
  const leave = (): never => process.exit(EXIT_CODES.STOPPED);
  const endListening = onStopSignals({
    stop: () => {
      stop.abort();
      setTimeout(leave, context.config.shutdownTimeoutMs).unref();
    },
    again: leave,
  });
  const display = progressDisplay(name);
  try {
    const report = await worker.runner.run(
      jobNamed(
        worker.jobs.map(({ job }) => job),
        name,
      ),
      { trigger: 'MANUAL', signal: stop.signal, onProgress: (counts) => display.show(counts) },
    );
    display.end();
    const held = report.heldUntil
      ? `: another run holds the lock until ${context.calendar.format(report.heldUntil)} at the latest`
      : '';
    console.log(`${name} ${report.outcome}${held} ${countsText(report.counts)}`.trim());
    if (report.error) console.error(report.error);
    process.exitCode = EXIT_CODES[report.outcome];
  } finally {
    display.end();
    endListening();
    await worker.close();
  }
}
