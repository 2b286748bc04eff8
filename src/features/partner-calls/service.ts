import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { type CallCount, partnerCallStore } from './store';

/** How attempts ended so far in this process, by partner and outcome. */
export type CallTotals = () => Promise<{ partner: string; outcome: string; calls: number }[]>;

/** Attempts to reach a partner in a stretch of time. */
export interface CallsInTime {
  from: Date;
  ok: number;
  /** Refused by the partner, or never arrived there. */
  rejected: number;
  /** Without a usable answer. */
  failed: number;
}

export interface PartnerCalls {
  /** Writes down what was counted since it was called last. */
  record(): Promise<void>;
  /** Purges what is older than {@link KEPT_DAYS} days. */
  purge(): Promise<void>;
  /**
   * The last hours in stretches of equal length, by partner in the order of their names; partners without a call in them
   * are left out.
   *
   * @param hours 1 to 168. @param minutes of a stretch.
   */
  lately(hours: number, minutes: number): Promise<{ partner: string; stretches: CallsInTime[] }[]>;
}

export const KEPT_DAYS = 7;
const MINUTE = 60_000;
const PURGED_AT_ONCE = 500;

export function createPartnerCalls({
  intranet,
  calendar,
  totals,
}: {
  intranet: Database;
  calendar: Calendar;
  totals: CallTotals;
}): PartnerCalls {
  const store = partnerCallStore(intranet);
  const written = new Map<string, number>();
  const startOf = (instant: number, lengthMs: number): number => Math.floor(instant / lengthMs) * lengthMs;

  return {
    async record() {
      const at = new Date(startOf(calendar.now().getTime(), MINUTE));
      const now = (await totals()).map((total) => ({ ...total, key: `${total.partner} ${total.outcome}` }));
      const counts: CallCount[] = now
        .map(({ partner, outcome, calls, key }) => ({ at, partner, outcome, calls: calls - (written.get(key) ?? 0) }))
        .filter(({ calls }) => calls > 0);
      if (counts.length === 0) return;
      await intranet.transaction((trx) => store.add(trx, counts));
      // Only now: what could not be written goes with the next.
      for (const { key, calls } of now) written.set(key, calls);
    },

    async purge() {
      const before = new Date(calendar.now().getTime() - KEPT_DAYS * 24 * 60 * MINUTE);
      let purged: number;
      do {
        purged = await intranet.transaction((trx) => store.purge(trx, before, PURGED_AT_ONCE));
      } while (purged === PURGED_AT_ONCE);
    },

    async lately(hours, minutes) {
      const lengthMs = minutes * MINUTE;
      const stretches = Math.ceil((hours * 60) / minutes);
      const first = startOf(calendar.now().getTime(), lengthMs) - (stretches - 1) * lengthMs;
      const counts = await intranet.read((executor) => store.since(executor, new Date(first)));
      const partners = [...new Set(counts.map(({ partner }) => partner))].sort();
      return partners.map((partner) => {
        const empty = (_: unknown, index: number): CallsInTime => ({
          from: new Date(first + index * lengthMs),
          ok: 0,
          rejected: 0,
          failed: 0,
        });
        const all = Array.from({ length: stretches }, empty);
        for (const count of counts) {
          if (count.partner !== partner) continue;
          const stretch = all[Math.floor((count.at.getTime() - first) / lengthMs)];
          if (stretch) stretch[kindOf(count.outcome)] += count.calls;
        }
        return { partner, stretches: all };
      });
    },
  };
}

const kindOf = (outcome: string): 'ok' | 'rejected' | 'failed' =>
  outcome === 'ok' || outcome === 'rejected' ? outcome : 'failed';
