import { createHash } from 'node:crypto';
import type { Express } from 'express';
import { Registry } from 'prom-client';
import type { Config } from '../../config/config';
import { readInboundContract } from '../../contract/documents';
import type { KeyRing } from '../../features/api-keys';
import { createCalendar } from '../../platform/calendar';
import { type Clock, systemClock } from '../../platform/clock';
import { letOrigins } from '../../platform/cross-origin';
import type { Logger } from '../../platform/logging';
import { httpServer } from '../http/connection';
import { openFrontDoor } from '../http/front-door';
import type { OperationHandler } from '../http/steps/answer';
import { apiKeys } from '../http/steps/authenticate';
import { close, listen, urlOf } from '../listening';
import { controlRouter } from './control';
import { IDLE_MINUTES, MOST_BYTES, MOST_PLACES, sandboxKeysOf } from './described';
import { withFaults } from './faults';
import { offered } from './offered';
import { createPlaces, type Places } from './places';

export interface InboundSandboxOptions {
  config: Config;
  logger: Logger;
  /** Where its own metrics are declared. */
  registry?: Registry;
  /** 0 takes any free port. */
  port: number;
  /** Whose pages may call: the documentation's. */
  origins: readonly string[];
  clock?: Clock;
  most?: number;
  idleMs?: number;
  mostBytes?: number;
}

export interface InboundSandbox {
  readonly url: string;
  /** What its keys work with. */
  readonly places: Places;
  /** A key's name among the places. */
  idOf(key: string): string;
  /** Opens it, where nobody has called yet; false where that fails, or it is being closed. */
  ready(): Promise<boolean>;
  /** @param patience what requests in flight have, and for how long answers go on that ask callers to leave (milliseconds) */
  close(patience?: { ms: number; lameDuckMs: number }): Promise<void>;
}

const KEY_HEADERS = [...new Set(Object.values(offered).map(({ keyHeader }) => keyHeader))];
/** A request's headers that a page may send. */
const HEADERS = ['Content-Type', 'X-Request-Id', ...KEY_HEADERS];

/**
 * Starts what partners try their calls against: the service's own pipeline and operations, on databases in memory that
 * every key has for itself. It is ready once it is first called: until then it costs nothing.
 *
 * @throws Error with code EADDRINUSE when the port is taken.
 */
export async function startInboundSandbox({
  config,
  logger,
  registry = new Registry(),
  port,
  origins,
  clock = systemClock,
  most = MOST_PLACES,
  idleMs = IDLE_MINUTES * 60_000,
  mostBytes = MOST_BYTES,
}: InboundSandboxOptions): Promise<InboundSandbox> {
  const keyRing = ringOf(sandboxKeysOf(config));
  const places = createPlaces({
    config: { ...config, tracing: undefined },
    logger,
    registry,
    clock,
    most,
    idleMs,
    mostBytes,
  });
  let stopping = false;
  const handler =
    (id: string): OperationHandler =>
    (request) =>
      places.with(request.principal.id, ({ handlers }) => handlers[id]!(request));
  const open = async (): Promise<Express> => {
    const { app } = await openFrontDoor({
      contract: contractOfPartners(),
      calendar: createCalendar(clock, config.timeZone),
      operations: offered,
      handlers: Object.fromEntries(Object.keys(offered).map((id) => [id, withFaults(handler(id))])),
      authenticators: { apiKey: apiKeys(keyRing) },
      rateLimits: config.rateLimits,
      responseCheck: 1,
      trustProxy: config.trustProxy,
      routers: [controlRouter({ keyRing, keyHeaders: KEY_HEADERS, places })],
      logger,
      // What partners try, faults that they ask for among it, is no traffic of the service.
      registry: new Registry(),
      stopping: () => stopping,
    });
    // Evidence: whose answers these are.
    app.enable('sandbox');
    return app;
  };
  let app: Promise<Express | undefined> | undefined;
  const opened = (): Promise<Express | undefined> =>
    (app ??= open().catch((error: unknown) => {
      logger.error({ event: 'sandbox-failed', error });
      app = undefined;
      return undefined;
    }));
  const server = httpServer((request, response) => {
    if (letOrigins(request, response, { origins, headers: HEADERS })) return;
    void opened().then((answers) => {
      if (answers) answers(request, response);
      else response.writeHead(500).end();
    });
  }, config.requestTimeoutMs);
  await listen(server, config.host, port);
  return {
    url: urlOf(server, config.host),
    places,
    idOf,
    ready: async () => (await opened()) !== undefined && !stopping,
    async close({ ms, lameDuckMs } = { ms: 0, lameDuckMs: 0 }) {
      stopping = true;
      await close(server, ms, lameDuckMs);
      await places.close();
    },
  };
}

/** The contracts without the paths that nobody here may call. */
function contractOfPartners(): object {
  const contract = readInboundContract() as { paths: object };
  const served = new Set(Object.values(offered).map(({ path }) => path));
  return {
    ...contract,
    paths: Object.fromEntries(Object.entries(contract.paths).filter(([path]) => served.has(path))),
  };
}

/** Whose pages may call: the documentation's, wherever the service is reached. */
export const portalOrigins = ({ port, publicAddress }: Pick<Config, 'port' | 'publicAddress'>): string[] => [
  ...(publicAddress === undefined ? [] : [new URL(publicAddress).origin]),
  `http://127.0.0.1:${port}`,
  `http://localhost:${port}`,
];

/** A key is told in no log. */
const idOf = (key: string): string => createHash('sha256').update(key).digest('hex').slice(0, 12);

/** Nothing is made for a key that is not among them. */
function ringOf(keys: ReadonlyMap<string, string>): KeyRing {
  const owners = new Map([...keys].map(([key, partner]) => [key, { keyId: idOf(key), partner }]));
  return { ownerOf: (key) => owners.get(key), flush: () => Promise.resolve() };
}
