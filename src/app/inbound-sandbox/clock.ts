import type { Clock } from '../../platform/clock';

/** A clock that can be set. It goes on from there. */
export interface SettableClock extends Clock {
  /** Sets it; without an instant it tells the time again. */
  set(instant?: Date): void;
}

export function settableClock(clock: Clock): SettableClock {
  let aheadMs = 0;
  return {
    now: () => new Date(clock.now().getTime() + aheadMs),
    set(instant) {
      aheadMs = instant ? instant.getTime() - clock.now().getTime() : 0;
    },
  };
}
