import { setImmediate as nextTurn } from 'node:timers/promises';
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
  const ask = (after: string): Promise<NoticePage<Row>> => {
    const page = onceMore(() => pageAfter(after));
    // Nobody may want it any more.
    page.catch(() => undefined);
    return page;
  };
  for (let next = ask(''); ;) {
    signal.throwIfAborted();
    const { last, read } = await next;
    if (last === undefined) return;
    next = ask(last);
    // It is asked for, and others have a turn, before this one is worked on.
    await nextTurn();
    const rows = read();
    for (let from = 0; from < rows.length; from += SLICE) {
      yield rows.slice(from, from + SLICE);
      await nextTurn();
    }
  }
}
