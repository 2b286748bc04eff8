import type { Services } from '../api';
import type { Config } from '../config/config';
import { type Database, openDatabase } from '../db/database';
import { type ApiKeyService, createApiKeyService, createKeyRing, type KeyRing } from '../features/api-keys';
import { createCourtNoticesService } from '../features/court-notices';
import { createInternetMirror, type InternetMirror } from '../features/internet-mirror';
import { createNoticeCreationService } from '../features/notice-creation';
import { createPaymentAcceptanceService } from '../features/payment-acceptance';
import { createPaymentStatusService } from '../features/payment-status';
import { createReferenceData, type ReferenceData } from '../features/reference-data';
import { type Clock, systemClock } from '../platform/clock';
import { createLogger, type Logger } from '../platform/logging';
import { createMetrics, type Metrics } from '../platform/metrics';

/** Everything the service is made of, once. Several contexts can live in one process. */
export interface Context {
  readonly config: Config;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly metrics: Metrics;
  readonly intranet: Database;
  readonly internet: Database;
  readonly keyRing: KeyRing;
  readonly apiKeys: ApiKeyService;
  readonly internetMirror: InternetMirror;
  readonly referenceData: ReferenceData;
  readonly services: Services;
  close(): Promise<void>;
}

export type ContextOverrides = Partial<Pick<Context, 'clock' | 'logger'>> & {
  services?: Partial<Services>;
  /** Where tests crash the process. */
  boundary?: (label: string) => Promise<void>;
};

export function createContext(config: Config, overrides: ContextOverrides = {}): Context {
  const clock = overrides.clock ?? systemClock;
  const logger = overrides.logger ?? createLogger({ level: config.logLevel });
  const poolMax = config.dbPoolMax === undefined ? {} : { poolMax: config.dbPoolMax };
  const intranet = openDatabase('intranet', config.intranetDb, poolMax);
  const internet = openDatabase('internet', config.internetDb, poolMax);
  const metrics = createMetrics();
  const tests = overrides.boundary ? { boundary: overrides.boundary } : {};
  const internetMirror = createInternetMirror({ intranet, internet, clock, logger, rules: config.mirror, ...tests });
  const onChanged = (noticeNumbers: readonly string[]): void => internetMirror.nudge(noticeNumbers);
  return {
    config,
    clock,
    logger,
    metrics,
    intranet,
    internet,
    keyRing: createKeyRing({ intranet, clock, demoKeys: !config.production }),
    apiKeys: createApiKeyService({ intranet, clock }),
    internetMirror,
    referenceData: createReferenceData({ intranet, clock }),
    services: {
      paymentStatus: createPaymentStatusService({ intranet }),
      courtNotices: createCourtNoticesService({ intranet, clock, logger, onChanged }),
      paymentAcceptance: createPaymentAcceptanceService({ intranet, clock, onChanged }),
      noticeCreation: createNoticeCreationService({
        intranet,
        clock,
        logger,
        timeZone: config.timeZone,
        onCreated(noticeNo, source, fate) {
          metrics.noticesCreated.inc({ source, fate });
          onChanged([noticeNo]);
        },
        ...tests,
      }),
      timeZone: config.timeZone,
      ...overrides.services,
    },
    async close() {
      await internetMirror.close();
      await intranet.close();
      await internet.close();
    },
  };
}
