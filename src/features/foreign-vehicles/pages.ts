import { setImmediate as nextTurn } from 'node:timers/promises';
import { readAhead } from '../../effects';
import type { JobRun } from '../../scheduling/job';
import { onceMore } from './admin-fee';

/** A page of notices in the order of their numbers, as one text: the next can be asked for before it is taken apart. */
export interface NoticePage<Row> {
  /** The last notice's number; undefined where there are no more. */
  last: string | undefined;
  read: () => Row[];
}

const LAST = '"noticeNo":"';

/** @param json an array of rows that have a `noticeNo`. */
export function noticePage<Row extends { noticeNo: string }>(json: string): NoticePage<Row> {
  const from = json.lastIndexOf(LAST);
  const last = from < 0 ? undefined : json.slice(from + LAST.length, json.indexOf('"', from + LAST.length));
  return { last, read: () => JSON.parse(json) as Row[] };
}

/** Worked on between two turns of the event loop. */
const SLICE = 500;

/** All of them, some at a time; the next page is read while one is worked on. */
export async function* eachNotice<Row>(
  { signal }: Pick<JobRun, 'signal'>,
  pageAfter: (noticeNo: string) => Promise<NoticePage<Row>>,
): AsyncGenerator<Row[]> {
  async function* pages(): AsyncGenerator<NoticePage<Row>> {
    for (let after: string | undefined = ''; ;) {
      const from: string = after;
      const page = await onceMore(() => pageAfter(from));
      after = page.last;
      if (after === undefined) return;
      yield page;
    }
  }
  for await (const { read } of readAhead(pages())) {
    signal.throwIfAborted();
    const rows = read();
    for (let from = 0; from < rows.length; from += SLICE) {
      yield rows.slice(from, from + SLICE);
      // Others have a turn in between.
      await nextTurn();
    }
  }
}
