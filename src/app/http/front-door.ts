import type { Router } from 'express';
import type { Registry } from 'prom-client';
import { requestValidation, validating } from '../../contract/request-validation';
import { createResponseReporter } from '../../contract/response-check';
import { compareWithContract } from '../../contract/drift';
import { compileContract } from '../../contract/schemas';
import type { Calendar } from '../../platform/calendar';
import type { Logger } from '../../platform/logging';
import type { Tracer } from '../../platform/tracing';
import { createApp, type FrontDoor } from './app';
import type { DriftOptions } from '../drift';
import { watchDrift } from './drift';
import type { OperationFacts } from './facts';
import { createHttpMetrics } from './metrics';
import { serveOperations, type OperationsOptions, warmUp } from './operations';
import type { OperationHandler } from './steps/answer';
import type { Authenticators } from './steps/authenticate';

export interface FrontDoorOptions {
  /** All inbound contracts in one document. */
  contract: object;
  /** What the generated operation map says of each of its operations. */
  operations: Readonly<Record<string, OperationFacts>>;
  handlers: Readonly<Record<string, OperationHandler>>;
  authenticators: Authenticators;
  /** Requests per minute by partner. */
  rateLimits: ReadonlyMap<string, number>;
  calendar: Calendar;
  /** Share of the responses that are checked against the contract. */
  responseCheck: number;
  /** Undefined where none is looked for. */
  drift?: Omit<DriftOptions, 'logger'>;
  trustProxy: readonly string[];
  /** What is served beside the operations. */
  routers: readonly Router[];
  logger: Logger;
  registry: Registry;
  /** Undefined where nothing is traced. */
  tracer?: Tracer | undefined;
  stopping: () => boolean;
}

/**
 * The application callers talk to, ready for its first request.
 *
 * @throws Error for an operation whose callers nobody can authenticate, or a contract that cannot be loaded.
 */
export async function openFrontDoor(options: FrontDoorOptions): Promise<FrontDoor> {
  const { contract, operations, handlers, authenticators, rateLimits, trustProxy, logger, registry, stopping } =
    options;
  const metrics = createHttpMetrics(registry);
  const upToFirstError = requestValidation(contract, { allErrors: false });
  const withAllErrors = requestValidation(contract, { allErrors: true });
  const schemas = compileContract(contract, operations);
  const { drift } = options;
  const watch =
    drift && drift.share > 0
      ? watchDrift({ ...drift, comparison: compareWithContract(contract, operations), logger })
      : undefined;
  const checked = createResponseReporter(schemas, options.responseCheck, { logger, registry });
  const report = watch ? watch.reporting(checked) : checked;
  const served: OperationsOptions = {
    operations,
    handlers,
    authenticators,
    rateLimits,
    validators: new Map(
      Object.keys(operations).map((id) => [id, validating(id, upToFirstError(), withAllErrors(), schemas)]),
    ),
    schemas,
    calendar: options.calendar,
    report,
    watch,
    logger,
    metrics,
    tracer: options.tracer,
  };
  const { routers } = options;
  const door = createApp({
    trustProxy,
    operations: (on) => serveOperations(on, served),
    routers,
    report,
    logger,
    metrics,
    stopping,
  });
  await warmUp(door.app, served);
  return door;
}
