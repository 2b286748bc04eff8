import express, { type ErrorRequestHandler, type Express } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';

export interface Readiness {
  ready: boolean;
  /** What readiness rests on, each true or false. */
  checks: Readonly<Record<string, boolean>>;
  /** What does not work although it is ready. */
  warnings: readonly string[];
}

/** Health and metrics, on a port of their own that partners never reach. */
export function createAdminApp({
  readiness,
  registry,
}: {
  readiness: () => Promise<Readiness>;
  registry: Registry;
}): Express {
  const app = express();
  app.disable('x-powered-by');
  app.use(helmet());
  app.get('/health/live', (_request, response) => {
    response.json({ status: 'live' });
  });
  app.get('/health/ready', async (_request, response) => {
    const { ready, checks, warnings } = await readiness();
    response
      .status(ready ? 200 : 503)
      .json({ status: ready ? 'ready' : 'not ready', checks, ...(warnings.length > 0 && { warnings }) });
  });
  app.get('/metrics', async (_request, response) => {
    response.type(registry.contentType).send(await registry.metrics());
  });
  app.use((_request, response) => {
    response.status(404).json({ status: 'no such path' });
  });
  app.use(((_error, _request, response, _next) => {
    response.status(500).json({ status: 'failed' });
  }) satisfies ErrorRequestHandler);
  return app;
}
