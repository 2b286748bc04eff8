import { AppError } from '../../platform/errors';

/** How long a caller is asked to wait for another's report to be done. */
const RETRY_AFTER_SECONDS = 15;

export interface Slots {
  /**
   * Takes one of few.
   *
   * @returns what gives it back, once.
   * @throws AppError `rate-limited` with `Retry-After` where none is left.
   */
  take(): () => void;
}

/** So many reports are made at once by this process: more would slow down whoever else it serves. */
export function createSlots(most: number): Slots {
  let taken = 0;
  return {
    take() {
      if (taken >= most)
        throw new AppError('rate-limited', `${most} reports are being made already; try again later`, {
          headers: { 'Retry-After': String(RETRY_AFTER_SECONDS) },
        });
      taken += 1;
      let held = true;
      return () => {
        if (held) taken -= 1;
        held = false;
      };
    },
  };
}
