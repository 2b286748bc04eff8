import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { lastMoment } from './scheduler';

const DAILY = '0 0 1 * * *';
const SINGAPORE = 'Asia/Singapore';
const last = (now: string, schedule = DAILY, zone = SINGAPORE): string | undefined =>
  lastMoment(schedule, zone, new Date(now))?.toISOString();

describe('the last moment of a schedule (decisions §9)', () => {
  it.each([
    ['a second before 01:00 in Singapore', '2026-01-15T16:59:59.000Z', undefined],
    ['a millisecond before', '2026-01-15T16:59:59.999Z', undefined],
    ['at 01:00', '2026-01-15T17:00:00.000Z', '2026-01-15T17:00:00.000Z'],
    ['a millisecond after', '2026-01-15T17:00:00.001Z', '2026-01-15T17:00:00.000Z'],
    ['hours after', '2026-01-16T02:30:00.000Z', '2026-01-15T17:00:00.000Z'],
    ['a millisecond less than 12 hours after', '2026-01-16T04:59:59.999Z', '2026-01-15T17:00:00.000Z'],
    ['12 hours after, which is too late', '2026-01-16T05:00:00.000Z', undefined],
    ['a second more than 12 hours after', '2026-01-16T05:00:01.000Z', undefined],
    ['across the end of a year', '2025-12-31T17:30:00.000Z', '2025-12-31T17:00:00.000Z'],
  ])('daily at 01:00: %s', (_when, now, moment) => {
    expect(last(now)).toBe(moment);
  });

  it('is the latest of several', () => {
    expect(last('2026-01-15T17:07:00Z', '0 */5 * * * *')).toBe('2026-01-15T17:05:00.000Z');
    expect(last('2026-01-15T17:05:00Z', '*/5 * * * *')).toBe('2026-01-15T17:05:00.000Z');
    expect(last('2026-01-15T16:59:59Z', '0 0 * * * *')).toBe('2026-01-15T16:00:00.000Z');
  });

  it('keeps to days of the week and of the month as they are in the zone', () => {
    // 1 February is a Sunday; in UTC it is Saturday still.
    expect(last('2026-01-31T18:00:00Z', '0 0 1 * * 0')).toBe('2026-01-31T17:00:00.000Z');
    expect(last('2026-01-31T18:00:00Z', '0 0 1 1 * *')).toBe('2026-01-31T17:00:00.000Z');
    expect(last('2026-01-31T18:00:00Z', '0 0 1 * * 6')).toBeUndefined();
  });

  describe('where clocks change (Europe/Berlin)', () => {
    const berlin = (now: string, schedule: string) => last(now, schedule, 'Europe/Berlin');

    it('follows the zone across both changes', () => {
      expect(berlin('2026-03-28T05:00:00Z', '0 0 4 * * *')).toBe('2026-03-28T03:00:00.000Z');
      expect(berlin('2026-03-29T05:00:00Z', '0 0 4 * * *')).toBe('2026-03-29T02:00:00.000Z');
      expect(berlin('2026-10-25T05:00:00Z', '0 0 4 * * *')).toBe('2026-10-25T03:00:00.000Z');
    });

    it('has one moment on the day that lacks the hour', () => {
      const moment = berlin('2026-03-29T05:00:00Z', '0 30 2 * * *');
      expect(moment).toBe('2026-03-29T01:00:00.000Z');
      expect(berlin('2026-03-29T00:59:59Z', '0 30 2 * * *')).toBeUndefined();
    });

    it('ends on the day that has the hour twice', () => {
      expect(['2026-10-25T00:30:00.000Z', '2026-10-25T01:30:00.000Z']).toContain(
        berlin('2026-10-25T05:00:00Z', '0 30 2 * * *'),
      );
    });
  });

  it.each(['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Kolkata'])('is the same on a host in %s', (TZ) => {
    const script = `
      const { lastMoment } = require(${JSON.stringify(join(__dirname, 'scheduler.ts'))});
      const at = (now) => lastMoment('${DAILY}', '${SINGAPORE}', new Date(now))?.toISOString() ?? 'none';
      console.log([new Date(0).getTimezoneOffset(), at('2026-01-15T16:59:59.999Z'), at('2026-01-15T17:00:00Z'), at('2026-01-16T04:59:59Z'), at('2026-01-16T05:00:00Z')].join());`;
    const printed = execFileSync(
      process.execPath,
      ['--require', join(__dirname, '../../test/support/typescript.cjs'), '--eval', script],
      {
        env: { TZ },
        encoding: 'utf8',
      },
    );
    const [offset, ...moments] = printed.trim().split(',');
    if (TZ !== 'UTC') expect(offset).not.toBe('0');
    expect(moments).toEqual(['none', '2026-01-15T17:00:00.000Z', '2026-01-15T17:00:00.000Z', 'none']);
  });
});
