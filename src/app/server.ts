import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Express } from 'express';
import { inboundOperations } from '../../generated/inbound/operations';
import { outboundOperations } from '../../generated/outbound/operations';
import { operations, type NeededServices } from '../api';
import type { Database } from '../db/database';
import { pendingMigrations } from '../db/migrate';
import { AppError } from '../platform/errors';
import { requestId } from '../platform/request-id';
import { createAdminApp, type Readiness } from './admin';
import type { Context } from './context';
import { readInboundContract } from '../contract/documents';
import { docsRouter } from './docs';
import { createApp } from './http/app';
import { compileContract } from '../contract/schemas';
import { errorResponse } from './http/error-response';
import { type OperationHandler, operationsRouter, type OperationsOptions, warmUp } from './http/operations';
import { requestValidation } from '../contract/request-validation';
import { createResponseReporter } from '../contract/response-check';

/** The running service. */
export interface RunningServer {
  /** Where partners call, for example `http://127.0.0.1:3000`; undefined without the role `api`. */
  readonly url: string | undefined;
  readonly adminUrl: string;
  /** Lets requests in flight finish, writes down what is pending, and closes the ports. The context stays open. */
  stop(): Promise<void>;
}

const MONITOR_INTERVAL_MS = 15_000;
/** Every so many looks what is no longer needed is purged: a quarter of an hour. */
const PURGE_EVERY = 60;

/**
 * Starts serving.
 *
 * @throws AppError `unavailable` when the intranet database cannot be reached or has an older schema.
 */
export async function startServer(context: Context): Promise<RunningServer> {
  const { config, logger, metrics, intranet } = context;
  const services: NeededServices = context.services;
  await requireCurrentSchema(intranet);

  let stopping = false;
  const contract = readInboundContract();
  const validatorOf = requestValidation(contract);
  const schemas = compileContract(contract, inboundOperations);
  const report = createResponseReporter(schemas, config.responseCheck, context);
  const options: OperationsOptions = {
    operations: inboundOperations,
    handlers: Object.fromEntries(
      Object.entries(operations).map(([id, operation]) => [
        id,
        (operation as (needed: NeededServices) => unknown)(services) as OperationHandler,
      ]),
    ),
    keyRing: context.services.keyRing,
    rateLimits: config.rateLimits,
    validators: new Map(Object.keys(inboundOperations).map((id) => [id, validatorOf()])),
    schemas,
    report,
    logger,
    metrics,
  };
  const documented = [
    ...Object.values(inboundOperations).map((operation) => ({
      ...operation,
      caller: operation.partner,
      callee: 'OCMS',
    })),
    ...Object.values(outboundOperations).map((operation) => ({
      ...operation,
      caller: 'OCMS',
      callee: operation.system,
    })),
  ];
  const app = createApp({
    trustProxy: config.trustProxy,
    routers: [operationsRouter(options), docsRouter(documented)],
    report,
    logger,
    metrics,
    stopping: () => stopping,
  });
  await warmUp(app, options);

  // As it was last seen, where it cannot be looked at: the service started on a current one.
  let schemaCurrent = true;
  const readiness = async (): Promise<Readiness> => {
    const intranetReached = await reached(intranet);
    if (intranetReached) {
      schemaCurrent = await pendingMigrations(intranet).then(
        (pending) => pending.length === 0,
        () => schemaCurrent,
      );
    }
    const checks = { contractLoaded: true, intranetReached, schemaCurrent, accepting: !stopping };
    const ready = Object.values(checks).every(Boolean);
    const warnings = intranetReached && schemaCurrent ? await context.warnings() : [];
    return { ready, checks, warnings: warnings.map(({ advice }) => advice) };
  };

  // A process that only runs jobs is looked after like any other.
  const server = config.roles.includes('api')
    ? await listen(app, config.host, config.port, config.requestTimeoutMs)
    : undefined;
  const admin = await listen(
    createAdminApp({ readiness, registry: metrics.registry }),
    config.adminHost,
    config.adminPort,
    config.requestTimeoutMs,
  ).catch(async (error: unknown) => {
    if (server) await close(server, 0);
    throw error;
  });
  const monitor = startMonitor(context);
  for (const { event, advice } of await context.warnings()) logger.warn({ event, advice });

  return {
    url: server && urlOf(server, config.host),
    adminUrl: urlOf(admin, config.adminHost),
    async stop() {
      stopping = true;
      if (server) await close(server, config.shutdownTimeoutMs, LAME_DUCK_MS);
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

/** Watches the databases and the mirror, and does small chores, off the requests' path. */
function startMonitor({ intranet, internet, services, clock, logger, metrics }: Context): {
  stop(): Promise<void>;
} {
  const { keyRing, internetMirror } = services;
  const up = new Map<Database, boolean>();
  let looks = 0;
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
    if (!up.get(intranet)) return;
    try {
      const { notices, oldest, manualVerification } = await internetMirror.backlog();
      metrics.mirrorBacklog.set(notices);
      metrics.mirrorLag.set(oldest ? Math.max(0, (clock.now().getTime() - oldest.getTime()) / 1_000) : 0);
      metrics.mirrorManualVerification.set(manualVerification);
      looks += 1;
      if (looks % PURGE_EVERY === 0) await services.noticeCreation.purgeDeliveries();
    } catch (error) {
      logger.warn({ event: 'chores-not-done', error });
    }
  };
  let underWay: Promise<void> | undefined;
  // A database that hangs must not make looks queue up.
  const tick = (): void => {
    underWay ??= look().finally(() => (underWay = undefined));
  };
  tick();
  const timer = setInterval(tick, MONITOR_INTERVAL_MS);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await underWay;
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
      // Refused in our own words, further on.
      requireHostHeader: false,
    },
    app,
  );
  // Whether a body is wanted is known only after the key; other expectations are ignored.
  server.on('checkContinue', app);
  server.on('checkExpectation', app);
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Node's own field: what is being answered on this connection.
    const { _httpMessage: underWay } = socket as Duplex & { _httpMessage?: ServerResponse | null };
    if (underWay?.req.complete && socket.writable) {
      // Its request arrived whole and may be stored: the answer is finished, and with it the connection.
      underWay.shouldKeepAlive = false;
      underWay.once('finish', () => socket.end());
      return;
    }
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

/** How long callers with open connections may still use them once, to learn that they must leave. */
const LAME_DUCK_MS = 1_000;

/**
 * Stops: for a moment answers go on, asking for new connections (which a gateway, seeing us not ready, makes
 * elsewhere); then nothing new is accepted, and what is in flight has its time to finish.
 */
async function close(server: Server, patienceMs: number, lameDuckMs = 0): Promise<void> {
  const connections = (): Promise<number> =>
    new Promise((resolve) => server.getConnections((_error, count) => resolve(count)));
  const leaveBy = performance.now() + Math.min(lameDuckMs, patienceMs);
  while (performance.now() < leaveBy && (await connections()) > 0) await sleep(20);
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const cut = setTimeout(() => server.closeAllConnections(), patienceMs);
  await closed;
  clearInterval(sweep);
  clearTimeout(cut);
}

function urlOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo;
  const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
