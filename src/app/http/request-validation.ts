import type { RequestHandler } from 'express';
import * as OpenApiValidator from 'express-openapi-validator';
import type { OpenAPIV3 } from 'express-openapi-validator/dist/framework/types';
import { AppError, type ErrorDetail } from '../../platform/errors';
import { isAmount } from '../../platform/money';
import { isSensitive } from '../../platform/scrub';

/** Formats the contracts use beyond JSON Schema's, for requests and responses alike. */
export const CONTRACT_FORMATS = { money: { type: 'number' as const, validate: isAmount } };

/** What a format expects, where its name alone does not tell. */
const FORMAT_EXPECTATIONS: Readonly<Record<string, string>> = {
  money: 'must be an amount from 0 to 99999999.99 with at most two decimals',
  date: 'must be a date of the calendar, YYYY-MM-DD',
};

/**
 * Validates requests against the contracts (express-openapi-validator). Authentication, media type and size
 * come before it, so its own security and uploads are off; batch limits come after it (decisions §3), so its
 * copy of the contract has no `maxItems` on what they cover.
 */
export function requestValidation(contract: object, batchLimits: readonly BatchLimitPlace[]): RequestHandler[] {
  return OpenApiValidator.middleware({
    apiSpec: withoutBatchLimits(contract, batchLimits) as unknown as OpenAPIV3.DocumentV3,
    validateApiSpec: false,
    validateSecurity: false,
    validateResponses: false,
    fileUploader: false,
    validateRequests: { allErrors: true },
    ajvFormats: { mode: 'full' },
    formats: CONTRACT_FORMATS,
  }) as unknown as RequestHandler[];
}

/** Which array of which operation's request a batch limit is on. */
export interface BatchLimitPlace {
  path: string;
  method: string;
  pointer: string;
}

interface Schema {
  $ref?: string;
  maxItems?: number;
  properties?: Record<string, Schema>;
}

function withoutBatchLimits(contract: object, places: readonly BatchLimitPlace[]): object {
  const copy = structuredClone(contract) as {
    paths: Record<string, Record<string, { requestBody: { content: { 'application/json': { schema: Schema } } } }>>;
  };
  const resolve = (schema: Schema): Schema =>
    schema.$ref === undefined
      ? schema
      : resolve(
          schema.$ref
            .slice(2)
            .split('/')
            .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], copy) as Schema,
        );
  for (const { path, method, pointer } of places) {
    let schema = resolve(copy.paths[path]![method]!.requestBody.content['application/json'].schema);
    for (const key of pointer.split('/').slice(1)) schema = resolve(schema.properties![key]!);
    delete schema.maxItems;
  }
  return copy;
}

interface ValidatorError {
  status?: unknown;
  path?: unknown;
  message?: unknown;
  errors?: { path: string; message: string; errorCode?: string }[];
}

/** An error of the validating middleware as a validation error that names place and rule, never the value. */
export function fromValidator(error: unknown): AppError | undefined {
  const { status, path, errors } = error as ValidatorError;
  if (status !== 400) return undefined;
  // An unknown query parameter comes without a list, its name in the path.
  const found = errors?.length ? errors : [{ path: typeof path === 'string' ? path : '', message: 'is not part of the contract' }];
  const seen = new Set<string>();
  const details: ErrorDetail[] = [];
  for (const { path, message, errorCode } of found) {
    const detail = { path: safePath(path), message: expectation(message, errorCode) };
    const key = `${detail.path} ${detail.message}`;
    if (!seen.has(key)) details.push(detail);
    seen.add(key);
    if (details.length === 20) break;
  }
  return new AppError('validation', 'the request breaks the contract', { details });
}

function expectation(message: string, errorCode: string | undefined): string {
  const format = /^must match format "(\w+)"$/.exec(message)?.[1];
  if (format) return FORMAT_EXPECTATIONS[format] ?? message;
  if (errorCode === 'additionalProperties.openapi.validation') return 'is not part of the contract';
  return message;
}

/** The path of a field the caller named itself is told only where it looks like a field's name. */
function safePath(path: string): string {
  const safe = path
    .split('/')
    .map((part) => (/^[A-Za-z0-9_-]{0,40}$/.test(part) && !isSensitive(part) ? part : '(unknown)'))
    .join('/');
  return safe.slice(0, 256);
}
