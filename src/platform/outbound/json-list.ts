import { setImmediate as otherWork } from 'node:timers/promises';
import { JSONParser, type ParsedElementInfo } from '@streamparser/json';
import { isWellFormed } from '../well-formed';
import type { Attempt } from './attempt';
import type { ListChecks } from './checks';
import { NOT_JSON, WATCHED_ENTRIES } from './watch';

/** Parsed at once, between two turns of the event loop. */
const SLICE_BYTES = 64 * 1024;

/**
 * Reads an answer that is an object with one long list, checking every entry and what is around the list against the
 * contract. It holds no more of the text than a slice, and lets other work go on between slices.
 *
 * @param onItem takes each entry; what it has taken is void if this throws.
 * @returns the answer with its list emptied.
 */
export async function readJsonList(
  { body }: Pick<Response, 'body'>,
  {
    list,
    checks,
    attempt,
    onItem,
  }: { list: string; checks: ListChecks; attempt: Attempt; onItem: (item: unknown) => void },
): Promise<Record<string, unknown>> {
  // Without a prototype, so that a field called __proto__ is a field.
  const envelope = Object.create(null) as Record<string, unknown>;
  let items = 0;
  const { watch } = attempt;
  const watched: unknown[] = [];
  const soFar = (): object => ({ ...envelope, ...(watched.length > 0 && { [list]: watched }) });
  const take = ({ value, key, parent, stack }: ParsedElementInfo): void => {
    if (stack.length === 2) {
      if (!Array.isArray(parent)) {
        envelope[list] = parent;
        throw attempt.malformed(`the answer/${list} must be array`);
      }
      // The parser would keep them to the end.
      parent.length = 0;
      if (items === checks.maxItems)
        throw attempt.malformed(`the answer/${list} must NOT have more than ${checks.maxItems} items`);
      const wrong = checks.item(value, `the answer/${list}/${items}`);
      // The first ones are looked at, and wherever it is the one that is wrong.
      if (wrong !== undefined) watched.unshift(value);
      else if (watch && watched.length < WATCHED_ENTRIES) watched.push(value);
      if (wrong !== undefined) throw attempt.malformed(wrong);
      if (!isWellFormed(value)) throw attempt.malformed(`the answer/${list}/${items} holds text that is not Unicode`);
      onItem(value);
      items += 1;
    } else {
      const field = String(key);
      if (field in envelope) throw attempt.malformed('the answer has a field twice');
      envelope[field] = value;
    }
  };
  const parser = new JSONParser({ paths: [`$.${list}.*`, '$.*'], keepStack: false });
  let failure: Error | undefined;
  parser.onValue = (element) => {
    try {
      take(element);
    } catch (error) {
      failure = error as Error;
      throw error;
    }
  };
  // The parser would put a replacement for what is not UTF-8.
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parse = (step: () => void): void => {
    try {
      step();
    } catch {
      if (failure) watch?.(soFar(), false);
      else watch?.(NOT_JSON);
      // The parser's own messages quote what it met.
      throw failure ?? attempt.malformed('the answer is not JSON, or not whole');
    }
  };

  if (body) {
    for await (const chunk of body as AsyncIterable<Uint8Array>) {
      for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
        const slice = chunk.subarray(at, at + SLICE_BYTES);
        parse(() => {
          decoder.decode(slice, { stream: true });
          parser.write(slice);
        });
        await otherWork();
        attempt.signal.throwIfAborted();
      }
    }
  }
  if (!parser.isEnded) parse(() => parser.end());
  watch?.(soFar());
  if (items < checks.minItems)
    throw attempt.malformed(`the answer/${list} must NOT have fewer than ${checks.minItems} items`);
  const wrong =
    checks.envelope(envelope) ?? (isWellFormed(envelope) ? undefined : 'the answer holds text that is not Unicode');
  if (wrong !== undefined) throw attempt.malformed(wrong);
  return envelope;
}
