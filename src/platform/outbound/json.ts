import { isWellFormed } from '../well-formed';
import type { Attempt } from './attempt';
import type { Check } from './checks';
import { NOT_JSON } from './watch';

/** Reads an answer of one piece, checking it against the contract. It is in memory as a whole: the system's limit bounds it. */
export async function readJson(
  { body }: Pick<Response, 'body'>,
  { check, attempt }: { check: Check; attempt: Pick<Attempt, 'malformed' | 'signal' | 'watch'> },
): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  if (body)
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      chunks.push(chunk);
      attempt.signal.throwIfAborted();
    }
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    attempt.watch?.(NOT_JSON);
    // The parser's own messages quote what it met.
    throw attempt.malformed('the answer is not JSON, or not whole');
  }
  attempt.watch?.(value);
  const wrong = check(value) ?? (isWellFormed(value) ? undefined : 'the answer holds text that is not Unicode');
  if (wrong !== undefined) throw attempt.malformed(wrong);
  return value;
}
