import type { OutboundOperationId, OutboundOperations, outboundOperations } from '../../generated/outbound/operations';

export type System = (typeof outboundOperations)[OutboundOperationId]['system'];
type OperationOf<S extends System> = {
  [Id in OutboundOperationId]: (typeof outboundOperations)[Id]['system'] extends S ? Id : never;
}[OutboundOperationId];

type JsonOf<R> = R extends { content: { 'application/json': infer Body } } ? Body : never;
type Responses<Id extends OutboundOperationId> = OutboundOperations[Id]['responses'];

export interface PartnerRequest<Id extends OutboundOperationId> {
  body: OutboundOperations[Id] extends { requestBody?: infer Request } ? JsonOf<NonNullable<Request>> : undefined;
  params: Readonly<Record<string, string>>;
  query: Readonly<Record<string, unknown>>;
}

/** A documented status with the body documented for it. */
export type PartnerResponse<Id extends OutboundOperationId> = {
  [Status in keyof Responses<Id> & number]: { status: Status; body: JsonOf<Responses<Id>[Status]> };
}[keyof Responses<Id> & number];

export type SuccessBody<Id extends OutboundOperationId> = Extract<PartnerResponse<Id>, { status: 200 }>['body'];

/** Something a partner took to be sent on, for people. */
export interface Sent {
  time: string;
  reference: string;
  to: string;
  text: string;
}

/** How it looks to whoever gets it. */
export interface SentDocument {
  type: 'application/pdf' | 'text/html; charset=utf-8';
  content: Buffer | string;
}

/** A list of the partner's that can be read at `/_sandbox/<system>/<name>`, and replaced unless it is what was received. */
export type Collection<State, Id extends OutboundOperationId, Row> = {
  read: (state: State) => readonly Row[];
  /** Of rows that are messages or letters: how they stand on the page. */
  sent?: (row: Row) => Sent;
  /** What is to be seen at `/_sandbox/<system>/<name>/<reference>`. */
  document?: (state: State, reference: string) => SentDocument | undefined;
} & (
  | {
      replace: (state: State, rows: readonly Row[]) => void;
      /** The operation that shows the rows, and its answer: by its contract a new list is checked. */
      shownBy: { operation: Id; body: (rows: readonly Row[]) => SuccessBody<Id> };
    }
  | { replace?: undefined }
);

/** A value that asks for a certain answer. */
export interface MagicValue {
  value: string;
  does: string;
}

export interface PartnerDefinition<S extends System, State> {
  system: S;
  /** For people: what its handlers answer to which values. */
  magic?: readonly MagicValue[];
  createState: () => State;
  /** An operation without a handler answers the contract's first 200 example. */
  handlers: { readonly [Id in OperationOf<S>]?: (state: State, request: PartnerRequest<Id>) => PartnerResponse<Id> };
  /** Row number n of an answer of any size, for operations that answer with a list (fault `size`). */
  rows?: { readonly [Id in OperationOf<S>]?: (index: number) => unknown };
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each collection has rows of its own
  collections?: Readonly<Record<string, Collection<State, OperationOf<S>, any>>>;
}

export type AnswerOf = (state: unknown, request: unknown) => { status: number; body: unknown };

/** A partner as the sandbox runs it, whatever its types. */
export interface Partner {
  readonly system: string;
  readonly magic: readonly MagicValue[];
  createState: () => unknown;
  readonly handlers: Readonly<Record<string, AnswerOf | undefined>>;
  readonly rows: Readonly<Record<string, ((index: number) => unknown) | undefined>>;
  readonly collections: Readonly<Record<string, Collection<unknown, OutboundOperationId, unknown>>>;
}

/** Checks a partner's file against the contracts, as types: an answer they do not have does not compile. */
export function definePartner<S extends System, State>(definition: PartnerDefinition<S, State>): Partner {
  return { magic: [], rows: {}, collections: {}, ...definition } as unknown as Partner;
}
