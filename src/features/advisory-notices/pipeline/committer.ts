import { setImmediate as turnOfTheLoop } from 'node:timers/promises';

/**
 * Commits what is done together: while one transaction is under way, what comes is collected for the next, so that many
 * notices in flight do not cost a transaction each.
 */
export interface Committer<Item, Result> {
  /** @throws what the transaction of it threw. */
  commit(item: Item): Promise<Result>;
}

interface Waiting<Item, Result> {
  item: Item;
  resolve: (result: Result) => void;
  reject: (reason: unknown) => void;
}

/** @param most so many at once. @param commitAll answers for each, in their order. */
export function createCommitter<Item, Result>(
  most: number,
  commitAll: (items: readonly Item[]) => Promise<readonly Result[]>,
): Committer<Item, Result> {
  let waiting: Waiting<Item, Result>[] = [];
  let working = false;
  const work = async (): Promise<void> => {
    while (waiting.length > 0) {
      const some = waiting.slice(0, most);
      waiting = waiting.slice(most);
      try {
        const results = await commitAll(some.map(({ item }) => item));
        for (const [index, { resolve }] of some.entries()) {
          resolve(results[index]!);
          // What each does next takes its time: the answers of partners come in between.
          await turnOfTheLoop();
        }
      } catch (error) {
        for (const { reject } of some) reject(error);
      }
    }
    working = false;
  };
  return {
    commit: (item) =>
      new Promise((resolve, reject) => {
        waiting.push({ item, resolve, reject });
        // What comes in the same turn goes together.
        if (!working) {
          working = true;
          setImmediate(() => void work());
        }
      }),
  };
}
