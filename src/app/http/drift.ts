import type { RequestHandler } from 'express';
import type { DriftComparison } from '../../contract/drift';
import type { ResponseReporter } from '../../contract/response-check';
import { type DriftOptions, driftSample } from '../drift';
import { factsOf } from './facts';

export interface DriftWatch {
  /** Looks at an operation's requests before anything converts or refuses them. */
  step(operation: string): RequestHandler;
  /** Looks at responses as well. */
  reporting(report: ResponseReporter): ResponseReporter;
}

/**
 * Compares a sample of real requests and responses with the shapes of their contract. It refuses nothing, and a defect of
 * its own keeps nobody from an answer.
 */
export function watchDrift({ comparison, ...options }: DriftOptions & { comparison: DriftComparison }): DriftWatch {
  const { isLookedAt, look } = driftSample(options);
  return {
    step(operation) {
      const of = { operation, direction: 'REQUEST' } as const;
      return (request, response, next) => {
        const { partner } = factsOf(response);
        if (partner !== undefined && isLookedAt(of)) {
          const { query, headers } = request;
          const body = request.body as unknown;
          look({ ...of, partner }, () => comparison.request(operation, { query, headers, body }));
        }
        next();
      };
    },

    reporting(report) {
      return (operation, status, content, to) => {
        report(operation, status, content, to);
        const { partner } = to;
        const of = { operation, direction: 'RESPONSE' } as const;
        if (partner === undefined || !isLookedAt(of)) return;
        // The answer goes first.
        setImmediate(() =>
          look({ ...of, partner }, () =>
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
