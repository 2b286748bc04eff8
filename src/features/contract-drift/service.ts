import { createHash } from 'node:crypto';
import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { driftStore, type StoredDrift } from './store';

/** A message that differs from its contract: where and how, and no value. */
export interface DriftMessage {
  readonly operation: string;
  readonly partner: string;
  readonly direction: 'REQUEST' | 'RESPONSE';
  readonly differences: readonly { readonly place: string; readonly kind: string }[];
}

/** How messages of an operation differ at a place. */
export type Drift = Omit<StoredDrift, 'id'>;

export interface ContractDrift {
  /** Keeps in memory what is different about a message. */
  note(message: DriftMessage): void;
  /** Writes down what was noted since it was called last. */
  record(): Promise<void>;
  /** Purges what was not seen for {@link KEPT_DAYS} days. */
  purge(): Promise<void>;
  /**
   * What was seen lately, the latest first.
   *
   * @param days 1 to {@link KEPT_DAYS}. @param limit as many as are answered; `more` says that there are others.
   */
  lately(days: number, limit: number): Promise<{ drifts: Drift[]; more: boolean }>;
}

export const KEPT_DAYS = 90;
const DAY = 24 * 60 * 60_000;
const PURGED_AT_ONCE = 500;
/** Places of an operation, partner and direction that are told apart; the rest is `(other)`: names are a caller's own. */
const MOST_PLACES = 100;
const OTHER = '(other)';

export function createContractDrift({
  intranet,
  calendar,
  count,
}: {
  intranet: Database;
  calendar: Calendar;
  /** Told of each difference of each message, for the metric. */
  count: (of: { operation: string; partner: string; kind: string }) => void;
}): ContractDrift {
  const store = driftStore(intranet);
  const places = new Map<string, Set<string>>();
  let noted = new Map<string, StoredDrift>();

  const boundedPlace = (group: string, place: string): string => {
    const known = places.get(group) ?? new Set();
    places.set(group, known);
    if (!known.has(place) && known.size >= MOST_PLACES) return OTHER;
    known.add(place);
    return place;
  };
  const add = (into: Map<string, StoredDrift>, drift: StoredDrift): void => {
    const before = into.get(drift.id);
    into.set(drift.id, before ? { ...drift, times: before.times + drift.times, firstSeen: before.firstSeen } : drift);
  };

  return {
    note({ operation, partner, direction, differences }) {
      const now = calendar.now();
      for (const { place, kind } of differences) {
        count({ operation, partner, kind });
        const told = boundedPlace(`${operation} ${partner} ${direction}`, place);
        const id = createHash('sha256')
          .update(JSON.stringify([operation, partner, direction, told, kind]))
          .digest('hex')
          .slice(0, 32);
        add(noted, { id, operation, partner, direction, place: told, kind, times: 1, firstSeen: now, lastSeen: now });
      }
    },

    async record() {
      if (noted.size === 0) return;
      const written = noted;
      noted = new Map();
      try {
        await intranet.transaction((trx) => store.add(trx, [...written.values()]));
      } catch (error) {
        // It goes with the next, before what came meanwhile.
        for (const drift of noted.values()) add(written, drift);
        noted = written;
        throw error;
      }
    },

    async purge() {
      const before = new Date(calendar.now().getTime() - KEPT_DAYS * DAY);
      let purged: number;
      do {
        purged = await intranet.transaction((trx) => store.purge(trx, before, PURGED_AT_ONCE));
      } while (purged === PURGED_AT_ONCE);
    },

    async lately(days, limit) {
      const from = new Date(calendar.now().getTime() - days * DAY);
      const drifts = await intranet.read((executor) => store.since(executor, from, limit + 1));
      return { drifts: drifts.slice(0, limit), more: drifts.length > limit };
    },
  };
}
