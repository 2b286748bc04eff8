/** How one outside system is reached. */
export interface SystemSettings {
  /** The paths of the contract follow it. */
  baseUrl: string;
  key: string;
  /** Per attempt, from connecting to the last byte read. */
  timeoutMs: number;
  /** The first included. */
  attempts: number;
  /** Before the second attempt, about; it doubles from one to the next. */
  backoffMs: number;
  /** Of one answer, after decompression. */
  maxResponseBytes: number;
  /** How many calls are under way together, of all callers that have these settings; more wait. */
  concurrency: number;
  /** How long a `Retry-After` of the system is waited for at most. */
  retryAfterMaxMs: number;
  /** Instead of that, the wait before each attempt after the first, where a document names them. */
  waitsMs?: readonly number[];
  /** What differs for single operations, by operation id. */
  operations: Readonly<Record<string, Partial<Pick<SystemSettings, 'timeoutMs' | 'attempts' | 'waitsMs'>>>>;
}
