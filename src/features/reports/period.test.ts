import { createCalendar } from '../../platform/calendar';
import { spanOf } from './period';

const calendar = createCalendar({ now: () => new Date(NaN) }, 'Asia/Singapore');

describe('the period of a report (A 8, decisions §7)', () => {
  it.each([
    ['32 days', { from: '2026-01-01', to: '2026-02-01' }, 'Date range exceeds 31 days'],
    ['32 days over a new year', { from: '2025-12-15', to: '2026-01-15' }, 'Date range exceeds 31 days'],
    ['years', { from: '2020-01-01', to: '2026-01-15' }, 'Date range exceeds 31 days'],
    ['neither day', {}, 'Required fields are missing: from, to'],
    ['an empty day', { from: '2026-01-01', to: '' }, 'Required fields are missing: to'],
    ['a day that there is not', { from: '2026-02-30', to: '2026-03-01' }, 'not a day, YYYY-MM-DD: from'],
    ['a date and time', { from: '2026-01-01', to: '2026-01-02T00:00' }, 'not a day, YYYY-MM-DD: to'],
    ['other digits', { from: '2026-01-01', to: '２026-01-02' }, 'not a day, YYYY-MM-DD: to'],
    ['its end before its beginning', { from: '2026-01-02', to: '2026-01-01' }, 'the period ends before it begins'],
  ])('is refused with %s', (_name, period, message) => {
    expect(() => spanOf(period, calendar)).toThrow(expect.objectContaining({ kind: 'validation', message }) as Error);
  });

  it('tells where it is wrong', () => {
    expect(() => spanOf({ from: 'x', to: 'y' }, calendar)).toThrow(
      expect.objectContaining({
        details: ['/query/from', '/query/to'].map((path) => ({ path, message: 'is no day, YYYY-MM-DD' })),
      }) as Error,
    );
  });

  it.each([
    ['one day', '2026-01-15', '2026-01-15', '2026-01-14T16:00:00Z', '2026-01-15T16:00:00Z'],
    ['31 days', '2026-01-01', '2026-01-31', '2025-12-31T16:00:00Z', '2026-01-31T16:00:00Z'],
    ['31 days over a short month', '2026-02-01', '2026-03-03', '2026-01-31T16:00:00Z', '2026-03-03T16:00:00Z'],
    ['31 days over a new year', '2025-12-15', '2026-01-14', '2025-12-14T16:00:00Z', '2026-01-14T16:00:00Z'],
  ])('%s: from the first midnight in Singapore until the last', (_name, from, to, first, before) => {
    expect(spanOf({ from, to }, calendar)).toEqual({
      days: { from, to },
      from: new Date(first),
      before: new Date(before),
    });
  });

  it('counts days, not hours, where clocks are put back', () => {
    const toronto = createCalendar({ now: () => new Date(NaN) }, 'America/Toronto');
    expect(spanOf({ from: '2026-10-15', to: '2026-11-14' }, toronto).before).toEqual(new Date('2026-11-15T05:00:00Z'));
    expect(() => spanOf({ from: '2026-10-15', to: '2026-11-15' }, toronto)).toThrow('exceeds');
  });
});
