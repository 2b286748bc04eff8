import { OutboundFault } from '../platform/outbound';

/** A time limit for what makes no progress, together with the caller's own signal. */
export class Standstill {
  /** Rejects when the limit is reached, or with the signal's reason when that fires. */
  readonly over: Promise<never>;
  private readonly abort = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private finished = false;

  constructor(
    private readonly timeoutMs: number,
    private readonly signal: AbortSignal,
  ) {
    this.over = new Promise((_resolve, reject) => {
      this.abort.signal.addEventListener('abort', () => {
        // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- the caller's reason, as it is
        reject(this.abort.signal.reason);
      });
    });
    this.over.catch(() => undefined);
    signal.addEventListener('abort', this.onSignal, { once: true });
    if (signal.aborted) this.onSignal();
    else this.progress();
  }

  /** Fires with {@link over}. */
  get ended(): AbortSignal {
    return this.abort.signal;
  }

  /** Something came about: the time begins anew. */
  readonly progress = (): void => {
    clearTimeout(this.timer);
    // A client tells of progress even after it has failed: a timer then would keep the process.
    if (this.finished || this.abort.signal.aborted) return;
    this.timer = setTimeout(() => this.abort.abort(new OutboundFault('unknown', 'timed out')), this.timeoutMs);
  };

  finish(): void {
    this.finished = true;
    clearTimeout(this.timer);
    this.signal.removeEventListener('abort', this.onSignal);
  }

  private readonly onSignal = (): void => {
    clearTimeout(this.timer);
    this.abort.abort(this.signal.reason);
  };
}
