import { Standstill } from './standstill';

const LIMIT_MS = 1_000;
const caller = new AbortController().signal;

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

test('without progress for as long as the limit it is over, and not before', async () => {
  const standstill = new Standstill(LIMIT_MS, caller);
  jest.advanceTimersByTime(LIMIT_MS - 1);
  standstill.progress();
  jest.advanceTimersByTime(LIMIT_MS - 1);
  expect(standstill.ended.aborted).toBe(false);
  jest.advanceTimersByTime(1);
  expect(standstill.ended.aborted).toBe(true);
  await expect(standstill.over).rejects.toMatchObject({ message: expect.stringContaining('timed out') as string });
});

test('finished, it keeps no timer, whatever progress is told of afterwards: the process may end', () => {
  const standstill = new Standstill(LIMIT_MS, caller);
  standstill.finish();
  standstill.progress();
  expect(jest.getTimerCount()).toBe(0);
  jest.advanceTimersByTime(2 * LIMIT_MS);
  expect(standstill.ended.aborted).toBe(false);
});
