import { Counter, type Registry } from 'prom-client';
import { AppError } from '../platform/errors';
import type { Logger } from '../platform/logging';
import type { ContractSchemas } from './schemas';

/** Told of every response of an operation before it is sent. */
export type ResponseReporter = (operation: string, status: number, text: string) => void;

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
  const inspect = (operation: string, status: number, text: string): string | undefined => {
    const violation = schemas.responseViolation(operation, status, JSON.parse(text));
    if (violation === undefined) return undefined;
    violations.inc({ operation, status });
    logger.error({ event: 'response-breaks-contract', operation, status, violation });
    return violation;
  };
  if (share >= 1) {
    return (operation, status, text) => {
      const violation = inspect(operation, status, text);
      if (violation !== undefined) throw new AppError('internal', `the response breaks its contract: ${violation}`);
    };
  }
  return (operation, status, text) => {
    if (Math.random() < share) setImmediate(() => inspect(operation, status, text));
  };
}
