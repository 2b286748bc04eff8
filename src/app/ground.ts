import type { Registry } from 'prom-client';
import { type Config, ConfigError } from '../config/config';
import type { System } from '../config/systems';
import { type Database, openDatabase } from '../db/database';
import { createFileExchange, type FileExchange, type FilePartner } from '../files';
import { type Calendar, createCalendar } from '../platform/calendar';
import { type Clock, systemClock } from '../platform/clock';
import { createEncryption, createKeyedHash, type Encryption, type KeyedHash } from '../platform/encryption';
import { createLogger, type Logger } from '../platform/logging';
import { createRegistry } from '../platform/metrics';
import type { CallWatch, ClientParts } from '../platform/outbound';
import { createTracer, type Tracer } from '../platform/tracing';

/** What every part stands on. */
export interface Ground {
  readonly config: Config;
  readonly clock: Clock;
  /** The same clock, with the zone of calendar dates. */
  readonly calendar: Calendar;
  readonly logger: Logger;
  /** Where whoever measures declares its metrics. */
  readonly registry: Registry;
  /** Begins traces, where they are wanted. */
  readonly tracer: Tracer;
  readonly intranet: Database;
  readonly internet: Database;
  /** A labelled boundary between two steps: where tests crash the process. */
  readonly boundary: (label: string) => Promise<void>;
}

export type GroundOverrides = Partial<
  Pick<Ground, 'clock' | 'logger' | 'boundary' | 'registry' | 'intranet' | 'internet'>
>;

/**
 * What the client of a system is made of.
 *
 * @throws ConfigError where this process was not told how to reach it.
 */
export function clientParts(
  { config, logger, registry }: Pick<Ground, 'config' | 'logger' | 'registry'>,
  system: System,
  watch: CallWatch | undefined,
): ClientParts {
  const settings = config.systems[system];
  if (!settings) throw new ConfigError([`OCMS_${system}_URL is required to call ${system}`]);
  return { settings, logger, registry, watch };
}

/**
 * What owners' particulars are encrypted with.
 *
 * @throws ConfigError where this process was not told.
 */
export function dataEncryption({ dataKeys }: Config): Encryption {
  if (!dataKeys) throw new ConfigError(["OCMS_DATA_KEYS is required for owners' particulars"]);
  return createEncryption(dataKeys);
}

/**
 * What stands for ids of the exclusion list (A 4.1.4.b).
 *
 * @throws ConfigError where this process was not told.
 */
export function exclusionHash({ dataKeys }: Config): KeyedHash {
  if (!dataKeys) throw new ConfigError(['OCMS_DATA_KEYS is required for the exclusion list']);
  return createKeyedHash(dataKeys, 'ean-exclusion');
}

/**
 * Moves files to and from a partner (F 2.4 to 2.6).
 *
 * @throws ConfigError where this process was not told how.
 */
export function fileExchangeFor(
  { config, logger, registry }: Pick<Ground, 'config' | 'logger' | 'registry'>,
  partner: FilePartner,
): FileExchange {
  const sftp = config.sftp[partner];
  if (!sftp) throw new ConfigError([`OCMS_${partner}_SFTP_URL is required to exchange files with ${partner}`]);
  const { blob } = config;
  if (!blob)
    throw new ConfigError([
      'OCMS_BLOB_CONNECTION_STRING or OCMS_BLOB_ACCOUNT_URL, and OCMS_BLOB_CONTAINER, are required to exchange files',
    ]);
  return createFileExchange({ partner, sftp, blob, logger, registry });
}

/** Two grounds can live in one process. Whoever makes one closes its databases and its tracer. */
export function createGround(config: Config, overrides: GroundOverrides = {}): Ground {
  const options = {
    lockTimeoutMs: config.dbLockTimeoutMs,
    ...(config.dbPoolMax !== undefined && { poolMax: config.dbPoolMax }),
  };
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger({ level: config.logLevel, traced: config.tracing !== undefined });
  return {
    config,
    clock,
    calendar: createCalendar(clock, config.timeZone),
    logger,
    registry: overrides.registry ?? createRegistry(),
    tracer: createTracer(config.tracing, { instance: config.instance, logger }),
    intranet: overrides.intranet ?? openDatabase('intranet', config.intranetDb, options),
    internet: overrides.internet ?? openDatabase('internet', config.internetDb, options),
    boundary: overrides.boundary ?? (() => Promise.resolve()),
  };
}
