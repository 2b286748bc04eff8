import type { OutboundOperationId, outboundOperations } from '../../generated/outbound/operations';
import type { SystemSettings } from '../platform/outbound';
import { SANDBOX_HTTP } from './partner-sandbox';
import { defineSection, type Requirements } from './section';
import { headerValue, url, wholeNumber } from './values';

/** The systems OCMS calls, by the contracts. */
export type System = (typeof outboundOperations)[OutboundOperationId]['system'];

type Policy = Omit<SystemSettings, 'baseUrl' | 'key'>;

/** A look-up by one vehicle or person (A 4.2.3): first try and three more, from 1 s on, doubled. */
const LOOK_UP: Policy = {
  timeoutMs: 30_000,
  attempts: 4,
  backoffMs: 1_000,
  maxResponseBytes: 100_000,
  concurrency: 10,
  retryAfterMaxMs: 60_000,
  operations: {},
};

/** A message to an owner (A 5.2.3): it waits no longer than 10 s. */
const MESSAGE: Policy = { ...LOOK_UP, timeoutMs: 10_000 };

/** How each is called unless variables say otherwise (decisions §7; attempts as in the documents' tables). */
const POLICIES: Readonly<Record<System, Policy>> = {
  CAS: {
    timeoutMs: 30_000,
    attempts: 4,
    backoffMs: 1_000,
    maxResponseBytes: 100_000_000,
    concurrency: 4,
    retryAfterMaxMs: 60_000,
    operations: {},
  },
  // A 9: 60 s, three more attempts.
  CES: {
    timeoutMs: 60_000,
    attempts: 4,
    backoffMs: 1_000,
    maxResponseBytes: 1_000_000,
    concurrency: 1,
    retryAfterMaxMs: 60_000,
    operations: {},
  },
  DATAHIVE: LOOK_UP,
  EMAIL: MESSAGE,
  LTA: LOOK_UP,
  MHA: LOOK_UP,
  // F 2.3.8: the list is asked for again at once, then after 1 s and 1 s.
  REPCCS: {
    timeoutMs: 60_000,
    attempts: 4,
    backoffMs: 1_000,
    maxResponseBytes: 20_000_000,
    concurrency: 1,
    retryAfterMaxMs: 60_000,
    operations: { carParks: { waitsMs: [0, 1_000, 1_000] } },
  },
  // A 6.2.3: as a look-up.
  SLIFT: LOOK_UP,
  SMS: MESSAGE,
  // F 2.3.5: a batch is sent again up to twice.
  VHUB: {
    timeoutMs: 30_000,
    attempts: 3,
    backoffMs: 1_000,
    maxResponseBytes: 1_000_000,
    concurrency: 4,
    retryAfterMaxMs: 60_000,
    operations: {},
  },
};

const SYSTEMS = Object.keys(POLICIES) as System[];

/** Called only where another setting says so, which then asks for their addresses. */
const ON_REQUEST: readonly System[] = ['CES'];

const variablesOf = (system: System, { forJobs }: Requirements) => ({
  URL: ON_REQUEST.includes(system) ? url('http:', 'https:').optional() : forJobs(url('http:', 'https:')),
  KEY: ON_REQUEST.includes(system) ? headerValue.optional() : forJobs(headerValue),
  TIMEOUT_MS: wholeNumber(100, 600_000).optional(),
  ATTEMPTS: wholeNumber(1, 10).optional(),
  BACKOFF_MS: wholeNumber(1, 60_000).optional(),
  MAX_RESPONSE_BYTES: wholeNumber(1_000, 999_999_999).optional(),
  CONCURRENCY: wholeNumber(1, 1_000).optional(),
  RETRY_AFTER_MAX_MS: wholeNumber(0, 3_600_000).optional(),
});

type Variables = ReturnType<typeof variablesOf>;
type Values = { [Name in keyof Variables]: Variables[Name]['_output'] };

/** The systems OCMS calls: `OCMS_<SYSTEM>_URL`, `_KEY` and so on, for each. */
export const systemsSection = defineSection({
  variables: (requirements) =>
    Object.fromEntries(
      SYSTEMS.flatMap((system) =>
        Object.entries(variablesOf(system, requirements)).map(
          ([name, schema]) => [`OCMS_${system}_${name}`, schema] as const,
        ),
      ),
    ),
  settings(values, { production, port }) {
    const settingsOf = (system: System): SystemSettings | undefined => {
      const of = <Name extends keyof Values>(name: Name): Values[Name] =>
        values[`OCMS_${system}_${name}`] as Values[Name];
      // Production never calls, and never holds a key of, the sandbox.
      const sandbox = production
        ? undefined
        : { baseUrl: `http://127.0.0.1:${port + SANDBOX_HTTP}`, key: `sandbox-${system.toLowerCase()}-key` };
      const baseUrl = of('URL') ?? sandbox?.baseUrl;
      const key = of('KEY') ?? sandbox?.key;
      if (baseUrl === undefined || key === undefined) return undefined;
      const policy = POLICIES[system];
      return {
        baseUrl,
        key,
        timeoutMs: of('TIMEOUT_MS') ?? policy.timeoutMs,
        attempts: of('ATTEMPTS') ?? policy.attempts,
        backoffMs: of('BACKOFF_MS') ?? policy.backoffMs,
        maxResponseBytes: of('MAX_RESPONSE_BYTES') ?? policy.maxResponseBytes,
        concurrency: of('CONCURRENCY') ?? policy.concurrency,
        retryAfterMaxMs: of('RETRY_AFTER_MAX_MS') ?? policy.retryAfterMaxMs,
        operations: policy.operations,
      };
    };
    return {
      /** By system; undefined for one that this process is not told how to reach. */
      systems: Object.fromEntries(SYSTEMS.map((system) => [system, settingsOf(system)])) as Readonly<
        Record<System, SystemSettings | undefined>
      >,
    };
  },
});
