import type { RequestHandler } from 'express';
import type { Difference, DriftComparison } from '../../contract/drift';
import type { ResponseReporter } from '../../contract/response-check';
import type { Logger } from '../../platform/logging';
import { factsOf } from './facts';

/** What is told of a message that differs from its contract. */
export interface MessageDrift {
  readonly operation: string;
  readonly partner: string;
  readonly direction: 'REQUEST' | 'RESPONSE';
  readonly differences: readonly Difference[];
}

export interface DriftWatch {
  /** Looks at an operation's requests before anything converts or refuses them. */
  step(operation: string): RequestHandler;
  /** Looks at responses as well. */
  reporting(report: ResponseReporter): ResponseReporter;
}

/** So many messages of each operation and direction are looked at before a share of them is. */
const FIRST = 20;

/**
 * Compares a sample of real requests and responses with the shapes of their contract. It refuses nothing, and a defect of
 * its own keeps nobody from an answer.
 *
 * @param share of the messages, 0 to 1; besides, the first ones of each operation
 * @param note is told of each message that differs
 */
export function watchDrift({
  comparison,
  share,
  note,
  logger,
}: {
  comparison: DriftComparison;
  share: number;
  note: (drift: MessageDrift) => void;
  logger: Logger;
}): DriftWatch {
  const first = new Map<string, number>();
  const isLookedAt = (key: string): boolean => {
    const before = first.get(key) ?? 0;
    if (before >= FIRST) return Math.random() < share;
    first.set(key, before + 1);
    return true;
  };
  const look = (message: Omit<MessageDrift, 'differences'>, compare: () => Difference[]): void => {
    try {
      const differences = compare();
      if (differences.length > 0) note({ ...message, differences });
    } catch (error) {
      logger.warn({ event: 'drift-not-compared', operation: message.operation, error });
    }
  };

  return {
    step(operation) {
      const key = `${operation} request`;
      return (request, response, next) => {
        const { partner } = factsOf(response);
        if (partner !== undefined && isLookedAt(key)) {
          const { query, headers } = request;
          const body = request.body as unknown;
          look({ operation, partner, direction: 'REQUEST' }, () =>
            comparison.request(operation, { query, headers, body }),
          );
        }
        next();
      };
    },

    reporting(report) {
      return (operation, status, content, to) => {
        report(operation, status, content, to);
        const { partner } = to;
        if (partner === undefined || !isLookedAt(`${operation} response`)) return;
        // The answer goes first.
        setImmediate(() =>
          look({ operation, partner, direction: 'RESPONSE' }, () =>
            comparison.response(
              operation,
              status,
              content?.text === undefined ? undefined : (JSON.parse(content.text) as unknown),
            ),
          ),
        );
      };
    },
  };
}
