import type { Readable } from 'node:stream';
import type { InboundOperationId, InboundOperations } from '../../generated/inbound/operations';
import type { JsonText } from '../platform/json';
import type { Logger } from '../platform/logging';
import type { Principal } from '../platform/principal';

type ParametersOf<Op, Place extends 'path' | 'query' | 'header'> = Op extends {
  parameters: { [P in Place]?: infer Values };
}
  ? [NonNullable<Values>] extends [never]
    ? Record<string, never>
    : NonNullable<Values>
  : Record<string, never>;

type BodyOf<Op> = Op extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : undefined;

/** The request body of an operation, as its contract says; already validated when a handler sees it. */
export type RequestBody<Id extends InboundOperationId> = BodyOf<InboundOperations[Id]>;

/** What a handler is given, by the types of its operation; all of it is validated. */
export interface RequestOf<Op> {
  /** Of the path, by name. */
  params: ParametersOf<Op, 'path'>;
  query: ParametersOf<Op, 'query'>;
  /** Those its contract declares, by the names it has for them; `X-Request-Id` is the pipeline's. */
  headers: Omit<ParametersOf<Op, 'header'>, 'X-Request-Id'>;
  body: BodyOf<Op>;
  /** Who calls. */
  principal: Principal;
  /** SHA-256 of the body, in hexadecimal: the same for bodies that are equal as JSON. */
  bodyHash(): string;
  /** Its lines carry the request's id and partner. */
  readonly logger: Logger;
}

/** Headers that every answer gets on its way out: no handler's business. */
type PipelineHeader =
  'X-Request-Id' | 'Retry-After' | 'Allow' | 'WWW-Authenticate' | 'Access-Control-Allow-Origin' | `RateLimit-${string}`;
type OwnHeaders<R> = R extends { headers: infer H }
  ? { [Name in keyof H as string extends Name ? never : Name extends PipelineHeader ? never : Name]: H[Name] }
  : object;
type HeadersOf<R> = [keyof OwnHeaders<R>] extends [never]
  ? { headers?: undefined }
  : Partial<OwnHeaders<R>> extends OwnHeaders<R>
    ? { headers?: OwnHeaders<R> }
    : { headers: OwnHeaders<R> };
type ContentOf<R> = R extends { content: infer Content }
  ? Content extends { 'application/json': infer Body }
    ? { body: Body | JsonText<Body> }
    : { [Type in keyof Content]: { contentType: Type; stream: Readable } }[keyof Content]
  : { body?: undefined };

/**
 * A documented status with what is documented for it: JSON, a stream of another media type, or nothing, and the headers
 * the contract names.
 */
export type ResponseOf<Op> = Op extends { responses: infer Responses }
  ? {
      [Status in keyof Responses & number]: { status: Status } & ContentOf<Responses[Status]> &
        HeadersOf<Responses[Status]>;
    }[keyof Responses & number]
  : never;

export type OperationRequest<Id extends InboundOperationId> = RequestOf<InboundOperations[Id]>;
export type OperationResponse<Id extends InboundOperationId> = ResponseOf<InboundOperations[Id]>;

/** What answers an operation: a body, a status or a field outside the contract does not compile. */
export type Handler<Id extends InboundOperationId> = (request: OperationRequest<Id>) => Promise<OperationResponse<Id>>;

/**
 * One operation of a contract, by its operation id.
 *
 * @typeParam Needs the services it calls, by name
 */
export type Operation<Id extends InboundOperationId, Needs extends object = object> = (services: Needs) => Handler<Id>;

/** A handler for every operation of the contracts, and no other. */
export type Operations = { readonly [Id in InboundOperationId]: (services: never) => Handler<Id> };
