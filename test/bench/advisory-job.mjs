// process_advisory_notices in a process of its own: its parent reads what it took.
import { setMaxListeners } from 'node:events';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { peakKib } from '../support/peak-memory.cjs';
import { productionContext } from './prepare.mjs';

const SYSTEMS = ['LTA', 'DATAHIVE', 'MHA', 'SMS', 'EMAIL', 'SLIFT'];
const { folder, partners } = JSON.parse(process.env.BENCH_SETTINGS);

const context = productionContext(
  folder,
  Object.fromEntries(SYSTEMS.map((system) => [`OCMS_${system}_URL`, partners])),
);
const { intranet, config, logger } = context;
const { services, close } = context.jobServices();
const run = {
  runId: 'bench',
  signal: new AbortController().signal,
  logger,
  chunk: (work, options) => intranet.transaction(work, options),
  progress: () => undefined,
  boundary: async () => undefined,
};
// As the runner does.
setMaxListeners(0, run.signal);
const called = async () => (await fetch(`${partners}/calls`)).json();

// The warm-up.
await services.advisoryPipeline.process(run);
const before = await called();
await intranet.transaction((trx) =>
  trx('ocms_advisory_case').where('state', 'QUALIFIED').update({ due_at: new Date().toISOString() }),
);

const delay = monitorEventLoopDelay({ resolution: 10 });
delay.enable();
const startedAt = performance.now();
const cpu = process.cpuUsage();
const { counts } = await services.advisoryPipeline.process(run);
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpu);
// What stands at the very end counts, too.
await new Promise((resolve) => setTimeout(resolve, 20));
delay.disable();
const received = Object.entries(await called());
await close();
await context.close();
process.send(
  {
    suspended: counts.suspended,
    seconds,
    cpuSeconds: (user + system) / 1e6,
    rssMb: peakKib() / 1_024,
    pauseMs: delay.max / 1e6,
    calls: Object.fromEntries(
      received.map(([name, count]) => [
        name,
        { count: count - (before[name] ?? 0), concurrency: config.systems[name].concurrency },
      ]),
    ),
  },
  () => process.disconnect(),
);
