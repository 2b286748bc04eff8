import { ConfigError } from '../../config/config';
import { configFromEnvironment } from '../../config/env';
import { createLogger } from '../../platform/logging';
import { createRegistry } from '../../platform/metrics';
import { endAtSignal, endOnUncaught } from '../../platform/process-end';
import { createAdminApp } from '../admin';
import { httpServer } from '../http/connection';
import { close, LAME_DUCK_MS, listen, urlOf } from '../listening';
import { sandboxKeysOf } from './described';
import { portalOrigins, startInboundSandbox } from './index';

/**
 * Runs the sandbox that partners call as a service of its own, with health and metrics on the admin port, until a signal
 * stops it. It has neither databases nor partners, and needs none of their settings.
 *
 * @throws ConfigError
 * @throws Error with code EADDRINUSE when a port is taken.
 */
export async function serveInboundSandbox(): Promise<void> {
  const config = configFromEnvironment([]);
  const missing = [
    ...(config.sandbox ? [] : ['OCMS_SANDBOX_ADDRESS is required in production']),
    ...(sandboxKeysOf(config).size > 0 ? [] : ['OCMS_SANDBOX_KEYS is required: no other key opens anything here']),
  ];
  if (!config.sandbox || missing.length > 0) throw new ConfigError(missing);
  const logger = createLogger({ level: config.logLevel }).child({ part: 'sandbox' });
  endOnUncaught(logger);
  const registry = createRegistry();
  const sandbox = await startInboundSandbox({
    config,
    logger,
    registry,
    port: config.sandbox.port,
    origins: portalOrigins(config),
  });
  const readiness = async () => {
    const ready = await sandbox.ready();
    return { ready, checks: { accepting: ready }, warnings: [] };
  };
  const admin = await listen(
    httpServer(createAdminApp({ readiness, registry }), config.requestTimeoutMs),
    config.adminHost,
    config.adminPort,
  ).catch(async (error: unknown) => {
    await sandbox.close();
    throw error;
  });
  logger.info({ event: 'started', url: sandbox.url, adminUrl: urlOf(admin, config.adminHost) });
  endAtSignal({
    logger,
    patienceMs: config.shutdownTimeoutMs,
    async end() {
      await sandbox.close({ ms: config.shutdownTimeoutMs, lameDuckMs: LAME_DUCK_MS });
      await close(admin, 0);
    },
  });
}
