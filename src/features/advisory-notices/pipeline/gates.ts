import { setMaxListeners } from 'node:events';
import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import type { JobRun } from '../../../scheduling/job';
import { advisoryGateStore, type Gate } from './gate-store';
import type { Partner } from './machine';

/** What becomes of a notice for which a partner did not answer: as A's tables say, or its step stays owed. */
export type Verdict = 'as the tables say' | 'waits';

/** Why a call was given up: the partner's gate closed meanwhile. */
export class GateClosed extends Error {
  constructor(partner: Partner) {
    super(`the gate of ${partner} is closed`);
    this.name = 'GateClosed';
  }
}

/** A partner is asked for a notice. */
export interface Call {
  /** Fires when the partner's gate closes, with `GateClosed`, or with the run's. */
  readonly signal: AbortSignal;
  /** It answered, whatever it said. */
  answered(): Promise<void>;
  /** It did not. Waits until it is known whether it is away. */
  silent(): Promise<Verdict>;
}

/** Notices in a row that get no answer: then it is the partner that is away. */
const AWAY_AFTER = 3;
/** Failures that are longer ago are no longer in a row with today's. */
const IN_A_ROW_MS = 86_400_000;
/** Between two notices that are tried; less than the time between two runs. */
const PROBE_MS = 4 * 60_000;
const MOST_SUSPECTS = 30;

/**
 * Tells a partner that is away from single failures, within one run and from run to run. A notice for which a partner did
 * not answer is held: when the partner answers another, it goes as the tables say; when three are held, the partner's gate
 * closes, and all that need it wait. While it is closed, one notice is tried at a time.
 */
export async function createGates({
  intranet,
  calendar,
  run,
}: {
  intranet: Database;
  calendar: Calendar;
  run: JobRun;
}) {
  const store = advisoryGateStore(intranet);
  const gates = new Map<Partner, Gate>();
  for (const gate of await intranet.read((executor) => store.all(executor))) gates.set(gate.partner, gate);

  const held = new Map<Partner, { noticeNo: string; resolve: (verdict: Verdict) => void }[]>();
  const closings = new Map<Partner, { controller: AbortController; signal: AbortSignal }>();
  const probing = new Set<Partner>();
  /** How often each partner answered in this run. */
  const answers = new Map<Partner, number>();
  /** Those that got no answer before their partner's gate opened again in this run. */
  const suspects = new Map<Partner, ReadonlySet<string>>();
  let ended = false;
  let wake = (): void => undefined;

  const heldFor = (partner: Partner) => held.get(partner) ?? [];
  const release = (partner: Partner, verdict: Verdict): void => {
    const those = heldFor(partner);
    held.delete(partner);
    for (const { resolve } of those) resolve(verdict);
  };
  const isClosed = (partner: Partner): boolean => gates.get(partner)?.closedAt !== undefined;
  const put = (gate: Gate): Promise<void> => {
    gates.set(gate.partner, gate);
    return run.chunk((trx) => store.put(trx, gate));
  };
  const withSuspects = (known: readonly string[], more: readonly string[]): string[] =>
    [...known.filter((each) => !more.includes(each)), ...more].slice(-MOST_SUSPECTS);
  /** With these failures, in a row with those of earlier runs; a notice that is tried again counts once. */
  const failed = (partner: Partner, noticeNumbers: readonly string[]): Gate => {
    const failedAt = calendar.now();
    const known = gates.get(partner);
    const inARow = known && failedAt.getTime() - known.failedAt.getTime() < IN_A_ROW_MS ? known : undefined;
    const before = inARow?.suspects ?? [];
    return {
      partner,
      failures: (inARow?.failures ?? 0) + noticeNumbers.filter((each) => !before.includes(each)).length,
      failedAt,
      closedAt: undefined,
      probes: 0,
      probedAt: undefined,
      suspects: withSuspects(before, noticeNumbers),
    };
  };
  const close = async (gate: Gate): Promise<void> => {
    const { partner, failedAt, failures } = gate;
    const written = put({ ...gate, closedAt: failedAt, probedAt: failedAt });
    // No call to it is worth its next attempt.
    closings.get(partner)?.controller.abort(new GateClosed(partner));
    closings.delete(partner);
    await written;
    run.logger.warn({ event: 'advisory-partner-away', partner, failures });
    release(partner, 'waits');
  };
  const signalOf = (partner: Partner): AbortSignal => {
    const known = closings.get(partner);
    if (known) return known.signal;
    const controller = new AbortController();
    const signal = AbortSignal.any([run.signal, controller.signal]);
    // As many as there are calls at once.
    setMaxListeners(0, signal);
    closings.set(partner, { controller, signal });
    return signal;
  };
  const isProbeDue = ({ probedAt }: Gate): boolean =>
    // Where a clock was ahead, its instant is yet to come.
    probedAt === undefined || Math.abs(calendar.now().getTime() - probedAt.getTime()) >= PROBE_MS;

  return {
    closed: (): Gate[] => [...gates.values()].filter(({ partner }) => isClosed(partner)),

    /** Closed gates where a notice is to be tried now. */
    toProbe(): Gate[] {
      return this.closed().filter((gate) => !probing.has(gate.partner) && isProbeDue(gate));
    },
    probeBegins: (partner: Partner): void => void probing.add(partner),
    probeEnds: (partner: Partner): void => void probing.delete(partner),

    /** @param probe whether it tries a closed gate. @returns undefined where the gate is closed: the notice waits. */
    call(partner: Partner, noticeNo: string, probe: boolean): Call | undefined {
      if (isClosed(partner) && !probe) return undefined;
      const before = answers.get(partner) ?? 0;
      return {
        signal: probe ? run.signal : signalOf(partner),

        async answered() {
          answers.set(partner, (answers.get(partner) ?? 0) + 1);
          release(partner, 'as the tables say');
          const gate = gates.get(partner);
          // What was answered before the gate closed tells nothing.
          if (!gate || (gate.closedAt && !probe)) return;
          gates.delete(partner);
          if (gate.closedAt) suspects.set(partner, new Set(gate.suspects));
          await run.chunk((trx) => store.remove(trx, partner));
          if (gate.closedAt) run.logger.info({ event: 'advisory-partner-back', partner, since: gate.closedAt });
        },

        async silent() {
          if (ended) return 'waits';
          const gate = gates.get(partner);
          if (gate?.closedAt) {
            if (!probe) return 'waits';
            const [probes, probedAt] = [gate.probes + 1, calendar.now()];
            await put({ ...gate, probes, probedAt, suspects: withSuspects(gate.suspects, [noticeNo]) });
            return 'waits';
          }
          // Once more without an answer, while others get theirs: it is about the notice.
          if (suspects.get(partner)?.has(noticeNo) && (answers.get(partner) ?? 0) > before) return 'as the tables say';
          const others = heldFor(partner);
          if (others.length + 1 >= AWAY_AFTER) {
            await close(failed(partner, [...others.map((each) => each.noticeNo), noticeNo]));
            return 'waits';
          }
          return new Promise((resolve) => {
            held.set(partner, [...others, { noticeNo, resolve }]);
            wake();
          });
        },
      };
    },

    /** How many notices are held. */
    held: (): number => [...held.values()].reduce((sum, { length }) => sum + length, 0),

    /** Resolves when the next notice is held. */
    nextHeld: (): Promise<void> => new Promise((resolve) => (wake = resolve)),

    /**
     * Nothing else is under way that could tell more: fewer than it takes, counted with those of earlier runs, go as the
     * tables say.
     */
    async settle(): Promise<void> {
      for (const [partner, those] of [...held]) {
        const gate = failed(
          partner,
          those.map(({ noticeNo }) => noticeNo),
        );
        if (gate.failures >= AWAY_AFTER) {
          await close(gate);
          continue;
        }
        await put(gate);
        release(partner, 'as the tables say');
      }
    },

    /** The run ends: what is held stays owed. */
    end(): void {
      ended = true;
      for (const partner of [...held.keys()]) release(partner, 'waits');
    },
  };
}
