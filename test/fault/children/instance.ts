// An instance of the service: runs the job when told `run`, and serves partners too if wanted.
import { existsSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createContext } from '../../../src/app/context';
import type * as serverModule from '../../../src/app/server';
import { createWorker } from '../../../src/app/worker';
import { readConfig } from '../../../src/config/config';
import type { BoundJob } from '../../../src/scheduling/job';
import { createLogger } from '../../../src/platform/logging';
import type { InstanceOptions, Moment } from '../../support/fault-children';
import { nobodyWrites } from '../../support/write-lock';
import { onTold, say } from './talk';

async function main(text: string): Promise<void> {
  const options = JSON.parse(text) as InstanceOptions;
  const { intranet, internet, casUrl, smtpUrl, settings, atMostMs, killAt, holdAt, stallAt } = options;
  const config = {
    ...readConfig({ OCMS_CAS_URL: casUrl, OCMS_SMTP_URL: smtpUrl, OCMS_CAS_BACKOFF_MS: '10', ...settings }),
    intranetDb: intranet,
    internetDb: internet,
    port: 0,
    adminPort: 0,
  };

  let letGo = (): void => undefined;
  const reached = new Map<string, number>();
  const boundary = async (label: string): Promise<void> => {
    const nth = (reached.get(label) ?? 0) + 1;
    reached.set(label, nth);
    const is = (moment: Moment | undefined): boolean => moment?.label === label && moment.nth === nth;
    say('boundary', { label, nth });
    if (is(killAt)) process.kill(process.pid, 'SIGKILL');
    if (is(holdAt)) {
      const go = new Promise<void>((resolve) => (letGo = resolve));
      say('held');
      await go;
    }
    if (is(stallAt)) {
      // Not in the middle of extending its lease: nobody could write then.
      while (!nobodyWrites((intranet as { path: string }).path)) await nextTurn();
      say('stalled');
      const clock = new Int32Array(new SharedArrayBuffer(4));
      while (!existsSync(stallAt!.untilFile)) Atomics.wait(clock, 0, 0, 5);
    }
  };

  const context = createContext(config, {
    logger: createLogger({ level: 'warn', destination: process.stderr }),
    boundary,
  });
  const worker = createWorker(context, { boundary });
  const own = worker.jobs.find((each) => each.job.name === (options.job ?? 'refresh_vip_vehicle'))!.job;
  const job: BoundJob = {
    ...own,
    lock: atMostMs === undefined ? own.lock : { atMostMs, atLeastMs: 0 },
    run(run) {
      run.signal.addEventListener('abort', () => say('aborted', { reason: (run.signal.reason as Error).name }));
      return own.run(run);
    },
  };
  // Loaded where it is wanted only: most children are killed soon.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const { startServer } = options.server ? (require('../../../src/app/server') as typeof serverModule) : {};
  const server = await startServer?.(context);

  onTold((line) => {
    if (line === 'go') return letGo();
    if (line === 'exit') return void end();
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    worker.runner.run(job, { trigger: 'MANUAL' }).then(
      (report) => say('report', { ...report, worstDelayMs: delay.max / 1e6 }),
      (error: unknown) => say('report', { outcome: 'THREW', error: String(error) }),
    );
  });
  const end = async (): Promise<void> => {
    await server?.stop();
    await worker.close();
    await context.close();
    process.exit(0);
  };
  say('ready', { url: server?.url });
}

void main(process.argv[2]!);
