import type express from 'express';
import { type Express, type NextFunction, type RequestHandler, type Response, type Router } from 'express';
import { batchLimit } from '../../contract/request-validation';
import type { ResponseReporter } from '../../contract/response-check';
import type { ContractSchemas } from '../../contract/schemas';
import type { Calendar } from '../../platform/calendar';
import { AppError } from '../../platform/errors';
import type { Logger } from '../../platform/logging';
import type { Tracer } from '../../platform/tracing';
import { factsOf, type OperationFacts } from './facts';
import type { DriftWatch } from './drift';
import type { HttpMetrics } from './metrics';
import { announceEnd } from './steps/announce-end';
import { answer, type OperationHandler } from './steps/answer';
import { authenticate, type Authenticators } from './steps/authenticate';
import { identify } from './steps/identify';
import { limitRate } from './steps/limit-rate';
import { noteUnknownFields } from './steps/note-unknown-fields';
import { readBody } from './steps/read-body';
import { trace } from './steps/trace';

export interface OperationsOptions {
  operations: Readonly<Record<string, OperationFacts>>;
  handlers: Readonly<Record<string, OperationHandler>>;
  authenticators: Authenticators;
  /** Requests per minute by partner. */
  rateLimits: ReadonlyMap<string, number>;
  /** Validates the requests of an operation, by operation id. */
  validators: ReadonlyMap<string, RequestHandler>;
  schemas: ContractSchemas;
  calendar: Calendar;
  report: ResponseReporter;
  /** Undefined where nothing is compared. */
  watch: DriftWatch | undefined;
  logger: Logger;
  metrics: HttpMetrics;
  /** Undefined where nothing is traced. */
  tracer: Tracer | undefined;
}

/**
 * The operations of the contracts, each with its checks in the order of decisions §3: route and method, key,
 * rate limit, media type and body size, schema and batch limit, then the operation itself.
 *
 * @throws Error for an operation whose callers nobody can authenticate.
 */
export function serveOperations(app: Pick<Router, 'route'>, options: OperationsOptions): void {
  const { handlers, authenticators, validators, schemas, calendar, report, watch, tracer } = options;
  const limiters = new Map([...options.rateLimits].map(([partner, limit]) => [partner, limitRate(partner, limit)]));

  for (const [path, operationsThere] of byPath(options.operations)) {
    const route = app.route(expressPath(path));
    for (const [id, operation] of operationsThere) {
      const limiter = limiters.get(operation.partner);
      const fields = schemas.fields(id);
      route[operation.method as 'post'](
        ...(operation.deprecated ? [announceEnd(operation.deprecated, calendar)] : []),
        identify(id, operation),
        authenticate(id, operation, authenticators),
        ...(tracer ? [trace(id, operation, tracer)] : []),
        ...(limiter ? [limiter] : []),
        ...readBody(operation),
        ...(watch ? [watch.step(id)] : []),
        ...(operation.batchLimits.length > 0 ? [batchLimit(operation.batchLimits, schemas.request(id))] : []),
        validators.get(id)!,
        ...(fields ? [noteUnknownFields(id, fields, options)] : []),
        answer(id, operation, handlers[id]!, report, options.logger),
      );
    }
    route.all(refuseMethod(operationsThere.map(([, operation]) => operation)));
  }
}

/**
 * Loads and compiles what the validating middleware otherwise would on an operation's first request.
 */
export async function warmUp(app: Express, { operations, validators }: OperationsOptions): Promise<void> {
  for (const [id, { method, path }] of Object.entries(operations)) {
    const request = Object.assign(Object.create(app.request) as express.Request, {
      app,
      method: method.toUpperCase(),
      url: path,
      originalUrl: path,
      baseUrl: '',
      headers: { 'content-type': 'application/json' },
      params: {},
      body: {},
    });
    const failure = await new Promise<{ status?: number } | undefined>((resolve) => {
      void validators.get(id)!(request, {} as Response, resolve as NextFunction);
    });
    // An empty body is refused: the validator works. Anything else is a contract that cannot be loaded.
    if (failure && failure.status !== 400) throw failure as Error;
  }
}

const PARAMETER = /\{(\w+)\}/g;

/** `/notices/{noticeNo}` as Express writes it. */
function expressPath(path: string): string {
  return path.replaceAll(PARAMETER, ':$1');
}

/** Concrete paths come before those with parameters, as OpenAPI has it: a router takes the first that fits. */
function byPath(operations: OperationsOptions['operations']): [path: string, [id: string, OperationFacts][]][] {
  const paths = new Map<string, [string, OperationFacts][]>();
  for (const [id, operation] of Object.entries(operations)) {
    paths.set(operation.path, [...(paths.get(operation.path) ?? []), [id, operation]]);
  }
  const order = (path: string): string => path.replaceAll(PARAMETER, '\uffff');
  return [...paths].sort(([a], [b]) => (order(a) < order(b) ? -1 : 1));
}

function refuseMethod(operations: readonly OperationFacts[]): RequestHandler {
  // Express answers HEAD as it does GET.
  const allowed = operations.flatMap(({ method }) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]));
  return (_request, response) => {
    factsOf(response).badRequestMessage = operations[0]!.badRequestMessage;
    throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: allowed.join(', ') } });
  };
}
