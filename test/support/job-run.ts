import { setMaxListeners } from 'node:events';
import type { Context } from '../../src/app/context';
import type { JobRun } from '../../src/scheduling/job';

/** A run without the runner around it: what a job is given, on the context's intranet zone. */
export function jobRun({ intranet, logger }: Pick<Context, 'intranet' | 'logger'>, more: Partial<JobRun> = {}): JobRun {
  const { signal } = new AbortController();
  // As the runner does.
  setMaxListeners(0, signal);
  return {
    runId: 'a test',
    signal,
    logger,
    chunk: (work, options) => intranet.transaction(work, options),
    lastSucceededAt: () => Promise.resolve(undefined),
    firstStartedAt: () => Promise.resolve(undefined),
    progress: () => undefined,
    boundary: () => Promise.resolve(),
    ...more,
  };
}
