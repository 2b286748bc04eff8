import { readAhead } from './read-ahead';

/** Counts to so many, and notes what it does. */
async function* counted(most: number, notes: string[], failAt = Infinity): AsyncGenerator<number> {
  try {
    for (let number = 1; number <= most; number += 1) {
      await Promise.resolve();
      if (number === failAt) throw new RangeError(`no ${number}`);
      notes.push(`made ${number}`);
      yield number;
    }
  } finally {
    notes.push('ended');
  }
}

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('the next is made while one is worked on, and no more than that', async () => {
  const notes: string[] = [];
  for await (const number of readAhead(counted(3, notes))) {
    await turn();
    notes.push(`used ${number}`);
  }
  expect(notes).toEqual(['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'ended', 'used 3']);
});

test('as many as are asked for are made ahead', async () => {
  const notes: string[] = [];
  for await (const number of readAhead(counted(4, notes), 2)) {
    await turn();
    notes.push(`used ${number}`);
  }
  expect(notes).toEqual(['made 1', 'made 2', 'made 3', 'used 1', 'made 4', 'used 2', 'ended', 'used 3', 'used 4']);
});

test('what fails is thrown when its turn comes, after what was made before', async () => {
  const notes: string[] = [];
  const used: number[] = [];
  const work = async (): Promise<void> => {
    for await (const number of readAhead(counted(3, notes, 3))) {
      await turn();
      used.push(number);
    }
  };
  await expect(work()).rejects.toThrow(new RangeError('no 3'));
  expect(used).toEqual([1, 2]);
});

test('who stops early ends the source, and a failure that nobody waits for is nobody’s', async () => {
  const notes: string[] = [];
  for await (const number of readAhead(counted(3, notes, 2))) {
    await turn();
    expect(number).toBe(1);
    break;
  }
  expect(notes).toEqual(['made 1', 'ended']);
});
