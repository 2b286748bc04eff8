import type { Difference } from '../contract/drift';
import type { Logger } from '../platform/logging';

/** What is told of a message that differs from its contract. */
export interface MessageDrift {
  readonly operation: string;
  readonly partner: string;
  readonly direction: 'REQUEST' | 'RESPONSE';
  readonly differences: readonly Difference[];
}

/** Of how many messages the shape is compared with the contract, and who hears of it. */
export interface DriftOptions {
  /** Of the messages, 0 to 1; besides, the first ones of each operation in an hour: of some it has a few a day only. */
  share: number;
  /** Told of each message that differs. */
  note: (drift: MessageDrift) => void;
  logger: Logger;
  /** Milliseconds that go on. */
  now?: () => number;
}

/** So many messages of each operation and direction are looked at in an hour before a share of them is. */
const FIRST = 20;
const HOUR_MS = 3_600_000;

/** Looks at a sample of messages. A defect of its own is nobody else's. */
export function driftSample({ share, note, logger, now = () => performance.now() }: DriftOptions) {
  const hours = new Map<string, { since: number; looked: number }>();
  return {
    isLookedAt: ({ operation, direction }: Pick<MessageDrift, 'operation' | 'direction'>): boolean => {
      const key = `${operation} ${direction}`;
      const at = now();
      let hour = hours.get(key);
      if (!hour || at - hour.since >= HOUR_MS) hours.set(key, (hour = { since: at, looked: 0 }));
      if (hour.looked >= FIRST) return Math.random() < share;
      hour.looked += 1;
      return true;
    },
    look: (message: Omit<MessageDrift, 'differences'>, compare: () => Difference[]): void => {
      try {
        const differences = compare();
        if (differences.length > 0) note({ ...message, differences });
      } catch (error) {
        logger.warn({ event: 'drift-not-compared', operation: message.operation, error });
      }
    },
  };
}
