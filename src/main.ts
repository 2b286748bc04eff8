import { ConfigError } from './config/config';
import { configFromEnvironment } from './config/env';
import { type Context, createContext } from './app/context';
import { type RunningServer, startServer } from './app/server';
import { migrate } from './db/migrate';
import { loadDemoData } from './demo/load';
import { demoBanner } from './demo/banner';
import { AppError } from './platform/errors';
import { createLogger } from './platform/logging';

/**
 * Starts the service and runs it until a signal stops it. Outside production it first brings the databases up
 * to date and fills an empty one with demo data; in production both are steps of their own.
 */
export async function main(): Promise<void> {
  const config = configOrExit();
  const logger = createLogger({ level: config.logLevel });
  let context: Context | undefined;
  let server: RunningServer;
  try {
    context = createContext(config, { logger });
    if (!config.production) {
      await migrate(context.intranet);
      await migrate(context.internet);
      await loadDemoData(context);
    }
    server = await startServer(context);
  } catch (error) {
    logger.fatal({ event: 'start-failed', error });
    console.error(`The service cannot start: ${explain(error)}`);
    await context?.close();
    process.exitCode = 1;
    return;
  }
  const { close } = context;
  logger.info({ event: 'started', url: server.url, adminUrl: server.adminUrl });
  if (!config.production) console.log(demoBanner(server));

  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    // A second signal is an operator who will not wait.
    if (stopping) process.exit(1);
    stopping = true;
    logger.info({ event: 'stopping', signal });
    await server.stop();
    await close();
    logger.info({ event: 'stopped' });
    process.exit(0);
  };
  process.on('SIGTERM', (signal) => void stop(signal));
  process.on('SIGINT', (signal) => void stop(signal));
}

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
  if (error instanceof AppError) return error.message;
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') return `port ${port} is in use; set PORT to another one`;
  return error instanceof Error ? error.message : 'unknown error';
}
