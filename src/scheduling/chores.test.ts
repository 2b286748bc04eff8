import { createLogger } from '../platform/logging';
import { type Chore, startChores } from './chores';

const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });
beforeEach(() => lines.splice(0));
const events = (): string[] => lines.map((line) => (JSON.parse(line) as { event: string }).event);

/** Resolves when it was called so many times. */
function counted(count: number, run: (time: number) => Promise<void> = () => Promise.resolve()) {
  let times = 0;
  let reach!: () => void;
  const reached = new Promise<void>((resolve) => (reach = resolve));
  return {
    reached,
    times: () => times,
    run: async () => {
      times += 1;
      if (times === count) reach();
      await run(times);
    },
  };
}

const chore = (name: string, run: () => Promise<void>, more: Partial<Chore> = {}): Chore => ({
  name,
  everyMs: 1,
  run,
  ...more,
});

test('a chore is done again and again, never beside itself', async () => {
  let beside = 0;
  let together = 0;
  const work = counted(5, async () => {
    together = Math.max(together, (beside += 1));
    await new Promise((resolve) => setTimeout(resolve, 3));
    beside -= 1;
  });
  const chores = startChores([chore('work', work.run)], logger);
  await work.reached;
  await chores.stop();
  expect(together).toBe(1);
  const times = work.times();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(work.times()).toBe(times);
});

test('one that hangs keeps no other one waiting', async () => {
  let end!: () => void;
  const hanging = new Promise<void>((resolve) => (end = resolve));
  const other = counted(3);
  const chores = startChores([chore('hangs', () => hanging), chore('other', other.run)], logger);
  await other.reached;
  end();
  await chores.stop();
});

test('of one that fails again and again the log hears once, and when it is done again', async () => {
  const work = counted(5, (time) => (time < 4 ? Promise.reject(new Error('no')) : Promise.resolve()));
  const chores = startChores([chore('work', work.run)], logger);
  await work.reached;
  await chores.stop();
  expect(events()).toEqual(['chore-failed', 'chore-done-again']);
});

test('at the end only those are done once more that ask for it', async () => {
  const [asks, other] = [counted(1), counted(1)];
  const every = { everyMs: 3_600_000 };
  const chores = startChores(
    [chore('asks', asks.run, { ...every, atEnd: true }), chore('other', other.run, every)],
    logger,
  );
  await Promise.all([asks.reached, other.reached]);
  await chores.stop();
  expect([asks.times(), other.times()]).toEqual([2, 1]);
});
