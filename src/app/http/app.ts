import { isIP } from 'node:net';
import express, {
  type ErrorRequestHandler,
  type Express,
  type Request,
  type RequestHandler,
  type Response,
  type Router,
} from 'express';
import { AppError } from '../../platform/errors';
import { type Logger, traceOf } from '../../platform/logging';
import type { HttpMetrics } from './metrics';
import { requestId } from '../../platform/request-id';
import { type ErrorResponse, errorResponse } from './error-response';
import type { Unread } from './connection';
import { factsOf, type RequestFacts } from './facts';
import { commonHeaders } from './head';
import { sendJson } from './steps/answer';
import { fromValidator } from '../../contract/request-validation';
import type { ResponseReporter } from '../../contract/response-check';

export interface AppOptions {
  trustProxy: readonly string[];
  operations: (app: Pick<Router, 'route'>) => void;
  /** What is served beside them. */
  routers: readonly Router[];
  report: ResponseReporter;
  logger: Logger;
  metrics: HttpMetrics;
  /** Whether the service is about to stop: callers are then asked for a new connection. */
  stopping: () => boolean;
}

export interface FrontDoor {
  app: Express;
  /** Tells log and metrics of what was refused before there was a request. */
  unread: Unread;
}

/** The Express application partners talk to. */
export function createApp({
  trustProxy,
  operations,
  routers,
  report,
  logger,
  metrics,
  stopping,
}: AppOptions): FrontDoor {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('trust proxy', trustProxy.length > 0 ? trustProxy : false);

  const answerError = errorAnswers(report, logger, metrics);
  app.use(observe(logger, metrics, stopping, answerError));
  operations(app);
  app.use(commonHeaders);
  for (const router of routers) app.use(router);
  app.use(() => {
    throw new AppError('not-found', 'no such path');
  });
  app.use(((error: unknown, request, response, _next) => {
    if (callerLeft(error)) response.destroy();
    else if (!factsOf(response).refused) answerError(error, request, response);
  }) satisfies ErrorRequestHandler);
  return {
    app,
    unread({ kind, status }, requestId) {
      metrics.requestsRefused.inc({ operation: 'none', reason: kind });
      logger.info({ event: 'request', status, requestId });
    },
  };
}

/** In the middle of the upload. */
const callerLeft = (error: unknown): boolean => (error as { type?: unknown }).type === 'request.aborted';

/** RFC 9112 §3.2. */
function requireOneHost({ httpVersion, rawHeaders }: Request): void {
  let hosts = 0;
  for (let index = 0; index < rawHeaders.length; index += 2)
    if (rawHeaders[index]!.length === 4 && rawHeaders[index]!.toLowerCase() === 'host') hosts++;
  if (hosts > 1 || (hosts === 0 && httpVersion === '1.1')) throw new AppError('validation', 'not one Host');
}

/** Gives a request its id, and its line in the log and place in the metrics when it is over. */
function observe(
  logger: Logger,
  metrics: HttpMetrics,
  stopping: () => boolean,
  answerError: AnswerError,
): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const facts = factsOf(response);
    facts.requestId = requestId(request.get('x-request-id'));
    if (stopping()) response.setHeader('Connection', 'close');
    facts.refuse = (error) => {
      facts.refused = true;
      answerError(error, request, response);
    };
    response.on('close', () => {
      const milliseconds = performance.now() - startedAt;
      const { requestId, operation, partner, span } = facts;
      // 499: the caller went away before it was answered.
      const status = facts.brokenOff ? 500 : response.writableFinished ? response.statusCode : 499;
      metrics.requestDuration.observe(
        { operation: operation ?? 'none', partner: partner ?? 'none', status },
        milliseconds / 1_000,
      );
      logger.info({
        event: 'request',
        operation,
        partner,
        status,
        ms: Math.round(milliseconds * 10) / 10,
        requestId,
        ...traceOf(span),
      });
      if (!span) return;
      span.set({ 'http.response.status_code': status });
      if (status >= 500) span.fail(String(status));
      span.end();
    });
    requireOneHost(request);
    next();
  };
}

type AnswerError = (error: unknown, request: Request, response: Response) => void;

function errorAnswers(report: ResponseReporter, logger: Logger, metrics: HttpMetrics): AnswerError {
  return (error, request, response) => {
    const facts = factsOf(response);
    const translated = fromMiddleware(error);
    const { kind, status, headers, body } = keepingContract(
      errorResponse(translated, facts.badRequestMessage),
      facts,
      report,
    );
    if (status >= 500) {
      const entry = {
        event: 'request-failed',
        operation: facts.operation,
        partner: facts.partner,
        requestId: facts.requestId,
        error: translated,
      };
      if (kind === 'unavailable') logger.warn(entry);
      else logger.error(entry);
    } else {
      metrics.requestsRefused.inc({ operation: facts.operation ?? 'none', reason: kind });
      // Somebody trying keys is worth knowing where from.
      if (kind === 'unauthenticated')
        logger.warn({
          event: 'unauthenticated',
          operation: facts.operation,
          from: address(request.ip),
          requestId: facts.requestId,
        });
    }
    if (response.headersSent) {
      response.destroy();
      return;
    }
    sendJson(response, status, JSON.stringify(body), headers);
  };
}

/** A trusted proxy may pass on whatever a caller calls its address, of any length: only an address is logged. */
function address(ip = ''): string {
  const [bare = ''] = ip.split('%');
  return isIP(bare) === 0 ? 'unknown' : bare;
}

/** An error answer is checked like any other; one that breaks its contract is replaced by the plainest. */
function keepingContract(answer: ErrorResponse, facts: RequestFacts, report: ResponseReporter): ErrorResponse {
  const { operation } = facts;
  if (operation === undefined || answer.kind === 'internal') return answer;
  try {
    report(operation, answer.status, { type: 'application/json', text: JSON.stringify(answer.body) }, facts);
    return answer;
  } catch (error) {
    return errorResponse(error);
  }
}

/** Errors of the body parser and the validating middleware, in our own kinds. */
function fromMiddleware(error: unknown): unknown {
  if (error instanceof AppError) return error;
  const { type, status } = error as { type?: string; status?: number };
  if (typeof type === 'string' && typeof status === 'number') {
    if (status === 413) return new AppError('too-large', type);
    if (status === 415) return new AppError('unsupported-media-type', type);
    if (status === 400) return new AppError('validation', type);
  }
  // Express: a path whose percent-encoding cannot be read.
  if (error instanceof URIError) return new AppError('validation', 'malformed path');
  return fromValidator(error) ?? error;
}
