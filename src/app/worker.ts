import { CronTime } from 'cron';
import { Histogram, type Registry } from 'prom-client';
import { ConfigError } from '../config/config';
import { jobs as everyJob } from '../jobs';
import { createAlerts } from '../scheduling/alerts';
import { bindJob, type BoundJob } from '../scheduling/job';
import { createJobRunner, type JobRunner } from '../scheduling/runner';
import { createScheduler, type ScheduledJob, type Scheduler } from '../scheduling/scheduler';
import { createMailer } from '../platform/mail/mailer';
import type { Context } from './context';

/** What runs jobs, by schedule or by hand. */
export interface Worker {
  readonly jobs: readonly (ScheduledJob & { job: BoundJob })[];
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
  /** Closes the connections to other systems. The scheduler must have stopped. */
  close(): Promise<void>;
}

/** A job as it is listed; its schedule is undefined where it has none. */
export interface Listed {
  readonly job: Omit<BoundJob, 'run' | 'wanted'>;
  readonly schedule: string | undefined;
}

export interface WorkerOptions {
  /** Where tests crash the process. */
  boundary?: (label: string) => Promise<void>;
}

/**
 * Every job with its schedule, for processes that run none.
 *
 * @throws ConfigError for a schedule of no job, or one that is no cron expression.
 */
export function listedJobs({ config }: Pick<Context, 'config'>): readonly Listed[] {
  return scheduled(everyJob, config.schedules);
}

/** @throws ConfigError as {@link listedJobs}, and where what jobs need is not configured. */
export function createWorker(context: Context, { boundary }: WorkerOptions = {}): Worker {
  const { config, calendar, logger, registry, intranet } = context;
  const { services, close } = context.jobServices();
  const jobs = scheduled(
    everyJob.map((job) => bindJob(job, services)),
    config.schedules,
  );
  if (!config.alerts)
    throw new ConfigError(['OCMS_SMTP_URL, OCMS_ALERT_FROM and OCMS_ALERT_TO are required to run jobs']);
  const mailer = createMailer({ url: config.alerts.smtpUrl, from: config.alerts.from });
  const tests = boundary ? { boundary } : {};
  const alerts = createAlerts({ database: intranet, mailer, to: config.alerts.to, logger, ...tests });
  const runner = timed(
    createJobRunner({ database: intranet, alerts, logger, instance: config.instance, ...tests }),
    runDuration(registry),
  );
  return {
    jobs,
    runner,
    scheduler: createScheduler({
      jobs,
      runner,
      alerts,
      database: intranet,
      calendar,
      logger,
      historyDays: config.jobHistoryDays,
    }),
    async close() {
      mailer.close();
      await close();
    },
  };
}

const RUN_DURATION = 'ocms_job_run_duration_seconds';
type RunDuration = Histogram<'job_name' | 'outcome'>;

const runDuration = (registry: Registry): RunDuration =>
  (registry.getSingleMetric(RUN_DURATION) as RunDuration | undefined) ??
  new Histogram({
    name: RUN_DURATION,
    help: 'Time of a run of a job in this process, by job and outcome',
    labelNames: ['job_name', 'outcome'],
    buckets: [0.1, 1, 10, 60, 300, 900, 3_600, 10_800],
    registers: [registry],
  });

const timed = (runner: JobRunner, duration: RunDuration): JobRunner => ({
  ...runner,
  async run(job, request) {
    const startedAt = performance.now();
    const report = await runner.run(job, request);
    duration.observe({ job_name: job.name, outcome: report.outcome }, (performance.now() - startedAt) / 1_000);
    return report;
  },
});

function scheduled<J extends Listed['job']>(
  jobs: readonly J[],
  schedules: ReadonlyMap<string, string>,
): { job: J; schedule: string | undefined }[] {
  const problems: string[] = [];
  for (const [name, schedule] of schedules) {
    const variable = `OCMS_SCHEDULE_${name.toUpperCase()}`;
    if (!jobs.some((job) => job.name === name))
      problems.push(`${variable} names no job; jobs are ${jobs.map((job) => job.name).join(', ')}`);
    else if (schedule !== 'off' && !everComes(schedule)) problems.push(`${variable} takes a cron expression or off`);
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return jobs.map((job) => {
    const schedule = schedules.get(job.name) ?? job.schedule;
    return { job, schedule: schedule === 'off' ? undefined : schedule };
  });
}

/** Whether this is a cron expression, and not one of a day that no month has. */
function everComes(schedule: string): boolean {
  try {
    new CronTime(schedule).sendAt();
    return true;
  } catch {
    return false;
  }
}
