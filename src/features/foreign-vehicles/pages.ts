import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Tuples } from '../../db/dialects/dialect';
import { readAhead } from '../../effects';
import type { JobRun } from '../../scheduling/job';
import { onceMore } from './admin-fee';

/** A page of notices in the order of their numbers, as one text: the next can be asked for before it is taken apart. */
export interface NoticePage<Row> {
  /** The last notice's number; undefined where there are no more. */
  last: string | undefined;
  read: () => Row[];
}

/** @param tuples values in the order of `columns`, of which the first is the notice's number. */
export function noticePage<Row extends object>(
  { json, last }: Tuples,
  columns: readonly (keyof Row & string)[],
): NoticePage<Row> {
  const rowOf = (values: readonly unknown[]): Row => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index += 1) row[columns[index]!] = values[index];
    return row as Row;
  };
  return { last, read: () => (JSON.parse(json) as unknown[][]).map(rowOf) };
}

/** Worked on between two turns of the event loop. */
const SLICE = 500;

/** While one is worked on, so that the thread that reads them does not wait for this one. */
const PAGES_AHEAD = 2;

/** All of them, some at a time; the next pages are read while one is worked on. */
export async function* eachNotice<Row>(
  { signal }: Pick<JobRun, 'signal'>,
  pageAfter: (noticeNo: string) => Promise<NoticePage<Row>>,
): AsyncGenerator<Row[]> {
  async function* pages(): AsyncGenerator<NoticePage<Row>> {
    for (let after: string | undefined = ''; ;) {
      const from: string = after;
      signal.throwIfAborted();
      const page = await onceMore(() => pageAfter(from));
      after = page.last;
      if (after === undefined) return;
      yield page;
    }
  }
  for await (const { read } of readAhead(pages(), PAGES_AHEAD)) {
    // The next one is asked for first.
    await nextTurn();
    signal.throwIfAborted();
    const rows = read();
    for (let from = 0; from < rows.length; from += SLICE) {
      yield rows.slice(from, from + SLICE);
      // Others have a turn in between.
      await nextTurn();
    }
  }
}
