import { Histogram, type Registry } from 'prom-client';
import { ConfigError } from '../config/config';
import { jobs as everyJob } from '../jobs';
import { createAlerts } from '../scheduling/alerts';
import { bindJob, type BoundJob } from '../scheduling/job';
import { createJobRunner, type JobRunner } from '../scheduling/runner';
import { createRequestTaker } from '../scheduling/requests';
import { createScheduler, type ScheduledJob, type Scheduler } from '../scheduling/scheduler';
import { createMailer } from '../platform/mail/mailer';
import type { Tracer } from '../platform/tracing';
import type { Context } from './context';
import { scheduled } from './schedules';

/** What runs jobs, by schedule or by hand. */
export interface Worker {
  readonly jobs: readonly (ScheduledJob & { job: BoundJob })[];
  readonly runner: JobRunner;
  readonly scheduler: Scheduler;
  /** Closes the connections to other systems. The scheduler must have stopped. */
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** Where tests crash the process. */
  boundary?: (label: string) => Promise<void>;
}

/** @throws ConfigError as {@link listedJobs}, and where what jobs need is not configured. */
export function createWorker(context: Context, { boundary }: WorkerOptions = {}): Worker {
  const { config, calendar, logger, registry, tracer, intranet } = context;
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
  const runner = traced(
    timed(
      createJobRunner({ database: intranet, alerts, logger, instance: config.instance, ...tests }),
      runDuration(registry),
    ),
    tracer,
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
      requests: createRequestTaker({
        database: intranet,
        jobs: jobs.map(({ job }) => job),
        runner,
        instance: config.instance,
        logger,
      }),
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

/** Each run is a trace of its own. */
const traced = (runner: JobRunner, tracer: Tracer): JobRunner => ({
  ...runner,
  run: (job, request) =>
    tracer.root(`job ${job.name}`, { attributes: { 'ocms.job.trigger': request.trigger } }, async (span) => {
      const report = await runner.run(job, request);
      span?.set({ 'ocms.job.run_id': report.runId, 'ocms.job.outcome': report.outcome });
      if (report.outcome === 'FAILED' || report.outcome === 'LOST') span?.fail(report.outcome);
      return report;
    }),
});
