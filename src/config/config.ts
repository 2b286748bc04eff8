import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { SystemSettings } from '../platform/outbound';
import { type DatabaseLocation, parseDatabaseUrl } from './database-url';

/** What the service is told from outside. Read once, passed on, never imported as a value. */
export interface Config {
  production: boolean;
  host: string;
  port: number;
  adminHost: string;
  adminPort: number;
  intranetDb: DatabaseLocation;
  internetDb: DatabaseLocation;
  /** Connections per database; undefined leaves the default of each kind. */
  dbPoolMax: number | undefined;
  /** How long a write waits for what somebody else holds. */
  dbLockTimeoutMs: number;
  /** The zone calendar dates belong to (decisions §2). */
  timeZone: string;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** Addresses of proxies whose X-Forwarded-For is believed. */
  trustProxy: string[];
  /** Requests per minute by partner; a partner that is not named has no limit. */
  rateLimits: ReadonlyMap<string, number>;
  /** Share of responses checked against the contract, 0 to 1; 1 also refuses to send a wrong one. */
  responseCheck: number;
  requestTimeoutMs: number;
  shutdownTimeoutMs: number;
  /** What this process does: answer partners, run jobs, or both. */
  roles: readonly Role[];
  /** Tells this process from others in the records of jobs. */
  instance: string;
  /** Cron expressions by job name, in place of the defaults; `off` for never. */
  schedules: ReadonlyMap<string, string>;
  /** For how many days the record of a job's run is kept. */
  jobHistoryDays: number;
  /** CAS, which OCMS calls. */
  cas: SystemSettings;
  vipVehicles: { wrongTotalCount: 'reject' | 'warn'; emptyList: 'reject' | 'replace' };
  /** How changed notices come to the internet zone. */
  mirror: { attempts: number; backoffMs: number; nudgeMs: number };
  /** Whether CAS or the mail server is the partner sandbox that runs beside the service, as nothing else is configured. */
  usesSandbox: boolean;
  /** E-mails to operations. */
  alerts: { smtpUrl: string; from: string; to: string };
}

export type Role = 'api' | 'worker';

export class ConfigError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(`the configuration is not usable:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigError';
  }
}

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `takes a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `takes a whole number from ${min} to ${max}`);

const databaseUrl = z.string().transform((text, context) => {
  try {
    return parseDatabaseUrl(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: (error as Error).message });
    return z.NEVER;
  }
});

const rateLimits = z.string().transform((text, context) => {
  const limits = new Map<string, number>();
  for (const part of text.split(',')) {
    const match = /^\s*([A-Z]+)=([1-9]\d{0,6})\s*$/.exec(part);
    if (!match) {
      context.addIssue({ code: 'custom', message: 'takes PARTNER=REQUESTS_PER_MINUTE, separated by commas' });
      return z.NEVER;
    }
    limits.set(match[1]!, Number(match[2]));
  }
  return limits;
});

const timeZone = z.string().refine((name) => {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}, 'takes the name of a time zone, such as Asia/Singapore');

const address = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean),
  )
  .refine(
    (parts) => parts.every((part) => /^(loopback|linklocal|uniquelocal|[0-9a-fA-F.:]+(\/\d{1,3})?)$/.test(part)),
    'takes addresses or CIDR ranges, separated by commas',
  );

const roles = z.string().transform((text, context): Role[] => {
  const named = text.split(',').map((part) => part.trim());
  if (named.every((role): role is Role => role === 'api' || role === 'worker')) return [...new Set(named)];
  context.addIssue({ code: 'custom', message: 'takes api, worker or both, separated by a comma' });
  return z.NEVER;
});

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `takes a URL that begins with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    )
    .refine(
      (text) => !URL.canParse(text) || !protocols.includes('https:') || new URL(text).username === '',
      'takes a URL without a user: the key has a variable of its own',
    );

const mailAddress = z.string().regex(/^[^\s@,;<>"]+@[^\s@,;<>"]+$/, 'takes one e-mail address');

const share = z
  .string()
  .regex(/^(0|1|0?\.\d+|1\.0+|0\.\d+)$/, 'takes a share from 0 to 1')
  .transform(Number);

function schemaFor(production: boolean, needs: readonly Role[]) {
  const required = production ? z.string({ error: 'is required in production' }) : z.string();
  const inDevelopment = <T extends z.ZodType>(schema: T) => (production ? schema : schema.optional());
  // What only jobs need; a value that is given is checked all the same.
  const forJobs = <T extends z.ZodType<unknown, string>>(schema: T) =>
    production && needs.includes('worker')
      ? z.string({ error: 'is required in production' }).pipe(schema)
      : schema.optional();
  return z.object({
    PORT: wholeNumber(1, 65_532).optional(),
    OCMS_HOST: z.string().min(1).optional(),
    OCMS_ADMIN_HOST: z.string().min(1).optional(),
    OCMS_ADMIN_PORT: wholeNumber(1, 65_535).optional(),
    OCMS_DATA_DIR: z.string().min(1).optional(),
    OCMS_INTRANET_DB: inDevelopment(required.pipe(databaseUrl)),
    OCMS_INTERNET_DB: inDevelopment(required.pipe(databaseUrl)),
    OCMS_DB_POOL_MAX: wholeNumber(1, 1_000).optional(),
    OCMS_DB_LOCK_TIMEOUT_MS: wholeNumber(100, 60_000).optional(),
    OCMS_TIME_ZONE: timeZone.optional(),
    OCMS_LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).optional(),
    OCMS_TRUST_PROXY: address.optional(),
    OCMS_RATE_LIMITS: rateLimits.optional(),
    OCMS_RESPONSE_CHECK: share.optional(),
    OCMS_REQUEST_TIMEOUT_MS: wholeNumber(1_000, 600_000).optional(),
    OCMS_SHUTDOWN_TIMEOUT_MS: wholeNumber(0, 600_000).optional(),
    OCMS_ROLES: roles.optional(),
    OCMS_INSTANCE: z
      .string()
      .regex(/^[\w.-]{1,60}$/, 'takes 1 to 60 letters, digits, dots, underscores and hyphens')
      .optional(),
    OCMS_JOB_HISTORY_DAYS: wholeNumber(1, 3_650).optional(),
    OCMS_CAS_URL: forJobs(url('http:', 'https:')),
    OCMS_CAS_KEY: forJobs(z.string().regex(/^[\x21-\x7e]+$/, 'takes printable characters without spaces')),
    OCMS_CAS_TIMEOUT_MS: wholeNumber(100, 600_000).optional(),
    OCMS_CAS_ATTEMPTS: wholeNumber(1, 10).optional(),
    OCMS_CAS_BACKOFF_MS: wholeNumber(1, 60_000).optional(),
    OCMS_CAS_MAX_RESPONSE_BYTES: wholeNumber(1_000, 999_999_999).optional(),
    OCMS_VIP_TOTAL_COUNT: z.enum(['reject', 'warn']).optional(),
    OCMS_VIP_EMPTY_LIST: z.enum(['reject', 'replace']).optional(),
    OCMS_MIRROR_ATTEMPTS: wholeNumber(1, 100).optional(),
    OCMS_MIRROR_BACKOFF_MS: wholeNumber(1, 3_600_000).optional(),
    OCMS_MIRROR_NUDGE_MS: wholeNumber(0, 60_000).optional(),
    OCMS_SMTP_URL: forJobs(url('smtp:', 'smtps:')),
    OCMS_ALERT_FROM: forJobs(mailAddress),
    OCMS_ALERT_TO: forJobs(mailAddress),
  });
}

/** Where the partner sandbox listens, counted from PORT. */
export const SANDBOX_HTTP = 2;
export const SANDBOX_SMTP = 3;

/** The schedule of a job has a variable of its own: `OCMS_SCHEDULE_` and the job's name in capitals. */
const SCHEDULE = 'OCMS_SCHEDULE_';

/**
 * Reads the configuration from environment variables (`.env.example` lists them).
 *
 * @param needs what the process will do; by default what `OCMS_ROLES` says
 * @throws ConfigError naming everything that is missing or wrong, at once.
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>, needs?: readonly Role[]): Config {
  const production = env.NODE_ENV === 'production';
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schemaFor(
    production,
    needs ?? (/\bworker\b/.test(given.OCMS_ROLES ?? 'worker') ? ['worker'] : ['api']),
  ).safeParse(given);
  const problems = parsed.success
    ? []
    : parsed.error.issues.map(({ path, message }) => `${String(path[0])} ${message}`);
  const unknown = Object.keys(given).filter((name) => name.startsWith('OCMS_') && !isKnown(name));
  problems.push(...unknown.map((name) => `${name} is not a variable of this service`));
  if (!parsed.success || problems.length > 0) throw new ConfigError(problems);

  const values = parsed.data;
  const dataDir = resolve(values.OCMS_DATA_DIR ?? '.data');
  const host = values.OCMS_HOST ?? (production ? '0.0.0.0' : '127.0.0.1');
  const port = values.PORT ?? 3000;
  return {
    production,
    host,
    port,
    adminHost: values.OCMS_ADMIN_HOST ?? host,
    adminPort: values.OCMS_ADMIN_PORT ?? port + 1,
    intranetDb: values.OCMS_INTRANET_DB ?? { kind: 'sqlite', path: resolve(dataDir, 'intranet.db') },
    internetDb: values.OCMS_INTERNET_DB ?? { kind: 'sqlite', path: resolve(dataDir, 'internet.db') },
    dbPoolMax: values.OCMS_DB_POOL_MAX,
    dbLockTimeoutMs: values.OCMS_DB_LOCK_TIMEOUT_MS ?? 5_000,
    timeZone: values.OCMS_TIME_ZONE ?? 'Asia/Singapore',
    logLevel: values.OCMS_LOG_LEVEL ?? 'info',
    trustProxy: values.OCMS_TRUST_PROXY ?? [],
    rateLimits: values.OCMS_RATE_LIMITS ?? new Map(),
    responseCheck: values.OCMS_RESPONSE_CHECK ?? (production ? 0.01 : 1),
    requestTimeoutMs: values.OCMS_REQUEST_TIMEOUT_MS ?? 30_000,
    shutdownTimeoutMs: values.OCMS_SHUTDOWN_TIMEOUT_MS ?? 25_000,
    roles: values.OCMS_ROLES ?? ['api', 'worker'],
    instance: values.OCMS_INSTANCE ?? `${hostname().slice(0, 50)}-${process.pid}`,
    schedules: new Map(
      Object.entries(given)
        .filter(([name]) => name.startsWith(SCHEDULE))
        .map(([name, schedule]) => [name.slice(SCHEDULE.length).toLowerCase(), schedule!]),
    ),
    jobHistoryDays: values.OCMS_JOB_HISTORY_DAYS ?? 90,
    cas: {
      baseUrl: values.OCMS_CAS_URL ?? `http://127.0.0.1:${port + SANDBOX_HTTP}`,
      key: values.OCMS_CAS_KEY ?? 'sandbox-cas-key',
      timeoutMs: values.OCMS_CAS_TIMEOUT_MS ?? 30_000,
      attempts: values.OCMS_CAS_ATTEMPTS ?? 4,
      backoffMs: values.OCMS_CAS_BACKOFF_MS ?? 1_000,
      maxResponseBytes: values.OCMS_CAS_MAX_RESPONSE_BYTES ?? 100_000_000,
    },
    usesSandbox: !production && (values.OCMS_CAS_URL === undefined || values.OCMS_SMTP_URL === undefined),
    vipVehicles: {
      wrongTotalCount: values.OCMS_VIP_TOTAL_COUNT ?? 'reject',
      emptyList: values.OCMS_VIP_EMPTY_LIST ?? 'reject',
    },
    mirror: {
      attempts: values.OCMS_MIRROR_ATTEMPTS ?? 5,
      backoffMs: values.OCMS_MIRROR_BACKOFF_MS ?? 60_000,
      nudgeMs: values.OCMS_MIRROR_NUDGE_MS ?? 1_000,
    },
    alerts: {
      smtpUrl: values.OCMS_SMTP_URL ?? `smtp://127.0.0.1:${port + SANDBOX_SMTP}`,
      from: values.OCMS_ALERT_FROM ?? 'ocms@ocms.invalid',
      to: values.OCMS_ALERT_TO ?? 'operations@ocms.invalid',
    },
  };
}

function isKnown(name: string): boolean {
  // The tests' own database is no setting of the service.
  return (
    name in schemaFor(false, []).shape ||
    name.startsWith(SCHEDULE) ||
    name.startsWith('OCMS_TEST_') ||
    name === 'OCMS_LONG_TESTS'
  );
}
