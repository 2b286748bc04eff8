import { openDatabase } from '../../../src/db/database';
import type { ContextOverrides } from '../../../src/app/context';
import { startTestService, type TestService } from '../../support/service';
import { startStaffIssuer, SUPERVISOR, VISITOR } from '../../support/staff';

/** With a token of a member of staff, and of one who has none of the roles, beside the keys of partners. */
export type StaffedService = Omit<TestService, 'keys'> & { readonly keys: Readonly<Record<string, string>> };

/** The same service in the four conditions in which partners can meet it. */
export interface Services {
  readonly sound: StaffedService;
  /** Allows each partner one request a minute. */
  readonly limited: StaffedService;
  readonly defective: StaffedService;
  readonly withoutDatabase: StaffedService;
  close(): Promise<void>;
}

export async function startServices(): Promise<Services> {
  const defect = (): never => {
    throw new Error('a defect');
  };
  /** Whatever it is asked to do. */
  const nothing = (): Promise<void> => Promise.resolve();
  const defects = new Proxy({}, { get: () => defect }) as never;
  const issuer = await startStaffIssuer();
  const staff = issuer.settings;
  const staffed = async (options: Parameters<typeof startTestService>[0] = {}): Promise<StaffedService> => {
    const service = await startTestService({ ...options, config: { staff, ...options.config } });
    const tokens = {
      STAFF: await issuer.token({ ...SUPERVISOR, roles: ['officer', 'supervisor'] }),
      VISITOR: await issuer.token(VISITOR),
    };
    return { ...service, keys: { ...service.keys, ...tokens } };
  };
  const sound = await staffed();
  const limited = await staffed({
    config: { rateLimits: new Map(Object.keys(sound.keys).map((partner) => [partner, 1])) },
  });
  const STAFF_SERVICES: NonNullable<ContextOverrides['services']> = {
    jobControl: defects,
    noticeHistory: defects,
    ansReport: defects,
    letterReconciliationReport: defects,
    auditTrail: defects,
    parameters: defects,
    ruleCodes: defects,
    exemptions: defects,
    exclusions: defects,
    internetMirror: defects,
    contractDrift: { note: () => undefined, record: nothing, purge: nothing, lately: defect },
    partnerCalls: defects,
    advisoryReviews: defects,
    manualSuspension: defects,
  };
  const defective = await staffed({
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
        ...STAFF_SERVICES,
      },
    },
  });

  // From here on every connection fails as when the file is gone: a folder cannot be opened as a database. knex
  // says so on the console, too.
  const withoutDatabase = await staffed();
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
      await issuer.close();
    },
  };
}
