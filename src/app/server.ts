import { inboundOperations } from '../../generated/inbound/operations';
import { outboundOperations } from '../../generated/outbound/operations';
import type { Database } from '../db/database';
import { pendingMigrations } from '../db/migrate';
import { DEMO_KEYS } from '../demo/keys';
import { accessTokens } from '../platform/access-tokens';
import { AppError } from '../platform/errors';
import { createAdminApp, type Readiness } from './admin';
import type { Context } from './context';
import { readInboundContract } from '../contract/documents';
import { consoleRouter } from './console';
import { discoveryRouter } from './discovery';
import { type DocsOptions, docsRouter, offeredSdks } from './docs';
import { handlersOf } from './handlers';
import { describedSandbox } from './inbound-sandbox/described';
import { close, LAME_DUCK_MS, listen, urlOf } from './listening';
import { listedJobs } from './schedules';
import { startChores } from '../scheduling/chores';
import { httpServer } from './http/connection';
import { openFrontDoor } from './http/front-door';
import { apiKeys, bearerTokens, noBearerTokens } from './http/steps/authenticate';

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
 * @param plays the partner sandbox beside the service, for the pages of partners
 * @throws AppError `unavailable` when the intranet database cannot be reached or has an older schema.
 */
export async function startServer(
  context: Context,
  { plays }: { plays?: DocsOptions['plays'] } = {},
): Promise<RunningServer> {
  const { config, logger, registry, tracer, intranet } = context;
  await requireCurrentSchema(intranet);

  let stopping = false;
  const called = Object.values(inboundOperations).map((operation) => ({
    ...operation,
    caller: operation.partner,
    callee: 'OCMS',
  }));
  const documented = [
    ...called,
    ...Object.values(outboundOperations).map((operation) => ({
      ...operation,
      caller: 'OCMS',
      callee: operation.system,
    })),
  ];
  const sdks = offeredSdks(config.sdksFolder);
  const missing = sdks.filter(({ download }) => !download).map(({ archive }) => archive);
  if (config.sdksFolder !== undefined && missing.length > 0)
    logger.warn({ event: 'sdks-missing', archives: missing.join(', ') });
  // As it was last seen, where it cannot be looked at: the service started on a current one.
  let schemaCurrent = true;
  const readiness = async (): Promise<Readiness> => {
    let intranetReached = await reached(intranet);
    let warnings: Awaited<ReturnType<typeof context.warnings>> = [];
    if (intranetReached) {
      schemaCurrent = await pendingMigrations(intranet).then(
        (pending) => pending.length === 0,
        () => schemaCurrent,
      );
      if (schemaCurrent) warnings = await context.warnings().catch(() => []);
      // These statements may have come upon it broken.
      intranetReached = await reached(intranet);
    }
    const checks = { contractLoaded: true, intranetReached, schemaCurrent, accepting: !stopping };
    const ready = Object.values(checks).every(Boolean);
    return { ready, checks, warnings: warnings.map(({ advice }) => advice) };
  };

  const { app, unread } = await openFrontDoor({
    contract: readInboundContract(),
    calendar: context.calendar,
    operations: inboundOperations,
    handlers: handlersOf(context.services),
    authenticators: {
      apiKey: apiKeys(context.services.keyRing),
      bearer: config.staff ? bearerTokens(await accessTokens('STAFF', config.staff)) : noBearerTokens,
    },
    rateLimits: config.rateLimits,
    responseCheck: config.responseCheck,
    drift: {
      share: config.driftSample,
      note: (message) => context.services.contractDrift.note(message),
    },
    trustProxy: config.trustProxy,
    routers: [
      docsRouter(documented, {
        jobs: listedJobs(context),
        sdks,
        rateLimits: config.rateLimits,
        calls: config.systems,
        demoKeys: config.demoKeys ? DEMO_KEYS : {},
        sandbox: describedSandbox(config),
        plays,
      }),
      discoveryRouter({
        operations: called,
        contracts: [...new Set(documented.map(({ contract }) => contract))],
        config,
        clock: context.clock,
        ready: async () => (await readiness()).ready,
      }),
      ...(config.staff ? [consoleRouter({ issuer: config.staff.issuer, ...config.staff.console })] : []),
    ],
    logger,
    registry,
    tracer: config.tracing && tracer,
    stopping: () => stopping,
  });

  // A process that only runs jobs is looked after like any other.
  const server = config.roles.includes('api')
    ? await listen(httpServer(app, config.requestTimeoutMs, unread), config.host, config.port)
    : undefined;
  const admin = await listen(
    httpServer(createAdminApp({ readiness, registry }), config.requestTimeoutMs),
    config.adminHost,
    config.adminPort,
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
