import type { InboundOperationId, InboundOperations } from '../../generated/inbound/operations';
import type { JsonText } from '../platform/json';

/** The request body of an operation, as its contract says; already validated when a handler sees it. */
export type RequestBody<Id extends InboundOperationId> = InboundOperations[Id] extends {
  requestBody: { content: { 'application/json': infer Body } };
}
  ? Body
  : undefined;

export interface OperationRequest<Id extends InboundOperationId> {
  body: RequestBody<Id>;
  /** SHA-256 of the body as it was sent, in hexadecimal. */
  bodyHash(): string;
}

type Responses<Id extends InboundOperationId> = InboundOperations[Id]['responses'];
type JsonOf<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;

/** A documented status with the body documented for it. */
export type OperationResponse<Id extends InboundOperationId> = {
  [Status in keyof Responses<Id> & number]: {
    status: Status;
    body: JsonOf<Responses<Id>[Status]> | JsonText<JsonOf<Responses<Id>[Status]>>;
  };
}[keyof Responses<Id> & number];

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
