import type { CallWatch } from '../../platform/outbound';
import type { Chore } from '../../scheduling/chores';
import type { Ground } from '../ground';
import { access } from './access';
import { advisory } from './advisory';
import { alerts } from './alerts';
import { courts } from './courts';
import { databases } from './databases';
import { discovery } from './discovery';
import { drift } from './drift';
import { effects } from './effects';
import { foreign } from './foreign';
import { intake } from './intake';
import { jobRuns } from './job-runs';
import { mirror } from './mirror';
import type { MergedJobServices, MergedServices, Part, Warning } from './part';
import { partnerCalls } from './partner-calls';
import { payments } from './payments';
import { personalData } from './personal-data';
import { reference } from './reference';
import { reports } from './reports';
import { staff } from './staff';
import { unqualified } from './unqualified';
import { vehicles } from './vehicles';

/** Every part there is. */
const PARTS = [
  databases,
  access,
  discovery,
  alerts,
  courts,
  payments,
  intake,
  jobRuns,
  foreign,
  unqualified,
  advisory,
  drift,
  effects,
  mirror,
  partnerCalls,
  personalData,
  reference,
  reports,
  staff,
  vehicles,
] as const;

type Brought = ReturnType<(typeof PARTS)[number]>;

/** What operations and commands call. */
export type Services = MergedServices<Brought>;
/** What jobs work with. */
export type JobServices = MergedJobServices<Brought>;

export interface MergedParts {
  readonly services: Services;
  /** Made where jobs are run; `watch` looks at the calls to partners. */
  readonly jobServices: (watch: CallWatch | undefined) => { services: JobServices; close: () => Promise<void> };
  readonly chores: readonly Chore[];
  /** What does not work although the service is ready; of a part that cannot tell now, nothing. */
  warnings(): Promise<Warning[]>;
  close(): Promise<void>;
}

/** @throws Error where two parts bring something by one name. */
export function mergedParts(ground: Ground): MergedParts {
  const parts: readonly Part[] = PARTS.map((part) => part(ground));
  return {
    services: merged(parts.map(({ services }) => services)) as Services,
    jobServices(watch) {
      const brought = parts.flatMap(({ jobServices }) => (jobServices ? [jobServices(watch)] : []));
      return {
        services: merged(brought.map(({ services }) => services)) as JobServices,
        close: async () => {
          for (const { close } of brought) await close?.();
        },
      };
    },
    chores: parts.flatMap(({ chores = [] }) => chores),
    async warnings() {
      const told = await Promise.all(parts.map(async ({ warnings }) => warnings?.().catch(() => []) ?? []));
      return told.flat();
    },
    async close() {
      for (const { close } of parts) await close?.();
    },
  };
}

function merged(brought: readonly (object | undefined)[]): object {
  const all: Record<string, unknown> = {};
  for (const [name, service] of brought.flatMap((each) => Object.entries(each ?? {}))) {
    if (name in all) throw new Error(`two parts bring ${name}`);
    all[name] = service;
  }
  return all;
}
