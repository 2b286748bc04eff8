import type { ValidateFunction } from 'ajv/dist/2020';
import type { Request, RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { OpenAPIV3 } from 'express-openapi-validator/dist/framework/types';
import { AppError, type ErrorDetail } from '../platform/errors';
import { CONTRACT_FORMATS } from './compiler';
import { type ContractSchemas, EMPTY_NAME, pointerPart } from './schemas';
import { isSensitive } from '../platform/scrub';

/** As many as an error body tells (decisions §3). */
const MAX_ERRORS = 20;
/** Parts of a path that are told: far more than any contract nests. */
const MAX_DEPTH = 20;
const UNKNOWN = 'is not part of the contract';

/** What a format expects, where its name alone does not tell. */
const FORMAT_EXPECTATIONS: Readonly<Record<string, string>> = {
  money: 'must be an amount from 0 to 99999999.99 with at most two decimals',
  date: 'must be a date of the calendar, YYYY-MM-DD',
  instant: 'must be a date and time of the calendar, YYYY-MM-DDTHH:mm:ss, with or without an offset',
};

/**
 * Validates requests against the contracts (express-openapi-validator). Authentication, media type and size are checked
 * before, so its own security and uploads are off.
 *
 * @param allErrors whether to collect them, or to stop at the first
 * @returns what makes one operation's middleware; the validator itself is one for all contracts.
 */
export function requestValidation(contract: object, { allErrors }: { allErrors: boolean }): () => RequestHandler {
  const chain = OpenApiValidator.middleware({
    apiSpec: requestsOf(contract) as OpenAPIV3.DocumentV3,
    validateApiSpec: false,
    validateSecurity: false,
    validateResponses: false,
    fileUploader: false,
    validateRequests: { allErrors },
    ajvFormats: { mode: 'full' },
    formats: CONTRACT_FORMATS,
  }) as unknown as RequestHandler[];
  const { _oav: validator } = OpenApiValidator.middleware as unknown as { _oav: ValidatorParts };
  const made = validator.requestValidationMiddleware.bind(validator);
  let validate: RequestHandler | undefined;
  validator.requestValidationMiddleware = (document) => (validate = made(document));
  return () => forOneOperation(chain, () => validate);
}

/** What the validator is made of. */
interface ValidatorParts {
  requestValidationMiddleware(document: object): RequestHandler;
}

/**
 * A copy, which the validator may change, of what requests are made of and nothing else: for each operation it goes
 * through the whole document again, four times. Values in a query are decoded before they are checked; the validator would
 * refuse those whose sender writes a space as a plus, or leaves a colon as it is, as most HTTP libraries do.
 */
function requestsOf(contract: object): object {
  const { paths, components, ...rest } = structuredClone(contract) as {
    paths: Record<string, Record<string, Operation>>;
    components: Record<string, Record<string, object>>;
  };
  const { parameters = {}, requestBodies = {} } = components;
  const ofRequest = (item: Record<string, Operation>) =>
    Object.fromEntries(
      Object.entries(item).map(([key, value]) => [
        key,
        'responses' in value
          ? {
              ...value,
              parameters: value.parameters?.map(lenient) ?? [],
              ...(value.requestBody?.content && { requestBody: withoutExamples(value.requestBody) }),
              responses: {},
            }
          : value,
      ]),
    );
  const served = Object.fromEntries(Object.entries(paths).map(([path, item]) => [path, ofRequest(item)]));
  const parts = { parameters: parametersOf(parameters), requestBodies };
  const schemas = schemasOf({ served, parts }, components.schemas ?? {});
  return { ...rest, paths: served, components: { ...parts, schemas } };
}

const withoutExamples = ({ content = {}, ...rest }: RequestBody): RequestBody => ({
  ...rest,
  content: Object.fromEntries(Object.entries(content).map(([type, { schema = {} }]) => [type, { schema }])),
});

const SCHEMA = '#/components/schemas/';

/** The schemas that are needed here: those that are referred to, those that these refer to, and so on. */
function schemasOf(requests: object, schemas: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const needed: Record<string, unknown> = {};
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key !== '$ref' || typeof value !== 'string' || !value.startsWith(SCHEMA)) {
        look(value);
        continue;
      }
      const name = value.slice(SCHEMA.length);
      if (name in needed) continue;
      needed[name] = schemas[name];
      look(schemas[name]);
    }
  };
  look(requests);
  return needed;
}

const parametersOf = (parameters: object): object =>
  Object.fromEntries(
    Object.entries(parameters).map(([name, parameter]: [string, object]) => [name, lenient(parameter)]),
  );

const lenient = (parameter: object): object =>
  '$ref' in parameter ? parameter : { ...parameter, allowReserved: true };

interface RequestBody {
  content?: Record<string, { schema?: object }>;
}
interface Operation {
  parameters?: object[];
  requestBody?: RequestBody;
  responses?: object;
}

interface ValidatedRequest {
  openapi?: { pathParams: object; schema: { parameters?: readonly object[] } };
}

/**
 * The validator's chain for a route that is always the same operation. Its first steps find out which operation
 * a request is for, compiling the pattern of every route for every request; here the first answer is kept, and
 * only the step that validates runs again.
 *
 * @param validating that step without the chain around it, once the chain has made it
 */
function forOneOperation(
  chain: readonly RequestHandler[],
  validating: () => RequestHandler | undefined,
): RequestHandler {
  const validate = chain.find(({ name }) => name === 'requestMiddleware');
  if (!validate) throw new Error('express-openapi-validator has no step named requestMiddleware any more');
  let operation: ValidatedRequest['openapi'];
  let hasPathParameters = false;
  let bodyAlone: RequestHandler | undefined;
  return (request, response, next) => {
    const validated = request as ValidatedRequest;
    if (bodyAlone && !request.url.includes('?')) {
      // The step rewrites the query of what it is given, which costs less where that is no whole request.
      const { method, headers, originalUrl, path } = request;
      const body = request.body as unknown;
      const parts = { openapi: operation, method, headers, originalUrl, path, query: {}, params: {}, body };
      let valid = false;
      try {
        void bodyAlone(parts as unknown as Request, response, () => (valid = true));
      } catch (error) {
        next(error);
        return;
      }
      if (valid) next();
      return;
    }
    if (operation) {
      validated.openapi = hasPathParameters ? { ...operation, pathParams: request.params } : operation;
      validate(request, response, next);
      return;
    }
    const step = (index: number): void => {
      const middleware = chain[index];
      if (!middleware) {
        next();
        return;
      }
      middleware(request, response, (error?: unknown) => {
        if (middleware === validate) {
          operation = validated.openapi;
          hasPathParameters = Object.keys(operation?.pathParams ?? {}).length > 0;
          if (!hasPathParameters && operation?.schema.parameters?.length === 0) bodyAlone = validating();
        }
        if (error) next(error);
        else step(index + 1);
      });
    };
    step(0);
  };
}

/**
 * Refuses a request over its batch limit: 413, or 400 where the schema does not hold either, since the limit is
 * counted after the schema held (decisions §3). Such a request is checked here, up to its first error: to
 * collect a million errors would hold up everybody else.
 */
export function batchLimit(
  limits: readonly { readonly pointer: string; readonly maxItems: number }[],
  schemaHolds: ValidateFunction,
): RequestHandler {
  const places = limits.map(({ pointer, maxItems }) => ({ keys: pointer.split('/').slice(1), maxItems }));
  return (request, _response, next) => {
    const over = places.some(({ keys, maxItems }) => {
      const items = keys.reduce<unknown>(
        (node, key) => (node as Record<string, unknown> | undefined)?.[key],
        request.body,
      );
      return Array.isArray(items) && items.length > maxItems;
    });
    if (!over) {
      next();
      return;
    }
    // A query parameter is a breach of the schema, too; no operation with a batch has any.
    const [parameter] = Object.keys(request.query);
    if (parameter !== undefined)
      throw validationError([{ path: `/query/${pointerPart(parameter)}`, message: UNKNOWN }]);
    if (schemaHolds(request.body)) throw new AppError('too-large', 'over the batch limit');
    throw validationError(
      schemaHolds.errors!.map(({ instancePath, params, message, keyword }) => {
        const { missingProperty, additionalProperty } = params as Record<string, string | undefined>;
        const name = missingProperty ?? additionalProperty;
        return {
          path: `/body${instancePath}${name === undefined ? '' : `/${pointerPart(name)}`}`,
          message: message ?? 'breaks the contract',
          errorCode: `${keyword}.openapi.validation`,
        };
      }),
    );
  };
}

/**
 * Validates an operation's requests. What breaks the contract is looked through again for all its errors, with no more of
 * them to find than can be told, and names that are no part of a JSON pointer as they stand in one.
 *
 * @param upToFirstError a validator that stops there: to collect a million errors would hold up everybody else
 */
export function validating(
  id: string,
  upToFirstError: RequestHandler,
  withAllErrors: RequestHandler,
  schemas: Pick<ContractSchemas, 'withoutExcess'>,
): RequestHandler {
  return (request, response, next) => {
    void upToFirstError(request, response, (error?: unknown) => {
      if (!error) {
        next();
        return;
      }
      if (request.body !== undefined) request.body = schemas.withoutExcess(id, request.body);
      void withAllErrors(request, response, (again?: unknown) => next(again ?? error));
    });
  };
}

interface ValidatorError {
  status?: unknown;
  path?: unknown;
  message?: unknown;
  errors?: FoundError[];
}

interface FoundError {
  path: string;
  message: string;
  errorCode?: string;
}

/** An error of the validating middleware as a validation error that names place and rule, never the value. */
export function fromValidator(error: unknown): AppError | undefined {
  const { status, path, errors } = error as ValidatorError;
  if (status !== 400) return undefined;
  if (errors?.length) return validationError(errors);
  // An unknown query parameter comes without a list, its name in the path.
  const place = typeof path === 'string' ? path : '';
  const [, name] = /^\/query\/(.*)$/s.exec(place) ?? [];
  return validationError([{ path: name === undefined ? place : `/query/${pointerPart(name)}`, message: UNKNOWN }]);
}

function validationError(found: readonly FoundError[]): AppError {
  const seen = new Set<string>();
  const details: ErrorDetail[] = [];
  for (const { path, message, errorCode } of found) {
    // A condition of the schema: what it asks for is told by errors of its own.
    if (errorCode === 'if.openapi.validation') continue;
    const detail = { path: safePath(path), message: expectation(message, errorCode) };
    const key = `${detail.path} ${detail.message}`;
    if (!seen.has(key)) details.push(detail);
    seen.add(key);
    if (details.length === MAX_ERRORS) break;
  }
  return new AppError('validation', 'the request breaks the contract', { details });
}

function expectation(message: string, errorCode: string | undefined): string {
  const format = /^must match format "(\w+)"$/.exec(message)?.[1];
  if (format) return FORMAT_EXPECTATIONS[format] ?? message;
  if (errorCode === 'additionalProperties.openapi.validation' || message.includes('query parameter')) return UNKNOWN;
  // The list ends with null, which the middleware writes as nothing.
  return message.replace(/, $/, ', null');
}

/** The path of a field the caller named itself is told only where it looks like a field's name. */
function safePath(path: string): string {
  const safe = path
    .split('/')
    .slice(0, MAX_DEPTH)
    .map((part) => (part === EMPTY_NAME ? '' : part))
    .map((part) => (/^(?:[A-Za-z0-9_-]|~[01]){0,40}$/.test(part) && !isSensitive(part) ? part : '(unknown)'))
    .join('/');
  return safe.startsWith('/') ? safe : '/body';
}
