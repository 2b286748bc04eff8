import type { InboundOperationId, InboundOperations } from '../../generated/inbound/operations';
import type { CourtNoticesService } from '../features/court-notices';
import type { NoticeCreationService } from '../features/notice-creation';
import type { PaymentAcceptanceService } from '../features/payment-acceptance';
import type { PaymentStatusService } from '../features/payment-status';
import type { JsonText } from '../platform/json';

/** What operations are made of: the features' services. */
export interface Services {
  paymentStatus: PaymentStatusService;
  courtNotices: CourtNoticesService;
  paymentAcceptance: PaymentAcceptanceService;
  noticeCreation: NoticeCreationService;
  /** The zone calendar dates belong to. */
  timeZone: string;
}

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

/**
 * One operation of a contract, by its operation id: a body, a status or a field outside the contract does not
 * compile.
 */
export type Operation<Id extends InboundOperationId> = (
  services: Services,
) => (request: OperationRequest<Id>) => Promise<OperationResponse<Id>>;

/** A handler for every operation of the contracts, and no other. */
export type Handlers = { readonly [Id in InboundOperationId]: Operation<Id> };
