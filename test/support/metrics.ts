import { startInboundSandbox } from '../../src/app/inbound-sandbox';
import { startServer } from '../../src/app/server';
import { createWorker } from '../../src/app/worker';
import { makeContext } from './contexts';

/** Every metric of a process that serves, runs jobs and has partners try their calls, with its labels. */
export async function everyMetric(): Promise<{ name: string; type: string; labelNames: readonly string[] }[]> {
  const context = await makeContext('sqlite', { port: 0, adminPort: 0 });
  const worker = createWorker(context);
  const server = await startServer(context);
  const sandbox = await startInboundSandbox({ ...context, port: 0, origins: [] });
  try {
    return (
      context.registry.getMetricsAsArray() as unknown as { name: string; type: string; labelNames: string[] }[]
    ).map(({ name, type, labelNames }) => ({ name, type, labelNames }));
  } finally {
    await sandbox.close();
    await server.stop();
    await worker.close();
    await context.close();
  }
}
