/** A request as it goes out. */
export interface SentRequest {
  readonly url: string;
  readonly headers: Headers;
  readonly body?: string;
}

/**
 * Takes a body as far as the client read it, which may have found it wrong.
 *
 * @param whole whether that is all of it
 */
export type AnswerWatch = (body: unknown, whole?: boolean) => void;

/** Looks at an attempt's request and answer, in its own time: nothing waits for it, and it throws nothing. */
export interface AttemptWatch {
  sent(request: SentRequest): void;
  /** @returns what takes the body; undefined where this answer is not looked at. */
  answered(status: number): AnswerWatch | undefined;
}

/** Told of each attempt to call an operation. */
export type CallWatch = (call: { readonly system: string; readonly operation: string }) => AttemptWatch;

/** What stands for a body that is no JSON: text, where a contract has an object. */
export const NOT_JSON = '';

/** Entries of a list that a watch is given. */
export const WATCHED_ENTRIES = 100;
