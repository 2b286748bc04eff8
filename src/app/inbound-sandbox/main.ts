import { configFromEnvironment } from '../../config/env';
import { createLogger } from '../../platform/logging';
import { sandboxKeysOf } from './described';
import { portalOrigins, startInboundSandbox } from './index';

/**
 * Runs the sandbox that partners call, by itself, until a signal stops it.
 *
 * @throws ConfigError
 * @returns an exit code where it could not start.
 */
export async function inboundSandboxMain(): Promise<number | undefined> {
  const config = configFromEnvironment(['api']);
  const port = config.sandbox?.port;
  if (port === undefined) {
    process.stderr.write('The sandbox cannot start: OCMS_SANDBOX_ADDRESS is required in production\n');
    return 1;
  }
  const logger = createLogger({ level: config.logLevel });
  let sandbox: Awaited<ReturnType<typeof startInboundSandbox>>;
  try {
    sandbox = await startInboundSandbox({ config, logger, port, origins: portalOrigins(config) });
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error;
    process.stderr.write(`The sandbox cannot start: port ${port} is in use; set PORT to another one\n`);
    return 1;
  }
  const keys = [...sandboxKeysOf(config)].map(([key, partner]) => `    ${partner.padEnd(8)} ${key}`);
  process.stdout.write(`
What partners call, on data of their own

  sandbox    ${sandbox.url}

  keys
${config.sandbox?.keys ? '    as configured' : keys.join('\n')}
`);
  const stop = (): void => {
    void sandbox.close();
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return undefined;
}
