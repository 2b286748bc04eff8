import type { Response } from 'express';
import type { AppError } from '../../platform/errors';
import type { Principal } from '../../platform/principal';
import type { Span } from '../../platform/tracing';

/** What the generated operation map says of an operation. */
export interface OperationFacts {
  readonly contract: string;
  readonly method: string;
  readonly path: string;
  /** Whose operation it is. */
  readonly partner: string;
  /** How its callers say who they are; the header that does. */
  readonly authentication: string;
  readonly keyHeader: string;
  /** Of members of staff: whoever has one of them may call it. Empty for partners' systems, which have keys. */
  readonly roles: readonly string[];
  /** 0 for an operation without a request body. */
  readonly maxBodyBytes: number;
  readonly batchLimits: readonly { readonly pointer: string; readonly maxItems: number }[];
  /** Headers the contract declares as parameters. */
  readonly headers: readonly string[];
  /** What OCMS-4000 says. */
  readonly badRequestMessage: string;
  /** Where the contract deprecates it: since when, and its last day, in Singapore. */
  readonly deprecated?: { readonly since?: string; readonly sunset?: string };
}

/** What is known of a request when it is logged. */
export interface RequestFacts {
  requestId: string;
  operation?: string;
  partner?: string;
  principal?: Principal;
  badRequestMessage?: string;
  /** Where it is traced. */
  span?: Span;
  /** The body's bytes. */
  bytes?: Buffer;
  /** Answers before the request has arrived: whatever it would have come to is not answered any more. */
  refuse?: (error: AppError) => void;
  refused?: true;
  /** The answer failed after it had begun. */
  brokenOff?: true;
}

export const factsOf = (response: Response): RequestFacts => response.locals as RequestFacts;
