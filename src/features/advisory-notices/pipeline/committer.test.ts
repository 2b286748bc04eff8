import { createCommitter } from './committer';

describe('what is done is committed together', () => {
  /** Commits that end when they are told to; `batches` has what each was given. */
  function scene(most = 3) {
    const batches: number[][] = [];
    const ends: ((error?: Error) => void)[] = [];
    const committer = createCommitter<number, number>(
      most,
      (items) =>
        new Promise((resolve, reject) => {
          batches.push([...items]);
          ends.push((error) => (error ? reject(error) : resolve(items.map((item) => item * 10))));
        }),
    );
    const turn = () => new Promise((resolve) => setImmediate(resolve));
    /** So many batches were begun. */
    const begun = async (count: number) => {
      while (batches.length < count) await turn();
    };
    return { committer, batches, ends, turn, begun };
  }

  it('what comes in one turn goes together, and each has its own answer', async () => {
    const { committer, batches, ends, turn } = scene();
    const answers = Promise.all([1, 2].map((item) => committer.commit(item)));
    await turn();
    expect(batches).toEqual([[1, 2]]);
    ends[0]!();
    expect(await answers).toEqual([10, 20]);
  });

  it('what comes while one is under way waits for it, and no more go at once than may', async () => {
    const { committer, batches, ends, turn, begun } = scene();
    const first = committer.commit(1);
    await turn();
    const others = Promise.all([2, 3, 4, 5].map((item) => committer.commit(item)));
    await turn();
    expect(batches).toEqual([[1]]);
    ends[0]!();
    await first;
    await turn();
    await begun(2);
    expect(batches).toEqual([[1], [2, 3, 4]]);
    ends[1]!();
    await begun(3);
    ends[2]!();
    expect(await others).toEqual([20, 30, 40, 50]);
    expect(batches).toEqual([[1], [2, 3, 4], [5]]);
  });

  it('a commit that fails fails for all of it, and the next ones go on', async () => {
    const { committer, ends, turn, begun } = scene();
    const failed = [1, 2].map((item) => committer.commit(item).catch((error: Error) => error.message));
    await turn();
    const next = committer.commit(3);
    ends[0]!(new Error('no'));
    expect(await Promise.all(failed)).toEqual(['no', 'no']);
    await begun(2);
    ends[1]!();
    expect(await next).toBe(30);
  });

  it('the loop turns between two answers: what each does next keeps nobody else waiting for all of it', async () => {
    const { committer, ends, turn } = scene();
    let turns = 0;
    const count = (): void => {
      turns += 1;
      next = setImmediate(count);
    };
    let next = setImmediate(count);
    const answeredAt = Promise.all([1, 2, 3].map((item) => committer.commit(item).then(() => turns)));
    await turn();
    ends[0]!();
    const [first, second, third] = await answeredAt;
    clearImmediate(next);
    expect(second).toBeGreaterThan(first!);
    expect(third).toBeGreaterThan(second!);
  });
});
