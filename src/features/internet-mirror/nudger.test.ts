import { createLogger } from '../../platform/logging';
import { createNudger, type Nudger } from './nudger';

const INTERVAL_MS = 1_000;
const lines: string[] = [];
const logger = createLogger({ level: 'info', destination: { write: (line: string) => void lines.push(line) } });

let copied: (readonly string[])[];
let copy: (noticeNumbers: readonly string[]) => Promise<void>;
let nudger: Nudger;
beforeEach(() => {
  jest.useFakeTimers();
  lines.splice(0);
  copied = [];
  copy = (noticeNumbers) => {
    copied.push(noticeNumbers);
    return Promise.resolve();
  };
  nudger = createNudger({ copy: (noticeNumbers) => copy(noticeNumbers), intervalMs: INTERVAL_MS, logger });
});
afterEach(async () => {
  await nudger.close();
  jest.useRealTimers();
});

const pass = (milliseconds: number): Promise<void> => jest.advanceTimersByTimeAsync(milliseconds);
const numbers = (count: number, first = 0): string[] =>
  Array.from({ length: count }, (_, index) => `${first + index}A`);

test('what changes together is copied together, once, and copies begin an interval apart', async () => {
  nudger.nudge(['1A', '2A']);
  nudger.nudge(['2A', '3A']);
  expect(copied).toEqual([]);
  await pass(20);
  expect(copied).toEqual([['1A', '2A', '3A']]);
  nudger.nudge(['1A']);
  await pass(INTERVAL_MS - 21);
  expect(copied).toHaveLength(1);
  await pass(21);
  expect(copied).toEqual([['1A', '2A', '3A'], ['1A']]);
});

test('one copy is under way at a time, and what changes meanwhile is the next one’s', async () => {
  let finish!: () => void;
  copy = (noticeNumbers) => {
    copied.push(noticeNumbers);
    return new Promise((resolve) => (finish = resolve));
  };
  nudger.nudge(['1A']);
  await pass(20);
  nudger.nudge(['1A', '2A']);
  await pass(10 * INTERVAL_MS);
  expect(copied).toEqual([['1A']]);
  finish();
  await pass(20);
  expect(copied).toEqual([['1A'], ['1A', '2A']]);
  finish();
});

test('after a failure nothing is tried for half a minute: what waits, and what comes, is left to the schedule', async () => {
  copy = (noticeNumbers) => {
    copied.push(noticeNumbers);
    return copied.length === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
  };
  nudger.nudge(numbers(501));
  await pass(20);
  expect(lines.map((line) => (JSON.parse(line) as { event: string }).event)).toEqual(['mirror-nudge-failed']);
  nudger.nudge(['NEXT']);
  await pass(30_000 - INTERVAL_MS - 1);
  nudger.nudge(['STILL']);
  await pass(10 * INTERVAL_MS);
  expect(copied).toHaveLength(1);
  nudger.nudge(['AFTER']);
  await pass(20);
  expect(copied).toEqual([numbers(500), ['AFTER']]);
});

test('more than 5,000 waiting is for the schedule: the rest is not remembered', async () => {
  nudger.nudge(numbers(5_000));
  nudger.nudge(['LATE']);
  await pass(20 * INTERVAL_MS);
  expect(copied.map(({ length }) => length)).toEqual(Array(10).fill(500));
  expect(copied.flat()).toEqual(numbers(5_000));
  nudger.nudge(['LATE']);
  await pass(INTERVAL_MS);
  expect(copied.at(-1)).toEqual(['LATE']);
});

test('closed, it waits for what is under way, and begins nothing more', async () => {
  let finish!: () => void;
  copy = (noticeNumbers) => {
    copied.push(noticeNumbers);
    return new Promise((resolve) => (finish = resolve));
  };
  nudger.nudge(['1A']);
  await pass(20);
  nudger.nudge(['2A']);
  let closed = false;
  const closing = nudger.close().then(() => (closed = true));
  await pass(INTERVAL_MS);
  expect(closed).toBe(false);
  finish();
  await closing;
  nudger.nudge(['3A']);
  await pass(10 * INTERVAL_MS);
  expect(copied).toEqual([['1A']]);
});
