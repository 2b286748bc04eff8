import { createLogger } from '../platform/logging';
import { driftSample } from './drift';

test('of each operation and direction the first twenty in an hour are looked at, so that rare ones all are', () => {
  let hours = 0;
  const { isLookedAt } = driftSample({
    share: 0,
    note: () => undefined,
    logger: createLogger({ level: 'silent' }),
    now: () => hours * 3_600_000,
  });
  const lookedAtOf = (count: number, operation: string, direction: 'REQUEST' | 'RESPONSE'): number =>
    Array.from({ length: count }, () => isLookedAt({ operation, direction })).filter(Boolean).length;

  expect(lookedAtOf(25, 'often', 'REQUEST')).toBe(20);
  expect([lookedAtOf(25, 'often', 'RESPONSE'), lookedAtOf(25, 'another', 'REQUEST')]).toEqual([20, 20]);
  hours = 0.9;
  expect(lookedAtOf(1, 'often', 'REQUEST')).toBe(0);
  hours = 1;
  expect(lookedAtOf(25, 'often', 'REQUEST')).toBe(20);
  for (hours = 2; hours < 300; hours += 12) expect(lookedAtOf(5, 'rare', 'REQUEST')).toBe(5);
});
