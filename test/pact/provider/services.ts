import { openDatabase } from '../../../src/db/database';
import { startTestService, type TestService } from '../../support/service';

/** The same service in the four conditions in which partners can meet it. */
export interface Services {
  readonly sound: TestService;
  /** Allows each partner one request a minute. */
  readonly limited: TestService;
  readonly defective: TestService;
  readonly withoutDatabase: TestService;
  close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const defect = (): never => {
    throw new Error('a defect');
  };
  const sound = await startTestService();
  const limited = await startTestService({
    config: { rateLimits: new Map(Object.keys(sound.keys).map((partner) => [partner, 1])) },
  });
  const defective = await startTestService({
    overrides: {
      services: {
        paymentStatus: { find: defect },
        courtNotices: { applyUpdates: defect },
        paymentAcceptance: { acceptUntil: defect },
        noticeCreation: {
          create: defect,
          ruleCodesLoaded: () => Promise.resolve(true),
          purgeDeliveries: () => Promise.resolve(),
          purgeVehicles: () => Promise.resolve(),
        },
      },
    },
  });

  // From here on every connection fails as when the file is gone: a folder cannot be opened as a database. knex
  // says so on the console, too.
  const withoutDatabase = await startTestService();
  const { intranet } = withoutDatabase.context;
  const gone = openDatabase('intranet', { kind: 'sqlite', path: withoutDatabase.place.folder });
  Object.assign(intranet, { read: gone.read, transaction: gone.transaction, ping: gone.ping });

  return {
    sound,
    limited,
    defective,
    withoutDatabase,
    async close() {
      await gone.close();
      for (const service of [sound, limited, defective, withoutDatabase]) await service.close();
    },
  };
}
