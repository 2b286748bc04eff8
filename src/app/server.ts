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
import { startChores } from '../scheduling/chores';
import { errorResponse } from './http/error-response';
import { openFrontDoor } from './http/front-door';
import type { OperationHandler } from './http/steps/answer';
import { apiKeys } from './http/steps/authenticate';

/** The running service. */
export interface RunningServer {
  /** Where partners call, for example `http://127.0.0.1:3000`; undefined without the role `api`. */
  readonly url: string | undefined;
  readonly adminUrl: string;
  /** Lets requests in flight finish, writes down what is pending, and closes the ports. The context stays open. */
  stop(): Promise<void>;
}

/**
 * Starts serving.
 *
 * @throws AppError `unavailable` when the intranet database cannot be reached or has an older schema.
 */
export async function startServer(context: Context): Promise<RunningServer> {
  const { config, logger, registry, intranet } = context;
  const services: NeededServices = context.services;
  await requireCurrentSchema(intranet);

  let stopping = false;
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
  const app = await openFrontDoor({
    contract: readInboundContract(),
    operations: inboundOperations,
    handlers: Object.fromEntries(
      Object.entries(operations).map(([id, operation]) => [
        id,
        (operation as (needed: NeededServices) => unknown)(services) as OperationHandler,
      ]),
    ),
    // Bearer tokens come with whoever issues them.
    authenticators: { apiKey: apiKeys(context.services.keyRing) },
    rateLimits: config.rateLimits,
    responseCheck: config.responseCheck,
    trustProxy: config.trustProxy,
    routers: [docsRouter(documented)],
    logger,
    registry,
    stopping: () => stopping,
  });

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
    createAdminApp({ readiness, registry }),
    config.adminHost,
    config.adminPort,
    config.requestTimeoutMs,
  ).catch(async (error: unknown) => {
    if (server) await close(server, 0);
    throw error;
  });
  const chores = startChores(context.chores, logger);
  for (const { event, advice } of await context.warnings()) logger.warn({ event, advice });

  return {
    url: server && urlOf(server, config.host),
    adminUrl: urlOf(admin, config.adminHost),
    async stop() {
      stopping = true;
      if (server) await close(server, config.shutdownTimeoutMs, LAME_DUCK_MS);
      await chores.stop();
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
