/** What the documentation tells of an operation besides its contract. */
export interface DocumentedOperation {
  contract: string;
  caller: string;
  callee: string;
  method: string;
  path: string;
  keyHeader: string;
  maxBodyBytes: number;
  batchLimits: readonly { pointer: string; maxItems: number }[];
}

export interface PublishedContract {
  name: string;
  title: string;
  version: string;
  summary: string;
  operations: readonly (DocumentedOperation & { id: string })[];
}

/** A contract with what its document says of keys. */
export interface DescribedContract extends PublishedContract {
  document: ContractDocument;
}

/** What the pages read of a contract's document. */
export interface ContractDocument {
  info: { title: string; version: string; summary?: string };
  tags?: readonly { name: string }[];
  paths: Readonly<Record<string, Readonly<Record<string, ContractOperation>>>>;
  components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface ContractOperation {
  operationId: string;
  summary: string;
  deprecated?: boolean;
  /** Days, `YYYY-MM-DD`. */
  'x-deprecated-since'?: string;
  'x-sunset'?: string;
  requestBody?: { content: Readonly<Record<string, { examples?: Examples }>> };
  responses: Readonly<Record<string, unknown>>;
}

/** Of a deprecated operation: since when, and its last day. */
export interface Ending {
  since: string | undefined;
  sunset: string | undefined;
}

export const endingOf = (operation: ContractOperation): Ending | undefined =>
  operation.deprecated ? { since: operation['x-deprecated-since'], sunset: operation['x-sunset'] } : undefined;

export type Examples = Readonly<Record<string, { summary?: string; value: unknown }>>;
