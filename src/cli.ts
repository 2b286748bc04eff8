import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { inboundOperations } from '../generated/inbound/operations';
import { type Context, createContext } from './app/context';
import { createWorker } from './app/worker';
import { ConfigError, type Role } from './config/config';
import { configFromEnvironment } from './config/env';
import { migrate, pendingMigrations } from './db/migrate';
import { KEY_RING_AGE_MS } from './features/api-keys';
import { main as serve } from './main';
import { inZone, parseInstant } from './platform/dates';
import { AppError } from './platform/errors';
import type { JobCounts } from './platform/jobs/job';
import { runStore } from './platform/jobs/run-store';
import type { RunReport } from './platform/jobs/runner';
import { createLogger } from './platform/logging';

const MAX_ACTOR = 50;
const PARTNERS = [...new Set(Object.values(inboundOperations).map(({ partner }) => partner))];

/** The command line, `npm run ocms -- <command>`. Exit code 0 when done, 1 when not, 2 for a wrong call. */
export async function main(args: readonly string[]): Promise<void> {
  const program = new Command('ocms')
    .description("OCMS's integration platform")
    .showHelpAfterError()
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      throw error;
    });

  program.command('serve').description('run the service until it is stopped').action(serve);

  program
    .command('migrate')
    .description('bring the schema of both databases up to date')
    .action(() =>
      withContext(async ({ intranet, internet }) => {
        for (const database of [intranet, internet]) {
          const applied = await migrate(database);
          console.log(`${database.zone}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
        }
      }),
    );

  const keys = program.command('keys').description("the partners' API keys");
  keys
    .command('issue')
    .description('make a key; it is shown once and cannot be shown again')
    .requiredOption('--partner <name>', `one of ${PARTNERS.join(', ')}`, partnerName)
    .option('--expires <instant>', 'when it stops working, ISO 8601 with an offset, or a date (midnight, service time zone)')
    .option('--actor <name>', 'who issues it, for the audit trail', actorName, userInfo().username.slice(0, MAX_ACTOR))
    .action(({ partner, expires, actor }: { partner: string; expires?: string; actor: string }) =>
      withSchema(async ({ apiKeys, config }) => {
        const expiresAt = expires === undefined ? null : expiry(expires, config.timeZone);
        const { keyId, key } = await apiKeys.issue({ partner, expiresAt, actor });
        console.log(`key id   ${keyId}\npartner  ${partner}\nexpires  ${expiresAt?.toISOString() ?? 'never'}\nkey      ${key}`);
      }),
    );
  keys
    .command('list')
    .description('list the keys; the keys themselves are not stored')
    .action(() =>
      withSchema(async ({ apiKeys, clock }) => {
        const now = clock.now();
        const lines = (await apiKeys.list()).map(({ keyId, partner, demo, issuedAt, issuedBy, expiresAt, revokedAt, lastUsedAt }) => ({
          'key id': keyId,
          partner,
          state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : demo ? 'demo' : 'active',
          issued: issuedAt.toISOString(),
          by: issuedBy,
          expires: expiresAt?.toISOString() ?? '-',
          revoked: revokedAt?.toISOString() ?? '-',
          'last used': lastUsedAt?.toISOString() ?? '-',
        }));
        console.log(lines.length > 0 ? table(lines) : 'no keys');
      }),
    );
  keys
    .command('revoke')
    .description('stop a key from working')
    .argument('<key id>')
    .option('--actor <name>', 'who revokes it, for the audit trail', actorName, userInfo().username.slice(0, MAX_ACTOR))
    .action((keyId: string, { actor }: { actor: string }) =>
      withSchema(async ({ apiKeys }) => {
        await apiKeys.revoke({ keyId, actor });
        // When this returns, no running instance accepts the key any more.
        await new Promise((resolve) => setTimeout(resolve, KEY_RING_AGE_MS));
        console.log(`revoked ${keyId}`);
      }),
    );

  const jobs = program.command('jobs').description('the scheduled jobs');
  jobs
    .command('list')
    .description('list the jobs, their schedules and last runs')
    .action(() =>
      withSchema(async (context) => {
        const worker = createWorker(context);
        try {
          const lines = await context.intranet.read(async (executor) => {
            const found = [];
            for (const { job, schedule } of worker.jobs) {
              const [last] = await runStore(context.intranet).history(executor, job.name, 1);
              found.push({
                job: job.name,
                document: job.source,
                schedule: schedule ?? 'off',
                'last run': last ? `${last.outcome} ${inZone(last.startedAt, context.config.timeZone)}` : '-',
              });
            }
            return found;
          });
          console.log(table(lines));
        } finally {
          await worker.close();
        }
      }),
    );
  jobs
    .command('run')
    .description('run a job now; ends with 0 when it succeeded, 1 when it failed, 3 when another run holds its lock, 130 when stopped')
    .argument('<name>')
    .action((name: string) => withSchema((context) => runJob(context, name), ['worker']));
  jobs
    .command('history')
    .description('list past runs, the last first')
    .argument('[name]')
    .option('--limit <number>', 'how many', '20')
    .action((name: string | undefined, { limit }: { limit: string }) =>
      withSchema(async ({ intranet, config }) => {
        const runs = await intranet.read((executor) => runStore(intranet).history(executor, name, Math.max(1, Number(limit) || 20)));
        const lines = runs.map((run) => ({
          started: inZone(run.startedAt, config.timeZone),
          job: run.jobName,
          outcome: run.outcome,
          seconds: run.endedAt ? ((run.endedAt.getTime() - run.startedAt.getTime()) / 1_000).toFixed(1) : '-',
          trigger: run.trigger,
          counts: countsText(run.counts),
          error: run.error ?? '',
        }));
        console.log(lines.length > 0 ? table(lines) : 'no runs');
      }),
    );

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (process.exitCode === undefined) report(error);
  }
}

async function withContext(work: (context: Context) => Promise<void>, needs: readonly Role[] = ['api']): Promise<void> {
  const config = configFromEnvironment(needs);
  // Results go to standard output, the log to standard error.
  const context = createContext(config, { logger: createLogger({ level: 'warn', destination: process.stderr }) });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

function withSchema(work: (context: Context) => Promise<void>, needs?: readonly Role[]): Promise<void> {
  return withContext(async (context) => {
    const pending = await pendingMigrations(context.intranet);
    if (pending.length > 0) throw new AppError('unavailable', 'the intranet database has an older schema; run: npm run ocms -- migrate');
    await work(context);
  }, needs);
}

function report(error: unknown): void {
  process.exitCode = error instanceof AppError && error.kind === 'validation' ? 2 : 1;
  const expected = error instanceof AppError || error instanceof ConfigError;
  console.error(expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
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
  const onSignal = (): void => {
    // A second signal is an operator who will not wait.
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  const display = progressDisplay(name);
  try {
    const found = worker.jobs.find(({ job }) => job.name === name);
    if (!found) throw new AppError('validation', `no job ${name}; jobs are ${worker.jobs.map(({ job }) => job.name).join(', ')}`);
    const report = await worker.runner.run(found.job, { trigger: 'MANUAL', signal: stop.signal, onProgress: (counts) => display.show(counts) });
    display.end();
    const held = report.heldUntil ? `: another run holds the lock until ${inZone(report.heldUntil, context.config.timeZone)} at the latest` : '';
    console.log(`${name} ${report.outcome}${held} ${countsText(report.counts)}`.trim());
    if (report.error) console.error(report.error);
    process.exitCode = EXIT_CODES[report.outcome];
  } finally {
    display.end();
    process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
    await worker.close();
  }
}

/** How far a run is: one line that changes on a terminal, a line per second elsewhere. */
function progressDisplay(name: string): { show(counts: JobCounts): void; end(): void } {
  const terminal = process.stderr.isTTY;
  let shownAt = 0;
  let open = false;
  return {
    show(counts) {
      if (!terminal && Date.now() - shownAt < 1_000) return;
      shownAt = Date.now();
      const line = `${name} … ${countsText(counts)}`;
      process.stderr.write(terminal ? `\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}` : `${line}\n`);
      open = terminal;
    },
    end() {
      if (open) process.stderr.write('\r\x1b[K');
      open = false;
    },
  };
}

const countsText = (counts: JobCounts): string =>
  Object.entries(counts)
    .map(([what, count]) => `${what} ${count.toLocaleString('en')}`)
    .join(', ');

function actorName(value: string): string {
  if (value.length === 0 || value.length > MAX_ACTOR) throw new InvalidArgumentError(`A name has 1 to ${MAX_ACTOR} characters.`);
  return value;
}

function partnerName(value: string): string {
  if (!(PARTNERS as readonly string[]).includes(value)) throw new InvalidArgumentError(`Partners are ${PARTNERS.join(', ')}.`);
  return value;
}

function expiry(text: string, timeZone: string): Date {
  try {
    if (!/^\d{4}-\d{2}-\d{2}/.test(text)) throw new RangeError('not a full date');
    return parseInstant(text, timeZone);
  } catch (cause) {
    throw new AppError('validation', `--expires ${text} is neither a date nor an instant`, { cause });
  }
}

function table(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0]!);
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => row[column]!.length));
  const line = (cell: (column: string) => string): string =>
    columns.map((column) => cell(column).padEnd(width(column))).join('  ').trimEnd();
  return [line((column) => column), ...rows.map((row) => line((column) => row[column]!))].join('\n');
}
