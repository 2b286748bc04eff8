import { createTurns } from './turns';

/** Work that ends when it is told to. */
function held() {
  let end!: () => void;
  const ended = new Promise<void>((resolve) => (end = resolve));
  let begin!: () => void;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  return {
    begun,
    end,
    work: async () => {
      begin();
      await ended;
    },
  };
}

const PATIENT_MS = 60_000;

test('work of one key goes one after another, of other keys beside it', async () => {
  const turns = createTurns({ atOnce: 5, patienceMs: PATIENT_MS });
  const [first, second, other] = [held(), held(), held()];
  const order: string[] = [];
  const running = [
    turns.take('A', first.work).then(() => order.push('first')),
    turns.take('A', second.work).then(() => order.push('second')),
    turns.take('B', other.work).then(() => order.push('other')),
  ];
  await Promise.all([first.begun, other.begun]);
  second.end();
  other.end();
  await running[2];
  expect(order).toEqual(['other']);
  first.end();
  await Promise.all(running);
  expect(order).toEqual(['other', 'first', 'second']);
});

test('only so many keys have work under way', async () => {
  const turns = createTurns({ atOnce: 1, patienceMs: PATIENT_MS });
  const first = held();
  let second = false;
  const running = [turns.take('A', first.work), turns.take('B', async () => void (second = true))];
  await first.begun;
  await new Promise(setImmediate);
  expect(second).toBe(false);
  first.end();
  await Promise.all(running);
  expect(second).toBe(true);
});

test.each(['the same key', 'another key, all places taken'])(
  'a turn that does not come in time is unavailable, and takes nothing from who comes after: %s',
  async (which) => {
    const turns = createTurns({ atOnce: 1, patienceMs: 20 });
    const first = held();
    const running = turns.take('A', first.work);
    await first.begun;
    let ran = false;
    const late = turns.take(which === 'the same key' ? 'A' : 'B', async () => void (ran = true));
    await expect(late).rejects.toMatchObject({ kind: 'unavailable' });
    first.end();
    await running;
    expect(await turns.take('A', () => Promise.resolve('next'))).toBe('next');
    expect(ran).toBe(false);
  },
);

test("a failure is its own caller's", async () => {
  const turns = createTurns({ atOnce: 1, patienceMs: PATIENT_MS });
  await expect(turns.take('A', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await turns.take('A', () => Promise.resolve(1))).toBe(1);
});
