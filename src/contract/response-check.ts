import { Counter, type Registry } from 'prom-client';
import { AppError } from '../platform/errors';
import type { Logger } from '../platform/logging';
import type { ContractSchemas } from './schemas';

/** What a response carries: its media type, and its text where that is checked. Undefined for nothing. */
export type ResponseContent = { readonly type: string; readonly text?: string } | undefined;

/** What a wrong response is told with. */
export interface Answered {
  readonly requestId: string;
  readonly partner?: string;
}

/** Told of every response of an operation before it is sent. */
export type ResponseReporter = (operation: string, status: number, content: ResponseContent, to: Answered) => void;

/**
 * Checks responses against the contract. With a share of 1 (tests, demo) a wrong response is not sent;
 * below that (production) a sample is checked after sending and reported, and the partner gets its answer.
 */
export function createResponseReporter(
  schemas: ContractSchemas,
  share: number,
  { logger, registry }: { logger: Logger; registry: Registry },
): ResponseReporter {
  const violations = new Counter({
    name: 'ocms_response_contract_violations_total',
    help: 'Responses found to break their contract',
    labelNames: ['operation', 'status'],
    registers: [registry],
  });
  const inspect = (
    operation: string,
    status: number,
    content: ResponseContent,
    { requestId, partner }: Answered,
  ): string | undefined => {
    const violation =
      schemas.mediaViolation(operation, status, content?.type) ??
      (content?.text === undefined
        ? undefined
        : schemas.responseViolation(operation, status, JSON.parse(content.text)));
    if (violation === undefined) return undefined;
    violations.inc({ operation, status });
    logger.error({ event: 'response-breaks-contract', operation, status, violation, requestId, partner });
    return violation;
  };
  if (share >= 1) {
    return (...response) => {
      const violation = inspect(...response);
      if (violation !== undefined) throw new AppError('internal', `the response breaks its contract: ${violation}`);
    };
  }
  return (...response) => {
    if (Math.random() < share) setImmediate(() => inspect(...response));
  };
}
