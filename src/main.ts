import { join } from 'node:path';
import { type Config, ConfigError } from './config/config';
import { SANDBOX_BLOB, SANDBOX_HTTP, SANDBOX_ISSUER, SANDBOX_SFTP, SANDBOX_SMTP } from './config/partner-sandbox';
import { configFromEnvironment, settingsOfThisCopy } from './config/env';
import { type Context, createContext } from './app/context';
import { portalOrigins, startInboundSandbox } from './app/inbound-sandbox';
import { startServer } from './app/server';
import { createWorker } from './app/worker';
import { migrate } from './db/migrate';
import { loadDemoData } from './demo/load';
import { demoBanner } from './demo/banner';
import { withReason } from './platform/causes';
import { AppError } from './platform/errors';
import { createLogger, type Logger } from './platform/logging';
import { endAtSignal, endOnUncaught } from './platform/process-end';
import type { RunningSandbox } from './partner-sandbox/index';

/**
 * Starts the service and runs it until a signal stops it. Outside production it first brings the databases up
 * to date and fills an empty one with demo data; in production both are steps of their own.
 */
export async function main(): Promise<void> {
  const config = configOrExit();
  const logger = createLogger({ level: config.logLevel, traced: config.tracing !== undefined });
  endOnUncaught(logger);
  // What is running, ended in the opposite order.
  const parts: (() => Promise<void>)[] = [];
  const end = async (): Promise<void> => {
    for (const part of parts.splice(0).reverse()) {
      await part().catch((error: unknown) => logger.error({ event: 'not-ended', error }));
    }
  };

  try {
    const context = createContext(config, { logger });
    parts.push(() => context.close());
    if (!config.production) {
      await migrate(context.intranet);
      await migrate(context.internet);
      await loadDemoData(context);
    }
    const worker = config.roles.includes('worker') ? createWorker(context) : undefined;
    if (worker) parts.push(() => worker.close());
    // Production has no sandbox, nor its code.
    const plays = config.usesSandbox
      ? (await import('./partner-sandbox/index.js')).described(`http://127.0.0.1:${config.port + SANDBOX_HTTP}`)
      : undefined;
    const server = await startServer(context, { ...(plays && { plays }) });
    // Together: each has its own patience with what is under way.
    parts.push(async () => {
      await Promise.all([server.stop(), worker?.scheduler.stop(), context.services.internetMirror.close()]);
    });
    // The sandbox plays the systems whose addresses nobody configured.
    const sandbox = config.usesSandbox ? await startSandbox(config, logger) : undefined;
    // Below what calls it, though started after it.
    if (sandbox) parts.splice(-1, 0, () => sandbox.close());
    // Where partners try what they call.
    const trial = config.sandbox?.beside && server.url ? await startTrial(context, config.sandbox) : undefined;
    if (trial) parts.push(() => trial.close());
    worker?.scheduler.start();
    logger.info({ event: 'started', roles: config.roles, url: server.url, adminUrl: server.adminUrl });
    if (!config.production && server.url)
      console.log(
        demoBanner(
          { ...server, url: server.url, trialUrl: trial?.url },
          sandbox,
          settingsOfThisCopy(),
          config.demoKeys,
        ),
      );
  } catch (error) {
    logger.fatal({ event: 'start-failed', error });
    console.error(`The service cannot start: ${explain(error)}`);
    await end();
    process.exitCode = 1;
    return;
  }

  endAtSignal({ logger, patienceMs: config.shutdownTimeoutMs, end });
}

/** Loaded only where it is used: production needs none of it. */
async function startSandbox(config: Config, logger: Logger): Promise<RunningSandbox> {
  const { port, dataDir } = config;
  const sandbox = await import('./partner-sandbox/index.js');
  return sandbox.startSandbox({
    httpPort: port + SANDBOX_HTTP,
    smtpPort: port + SANDBOX_SMTP,
    sftpPorts: {
      VHUB: port + SANDBOX_SFTP.VHUB,
      REPCCS: port + SANDBOX_SFTP.REPCCS,
      CES: port + SANDBOX_SFTP.CES,
      PRINTER: port + SANDBOX_SFTP.PRINTER,
    },
    blobPort: port + SANDBOX_BLOB,
    issuerPort: port + SANDBOX_ISSUER,
    filesFolder: join(dataDir, 'sandbox'),
    origins: portalOrigins(config),
    logger,
  });
}

const startTrial = ({ config, logger, registry }: Context, { port }: NonNullable<Config['sandbox']>) =>
  startInboundSandbox({
    config,
    logger: logger.child({ part: 'sandbox' }),
    registry,
    port,
    origins: portalOrigins(config),
  });

function configOrExit() {
  try {
    return configFromEnvironment();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(`The service cannot start: ${error.message}`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof AppError || error instanceof ConfigError) return withReason(error);
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use; set PORT to another one`;
  return error instanceof Error ? error.message : 'unknown error';
}
