import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { inboundOperations } from '../../generated/inbound/operations';
import { handlers } from '../api';
import type { Database } from '../db/database';
import { pendingMigrations } from '../db/migrate';
import { AppError } from '../platform/errors';
import { requestId } from '../platform/request-id';
import { createAdminApp, type Readiness } from './admin';
import type { Context } from './context';
import { readInboundContract } from './contracts';
import { docsRouter } from './docs';
import { createApp } from './http/app';
import { compileContract } from './http/contract-schemas';
import { errorResponse } from './http/error-response';
import { type OperationHandler, operationsRouter, type OperationsOptions, warmUp } from './http/operations';
import { requestValidation } from './http/request-validation';
import { createResponseReporter } from './http/response-reporter';

/** The running service. */
export interface RunningServer {
  /** Where partners call, for example `http://127.0.0.1:3000`. */
  readonly url: string;
  readonly adminUrl: string;
  /** Lets requests in flight finish, writes down what is pending, and closes the ports. The context stays open. */
  stop(): Promise<void>;
}

const MONITOR_INTERVAL_MS = 15_000;

/**
 * Starts serving.
 *
 * @throws AppError `unavailable` when the intranet database cannot be reached or has an older schema.
 */
export async function startServer(context: Context): Promise<RunningServer> {
  const { config, logger, metrics, intranet, keyRing } = context;
  await requireCurrentSchema(intranet);

  const contract = readInboundContract();
  const validatorOf = requestValidation(contract);
  const schemas = compileContract(contract, inboundOperations);
  const report = createResponseReporter(schemas, config.responseCheck, context);
  const options: OperationsOptions = {
    operations: inboundOperations,
    handlers: Object.fromEntries(
      Object.entries(handlers).map(([id, operation]) => [id, operation(context.services) as OperationHandler]),
    ),
    keyRing,
    rateLimits: config.rateLimits,
    validators: new Map(Object.keys(inboundOperations).map((id) => [id, validatorOf()])),
    schemas,
    report,
  };
  const app = createApp({
    trustProxy: config.trustProxy,
    routers: [operationsRouter(options), docsRouter(inboundOperations)],
    report,
    logger,
    metrics,
  });
  await warmUp(app, options);

  let stopping = false;
  const readiness = async (): Promise<Readiness> => {
    const intranetReached = await reached(intranet);
    const schemaCurrent = intranetReached && (await pendingMigrations(intranet)).length === 0;
    const checks = { contractLoaded: true, intranetReached, schemaCurrent, accepting: !stopping };
    return { ready: Object.values(checks).every(Boolean), checks };
  };

  const server = await listen(app, config.host, config.port, config.requestTimeoutMs);
  const admin = await listen(createAdminApp({ readiness, registry: metrics.registry }), config.adminHost, config.adminPort, config.requestTimeoutMs)
    .catch(async (error: unknown) => {
      await close(server, 0);
      throw error;
    });
  const monitor = startMonitor(context);

  return {
    url: urlOf(server, config.host),
    adminUrl: urlOf(admin, config.adminHost),
    async stop() {
      stopping = true;
      await close(server, config.shutdownTimeoutMs);
      await monitor.stop();
      await close(admin, 0);
    },
  };
}

async function requireCurrentSchema(database: Database): Promise<void> {
  const pending = await pendingMigrations(database);
  if (pending.length > 0) {
    throw new AppError(
      'unavailable',
      `the ${database.zone} database has an older schema (missing: ${pending.join(', ')}); run: npm run ocms -- migrate`,
    );
  }
}

async function reached(database: Database): Promise<boolean> {
  try {
    await database.ping();
    return true;
  } catch {
    return false;
  }
}

/** Watches the databases and writes down the use of keys, off the requests' path. */
function startMonitor({ intranet, internet, keyRing, logger, metrics }: Context): { stop(): Promise<void> } {
  const up = new Map<Database, boolean>();
  const look = async (): Promise<void> => {
    for (const database of [intranet, internet]) {
      const { zone } = database;
      const now = await reached(database);
      metrics.databaseUp.set({ zone }, now ? 1 : 0);
      const before = up.get(database) ?? true;
      up.set(database, now);
      if (now && !before) logger.info({ event: 'database-back', zone });
      // Without the intranet zone nothing works; without the internet zone the mirror falls behind.
      if (!now && before) logger[zone === 'intranet' ? 'error' : 'warn']({ event: 'database-unreachable', zone });
    }
    await keyRing.flush().catch((error: unknown) => logger.warn({ event: 'key-use-not-recorded', error }));
  };
  let running = look();
  const timer = setInterval(() => {
    running = running.then(look);
  }, MONITOR_INTERVAL_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
      await keyRing.flush().catch((error: unknown) => logger.warn({ event: 'key-use-not-recorded', error }));
    },
  };
}

function listen(app: Express, host: string, port: number, requestTimeoutMs: number): Promise<Server> {
  const server = createServer(
    {
      requestTimeout: requestTimeoutMs,
      headersTimeout: Math.min(10_000, requestTimeoutMs),
      // How often the two above are looked at.
      connectionsCheckingInterval: 1_000,
      // Longer than the gateway's, so that it is never us who close a connection it is about to use.
      keepAliveTimeout: 65_000,
    },
    app,
  );
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    if (error.code === 'ECONNRESET' || !socket.writable) {
      socket.destroy();
      return;
    }
    // What is not HTTP is answered like any other bad request.
    const body = JSON.stringify(errorResponse(new AppError('validation', 'not HTTP')).body);
    socket.end(
      `HTTP/1.1 400 Bad Request\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nX-Request-Id: ${requestId(undefined)}\r\nConnection: close\r\n\r\n${body}`,
    );
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
}

/** Stops accepting, waits for requests in flight, and cuts what is left after the patience. */
function close(server: Server, patienceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
