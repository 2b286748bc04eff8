import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type Express, type NextFunction, type RequestHandler, type Response, Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import type { KeyRing } from '../../features/api-keys';
import { AppError } from '../../platform/errors';
import type { Logger } from '../../platform/logging';
import type { HttpMetrics } from './metrics';
import { JsonText } from '../../platform/json';
import type { ContractSchemas } from '../../contract/schemas';
import { batchLimit } from '../../contract/request-validation';
import type { ResponseReporter } from '../../contract/response-check';

/** What the generated operation map says of an operation. */
export interface OperationFacts {
  readonly contract: string;
  readonly method: string;
  readonly path: string;
  readonly partner: string;
  readonly keyHeader: string;
  readonly maxBodyBytes: number;
  readonly batchLimits: readonly { readonly pointer: string; readonly maxItems: number }[];
  /** What OCMS-4000 says. */
  readonly badRequestMessage: string;
}

export type OperationHandler = (request: {
  body: unknown;
  bodyHash: () => string;
}) => Promise<{ status: number; body: unknown }>;

export interface OperationsOptions {
  operations: Readonly<Record<string, OperationFacts>>;
  handlers: Readonly<Record<string, OperationHandler>>;
  keyRing: KeyRing;
  /** Requests per minute by partner. */
  rateLimits: ReadonlyMap<string, number>;
  /** Validates the requests of an operation, by operation id. */
  validators: ReadonlyMap<string, RequestHandler>;
  schemas: ContractSchemas;
  report: ResponseReporter;
  logger: Logger;
  metrics: HttpMetrics;
}

/** What is known of a request when it is logged. */
export interface RequestFacts {
  requestId: string;
  operation?: string;
  partner?: string;
  badRequestMessage?: string;
  /** The body's bytes. */
  bytes?: Buffer;
}

export const factsOf = (response: Response): RequestFacts => response.locals as RequestFacts;

/**
 * The operations of the contracts, each with its checks in the order of decisions §3: route and method, key,
 * rate limit, media type and body size, schema and batch limit, then the operation itself.
 */
export function operationsRouter(options: OperationsOptions): Router {
  const router = Router({ caseSensitive: true, strict: true });
  const limiters = new Map([...options.rateLimits].map(([partner, limit]) => [partner, partnerLimit(partner, limit)]));
  const methodsByPath = new Map<string, { methods: string[]; badRequestMessage: string }>();

  for (const [id, operation] of Object.entries(options.operations)) {
    const path = expressPath(operation.path);
    const limiter = limiters.get(operation.partner);
    const route = router.route(path);
    route[operation.method as 'post'](
      (_request, response, next) => {
        const facts = factsOf(response);
        facts.operation = id;
        facts.badRequestMessage = operation.badRequestMessage;
        next();
      },
      authenticate(operation, options.keyRing),
      ...(limiter ? [limiter] : []),
      requireJson(operation),
      express.json({ limit: operation.maxBodyBytes, inflate: false, type: () => true, verify: keepBytes }),
      batchLimit(operation.batchLimits, options.schemas.request(id)),
      options.validators.get(id)!,
      ...(options.schemas.fields(id) ? [noteUnknownFields(id, options)] : []),
      handle(id, options.handlers[id]!, options.report),
    );
    const methods = [...(methodsByPath.get(path)?.methods ?? []), operation.method.toUpperCase()];
    methodsByPath.set(path, { methods, badRequestMessage: operation.badRequestMessage });
  }

  for (const [path, { methods, badRequestMessage }] of methodsByPath) {
    router.all(path, (_request, response) => {
      factsOf(response).badRequestMessage = badRequestMessage;
      throw new AppError('method-not-allowed', 'wrong method', { headers: { Allow: methods.join(', ') } });
    });
  }
  return router;
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

/** Nothing of a request without a valid key of the operation's own partner is read. */
function authenticate(operation: OperationFacts, keyRing: KeyRing): RequestHandler {
  const header = operation.keyHeader.toLowerCase();
  return async (request, response, next) => {
    const key = request.headers[header];
    const owner = typeof key === 'string' && key !== '' ? await keyRing.ownerOf(key) : undefined;
    if (owner?.partner !== operation.partner) throw new AppError('unauthenticated', 'no valid key');
    factsOf(response).partner = owner.partner;
    next();
  };
}

function partnerLimit(partner: string, limit: number): RequestHandler {
  return rateLimit({
    windowMs: 60_000,
    limit,
    keyGenerator: () => partner,
    standardHeaders: 'draft-6',
    legacyHeaders: false,
    validate: false,
    handler: (_request, _response, next) => next(new AppError('rate-limited', 'over the rate limit')),
  });
}

const FIELDS_NAMED = 20;
const FIELDS_TOLD = 1_000;

const keepBytes = (_request: IncomingMessage, response: ServerResponse, bytes: Buffer): void => {
  factsOf(response as Response).bytes = bytes;
};

/** Uncompressed JSON in UTF-8, and no more of it than the contract allows. */
const JSON_TYPE = /^application\/json\s*(;\s*charset\s*=\s*("utf-8"|utf-8)\s*)?$/i;

function requireJson({ maxBodyBytes }: OperationFacts): RequestHandler {
  return (request, response, next) => {
    const {
      'content-type': type = '',
      'content-encoding': encoding = 'identity',
      'content-length': length,
    } = request.headers;
    if (!JSON_TYPE.test(type.trim()) || encoding.toLowerCase() !== 'identity') {
      throw new AppError('unsupported-media-type', 'not uncompressed application/json');
    }
    // The body parser would wait for all of it before it says so.
    if (Number(length) > maxBodyBytes) throw new AppError('too-large', 'over the size limit');
    if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue();
    next();
  };
}

/** A field the contract does not know is ignored, but somebody should hear of it (decisions §3: unknown properties). */
function noteUnknownFields(id: string, { schemas, logger, metrics }: OperationsOptions): RequestHandler {
  const known = schemas.fields(id)!;
  const told = new Set<string>();
  return (request, response, next) => {
    const unknown = Object.keys(request.body as object).filter((name) => !known.has(name));
    if (unknown.length > 0) {
      const { partner, requestId } = factsOf(response);
      metrics.unknownFields.inc({ operation: id }, unknown.length);
      // A name the caller made up may hold anything: only what looks like a field's name is told.
      const fields = [
        ...new Set(unknown.slice(0, FIELDS_NAMED).map((name) => (/^[A-Za-z_]{1,40}$/.test(name) ? name : '(other)'))),
      ];
      // A partner's new field comes with every request: once is enough to hear of it.
      const news = told.size < FIELDS_TOLD && fields.some((name) => !told.has(name));
      if (news) for (const name of fields) told.add(name);
      logger[news ? 'warn' : 'debug']({
        event: 'unknown-fields-ignored',
        operation: id,
        partner,
        requestId,
        fields,
        count: unknown.length,
      });
    }
    next();
  };
}

function handle(id: string, handler: OperationHandler, report: ResponseReporter): RequestHandler {
  return async (request, response) => {
    const bodyHash = (): string =>
      createHash('sha256')
        .update(factsOf(response).bytes ?? '')
        .digest('hex');
    const { status, body } = await handler({ body: request.body as unknown, bodyHash });
    const text = body instanceof JsonText ? body.text : JSON.stringify(body);
    report(id, status, text);
    sendJson(response, status, text);
  };
}

/** Sends JSON text; answers about notices are nobody's to keep. */
export function sendJson(response: Response, status: number, text: string): void {
  response.writeHead(status, {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(text),
    'Cache-Control': 'no-store',
  });
  response.end(text);
}

/** `/notices/{noticeNo}` as Express writes it. */
function expressPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}
