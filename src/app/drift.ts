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
  /** Of the messages, 0 to 1; besides, the first ones of each operation. */
  share: number;
  /** Told of each message that differs. */
  note: (drift: MessageDrift) => void;
  logger: Logger;
}

/** So many messages of each operation and direction are looked at before a share of them is. */
const FIRST = 20;

/** Looks at a sample of messages. A defect of its own is nobody else's. */
export function driftSample({ share, note, logger }: DriftOptions) {
  const first = new Map<string, number>();
  return {
    isLookedAt: ({ operation, direction }: Pick<MessageDrift, 'operation' | 'direction'>): boolean => {
      const key = `${operation} ${direction}`;
      const before = first.get(key) ?? 0;
      if (before >= FIRST) return Math.random() < share;
      first.set(key, before + 1);
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
