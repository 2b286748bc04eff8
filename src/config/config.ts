import { z } from 'zod';
import { advisoryNoticesSection } from './advisory-notices';
import { alertsSection } from './alerts';
import { blobSection, isBlobConfigured } from './blob';
import { databasesSection } from './databases';
import { discoverySection } from './discovery';
import { inboundSandboxSection } from './inbound-sandbox';
import { isSchedule, jobsSection, schedulesIn } from './jobs';
import { mirrorSection } from './mirror';
import { SANDBOX_LAST } from './partner-sandbox';
import { personalDataSection } from './personal-data';
import { processSection } from './process';
import { reportsSection } from './reports';
import { requirementsIn, type Role, type Surroundings } from './section';
import { serverSection } from './server';
import { sftpSection } from './sftp';
import { staffSection } from './staff';
import { systemsSection } from './systems';
import { tracingSection } from './tracing';
import { unqualifiedVehiclesSection } from './unqualified-vehicles';
import { wholeNumber } from './values';
import { vipVehiclesSection } from './vip-vehicles';

export type { Role } from './section';

/** Every section there is. */
const SECTIONS = [
  processSection,
  serverSection,
  discoverySection,
  inboundSandboxSection,
  staffSection,
  databasesSection,
  jobsSection,
  systemsSection,
  sftpSection,
  blobSection,
  vipVehiclesSection,
  unqualifiedVehiclesSection,
  personalDataSection,
  advisoryNoticesSection,
  mirrorSection,
  reportsSection,
  alertsSection,
  tracingSection,
] as const;

type SettingsOf<S> = S extends { settings: (...given: never[]) => infer Settings } ? Settings : never;
type All<U> = (U extends unknown ? (each: U) => void : never) extends (all: infer I) => void ? I : never;

/** What the service is told from outside. Read once, passed on, never imported as a value. */
export type Config = All<SettingsOf<(typeof SECTIONS)[number]>> & {
  production: boolean;
  port: number;
  /** Cron expressions by job name, in place of the defaults; `off` for never. */
  schedules: ReadonlyMap<string, string>;
  /** Whether some system, file server or the mail server is the partner sandbox that runs beside the service, as nothing else is configured. */
  usesSandbox: boolean;
};

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

/** The variables of all sections. */
function variablesIn(surroundings: Surroundings): z.ZodRawShape {
  const requirements = requirementsIn(surroundings);
  const all: z.ZodRawShape = { PORT: wholeNumber(1, 65_535 - SANDBOX_LAST).optional() };
  return Object.assign(all, ...SECTIONS.map((section) => section.variables(requirements))) as z.ZodRawShape;
}

/** Every variable of the service; the schedules of jobs come beside them. */
export const variableNames = (): string[] => Object.keys(variablesIn({ production: false, needs: [] }));

const ENVIRONMENTS: ReadonlySet<string> = new Set(['', 'production', 'development', 'test']);

const VARIABLES = new Set(variableNames());

/** Where everything is that the sandbox plays otherwise; Blob's can be told in two ways. */
const ADDRESSES = variableNames().filter((name) => name.endsWith('_URL') && !name.startsWith('OCMS_BLOB_'));

/** Whether it is a variable of the service, of its tests or of Node.js. */
export function isKnown(name: string): boolean {
  return (
    name === 'NODE_ENV' ||
    name.startsWith('OCMS_TEST_') ||
    name === 'OCMS_LONG_TESTS' ||
    isSchedule(name) ||
    VARIABLES.has(name)
  );
}

/**
 * Reads the configuration from environment variables (`.env.example` lists them).
 *
 * @param needs what the process will do; by default what `OCMS_ROLES` says
 * @throws ConfigError naming everything that is missing or wrong, at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, needs?: readonly Role[]): Config {
  const production = env.NODE_ENV === 'production';
  // A slip in the word for production would open a host to what only development has.
  const modeProblems = ENVIRONMENTS.has(env.NODE_ENV ?? '')
    ? []
    : [`NODE_ENV takes ${[...ENVIRONMENTS].filter(Boolean).join(', ')}`];
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const surroundings: Surroundings = {
    production,
    needs: needs ?? (/\bworker\b/.test(given.OCMS_ROLES ?? 'worker') ? ['worker'] : ['api']),
  };
  const parsed = z.object(variablesIn(surroundings)).safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const unknown = Object.keys(given).filter((name) => name.startsWith('OCMS_') && !isKnown(name));
  problems.push(...SECTIONS.flatMap((section) => ('problems' in section ? section.problems(given, surroundings) : [])));
  problems.push(...modeProblems, ...unknown.map((name) => `${name} is not a variable of this service`));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const port = (parsed.data.PORT as number | undefined) ?? 3000;
  const sections = SECTIONS.map((section) => section.settings(parsed.data as never, { ...surroundings, port }));
  return {
    ...(Object.assign({}, ...sections) as All<SettingsOf<(typeof SECTIONS)[number]>>),
    production,
    port,
    schedules: schedulesIn(given),
    usesSandbox: !production && !(isBlobConfigured(given) && ADDRESSES.every((name) => name in given)),
  };
}
