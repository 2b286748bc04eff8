import type { Config } from '../config/config';
import { type Database, openDatabase } from '../db/database';
import { type Clock, systemClock } from '../platform/clock';
import { createLogger, type Logger } from '../platform/logging';
import { createMetrics, type Metrics } from '../platform/metrics';

/** What every part stands on. */
export interface Ground {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly intranet: Database;
  readonly internet: Database;
  /** Says that notices changed, once that is committed. */
  readonly noticesChanged: (noticeNumbers: readonly string[]) => void;
  /** Who wants to hear of it. */
  readonly onNoticesChanged: (listener: (noticeNumbers: readonly string[]) => void) => void;
  /** A labelled boundary between two steps: where tests crash the process. */
  readonly boundary: (label: string) => Promise<void>;
}

export type GroundOverrides = Partial<Pick<Ground, 'clock' | 'logger' | 'boundary'>>;

/** Two grounds can live in one process. Whoever makes one closes its databases. */
export function createGround(config: Config, overrides: GroundOverrides = {}): Ground {
  const options = {
    lockTimeoutMs: config.dbLockTimeoutMs,
    ...(config.dbPoolMax !== undefined && { poolMax: config.dbPoolMax }),
  };
  const listeners: ((noticeNumbers: readonly string[]) => void)[] = [];
  return {
    config,
    clock: overrides.clock ?? systemClock,
    logger: overrides.logger ?? createLogger({ level: config.logLevel }),
    metrics: createMetrics(),
    intranet: openDatabase('intranet', config.intranetDb, options),
    internet: openDatabase('internet', config.internetDb, options),
    noticesChanged: (noticeNumbers) => {
      for (const listener of listeners) listener(noticeNumbers);
    },
    onNoticesChanged: (listener) => void listeners.push(listener),
    boundary: overrides.boundary ?? (() => Promise.resolve()),
  };
}
