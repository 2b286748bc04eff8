import { Counter, type Registry } from 'prom-client';
import { AppError } from '../platform/errors';
import type { Logger } from '../platform/logging';
import type { ContractSchemas } from './schemas';

/** What a response carries: its media type, and its text where that is checked. Undefined for nothing. */
export type ResponseContent = { readonly type: string; readonly text?: string } | undefined;

/** Told of every response of an operation before it is sent. */
export type ResponseReporter = (operation: string, status: number, content: ResponseContent) => void;

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
  const inspect = (operation: string, status: number, content: ResponseContent): string | undefined => {
    const violation =
      schemas.mediaViolation(operation, status, content?.type) ??
      (content?.text === undefined
        ? undefined
        : schemas.responseViolation(operation, status, JSON.parse(content.text)));
    if (violation === undefined) return undefined;
    violations.inc({ operation, status });
    logger.error({ event: 'response-breaks-contract', operation, status, violation });
    return violation;
  };
  if (share >= 1) {
    return (operation, status, content) => {
      const violation = inspect(operation, status, content);
      if (violation !== undefined) throw new AppError('internal', `the response breaks its contract: ${violation}`);
    };
  }
  return (operation, status, content) => {
    if (Math.random() < share) setImmediate(() => inspect(operation, status, content));
  };
}
