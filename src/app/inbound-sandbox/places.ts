import { Counter, Gauge, Registry } from 'prom-client';
import type { Config } from '../../config/config';
import { openInMemory } from '../../db/database';
import { migrate } from '../../db/migrate';
import { loadDemoData } from '../../demo/load';
import { loadMagicNotices } from '../../demo/magic';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import type { Logger } from '../../platform/logging';
import { type Context, createContext } from '../context';
import { handlersOf } from '../handlers';
import type { OperationHandler } from '../http/steps/answer';
import { type SettableClock, settableClock } from './clock';

/** What one key works with: the service as it is, on two databases in memory, with a clock of its own. */
export interface Place {
  readonly context: Context;
  readonly clock: SettableClock;
  readonly handlers: Readonly<Record<string, OperationHandler>>;
}

export interface Places {
  /**
   * Works with a key's place, which is made when it is first needed and kept meanwhile.
   *
   * @throws AppError `unavailable` while all there may be are in use.
   */
  with<T>(keyId: string, work: (place: Place) => Promise<T>): Promise<T>;
  /** Forgets a key's place; what is under way with it ends first. */
  forget(keyId: string): Promise<void>;
  /** Keys that have a place now. */
  keys(): string[];
  close(): Promise<void>;
}

export interface PlacesOptions {
  config: Config;
  logger: Logger;
  registry: Registry;
  clock: Clock;
  /** How many there may be at once; for another one the one is forgotten that has waited longest. */
  most: number;
  /** After which time without a request one is forgotten (milliseconds). */
  idleMs: number;
  /** What each of a place's databases may hold. */
  mostBytes: number;
}

interface Kept {
  made: Promise<Place>;
  uses: number;
  idle?: NodeJS.Timeout;
  /** Called when nobody uses it any more, once it is forgotten. */
  left?: () => void;
}

const DEMO_NOTICES = 200;
const FULL_RETRY_S = 60;

export function createPlaces({ config, logger, registry, clock, most, idleMs, mostBytes }: PlacesOptions): Places {
  /** In the order of their last use. */
  const kept = new Map<string, Kept>();
  new Gauge({
    name: 'ocms_sandbox_places',
    help: 'Keys that have data in the sandbox of what partners call',
    registers: [registry],
    collect() {
      this.set(kept.size);
    },
  });
  const turnedAway = new Counter({
    name: 'ocms_sandbox_turned_away_total',
    help: 'Calls refused because all places of the sandbox were in use',
    registers: [registry],
  });

  const make = async (): Promise<Place> => {
    const own = settableClock(clock);
    const context = createContext(config, {
      clock: own,
      logger,
      registry: new Registry(),
      intranet: openInMemory('intranet', { mostBytes }),
      internet: openInMemory('internet', { mostBytes }),
    });
    try {
      await migrate(context.intranet);
      await migrate(context.internet);
      // In memory, of nobody's production.
      const demo = { config: { production: false }, intranet: context.intranet, clock: own };
      await loadDemoData(demo, { notices: DEMO_NOTICES });
      await loadMagicNotices(context.intranet, own);
      return { context, clock: own, handlers: handlersOf(context.services) };
    } catch (error) {
      await context.close();
      throw error;
    }
  };

  const forget = async (keyId: string): Promise<void> => {
    const one = kept.get(keyId);
    if (!one) return;
    kept.delete(keyId);
    clearTimeout(one.idle);
    const place = await one.made.catch(() => undefined);
    if (one.uses > 0) await new Promise<void>((resolve) => (one.left = resolve));
    await place?.context.close();
  };

  const roomForAnother = (): void => {
    if (kept.size < most) return;
    const waiting = [...kept].find(([, { uses }]) => uses === 0);
    if (!waiting) {
      turnedAway.inc();
      throw new AppError('unavailable', 'all places are in use', { headers: { 'Retry-After': String(FULL_RETRY_S) } });
    }
    void forget(waiting[0]).catch((error: unknown) => logger.error({ event: 'not-ended', error }));
  };

  const placeOf = (keyId: string): Kept => {
    let one = kept.get(keyId);
    if (!one) {
      roomForAnother();
      one = { made: make(), uses: 0 };
    }
    kept.delete(keyId);
    kept.set(keyId, one);
    return one;
  };

  return {
    async with(keyId, work) {
      const one = placeOf(keyId);
      one.uses += 1;
      clearTimeout(one.idle);
      try {
        return await work(await one.made);
      } catch (error) {
        // One that could not be made is tried again.
        if (
          await one.made.then(
            () => false,
            () => kept.get(keyId) === one,
          )
        )
          kept.delete(keyId);
        throw error;
      } finally {
        one.uses -= 1;
        if (one.uses === 0 && kept.get(keyId) === one) {
          one.idle = setTimeout(() => {
            void forget(keyId).catch((error: unknown) => logger.error({ event: 'not-ended', error }));
          }, idleMs).unref();
        }
        if (one.uses === 0) one.left?.();
      }
    },
    forget,
    keys: () => [...kept.keys()],
    async close() {
      await Promise.all([...kept.keys()].map(forget));
    },
  };
}
