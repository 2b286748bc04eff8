import { createCalendar } from '../../../src/platform/calendar';
import { createNoticeCreationService } from '../../../src/features/notice-creation';
import { noticeNumber } from '../../../src/features/notices';
import type { Database } from '../../../src/db/database';
import { createLogger, type Logger } from '../../../src/platform/logging';
import { offence } from '../../support/offences';
import {
  type RecordedStatement,
  type RecordingDatabase,
  recordingMssql,
  type Row,
  serverError,
} from '../../support/recording-mssql';

const NOW = new Date('2026-01-15T04:05:06.789Z');
const FACTS: Row = { duplicate: 0, rule_code_known: 1, rule_codes_loaded: 1, vip: 0, double_booked: 0 };
const STEPS = {
  turn: /^update \[ocms_vehicle_turn\]/,
  'first turn': /^insert into \[ocms_vehicle_turn\]/,
  facts: /^SELECT CASE WHEN EXISTS/,
  exemptions: /from \[ocms_an_exemption_rule\]/,
  past: /^SELECT p\.suspension_type/,
  notice: /^INSERT INTO ocms_valid_offence_notice/,
  detail: /^insert into \[ocms_offence_notice_detail\]/,
} as const;
type Step = keyof typeof STEPS;

const serviceOver = (intranet: Database, logger: Logger) =>
  createNoticeCreationService({
    patienceMs: 60_000,
    intranet,
    calendar: createCalendar({ now: () => NOW }, 'Asia/Singapore'),
    logger,
    onCreated: () => undefined,
  });

/** A service over a database that answers a creation, until a step fails as the test says. */
function creation(failure?: { at: Step; times: number; error: () => Error }) {
  const recording: RecordingDatabase = recordingMssql();
  const log: Record<string, unknown>[] = [];
  const logger = createLogger({
    level: 'info',
    destination: { write: (line: string) => void log.push(JSON.parse(line) as Record<string, unknown>) },
  });
  let left = failure?.times ?? 0;
  const is = (step: Step, { sql }: RecordedStatement): boolean => STEPS[step].test(sql);
  recording.answer((statement) => {
    if (failure && is(failure.at, statement) && (left -= 1) >= 0) return failure.error();
    if (is('facts', statement)) return [FACTS];
    if (is('exemptions', statement) || is('past', statement)) return [];
    // The vehicle had its first notice before, unless that is what the test is about.
    return [{ '': failure?.at === 'first turn' && left >= 0 ? 0 : 1 }];
  });
  const service = serviceOver(recording.database, logger);
  return {
    ...recording,
    log,
    create: () => service.create(offence({ noticeNo: 'N1' })),
    times: (step: Step): number => recording.statements.filter((each) => is(step, each)).length,
    commits: (): number => recording.control.filter((each) => each === 'COMMIT').length,
    failed: (): unknown[] => log.filter(({ event }) => event === 'qualification-failed'),
    fate: (): unknown => log.find(({ event }) => event === 'notice-created')?.fate,
  };
}

const CREATED = { outcome: 'created', noticeNo: 'N1', generated: false, fate: 'advisory' };
const lost = (): Error => Object.assign(new Error('Connection lost'), { code: 'ESOCKET' });

describe('a creation on a SQL Server that has trouble (A 2.2.3, decisions §5)', () => {
  it.each<Step>(['turn', 'facts', 'exemptions', 'past', 'notice', 'detail'])(
    'is repeated as a whole after a deadlock at its %s, qualification included',
    async (at) => {
      const { create, times, commits, failed, fate, database } = creation({
        at,
        times: 2,
        error: () => serverError(1205),
      });
      expect(await create()).toEqual(CREATED);
      expect([times('turn'), times(at), commits()]).toEqual([3, 3, 1]);
      expect(failed()).toEqual([]);
      expect(fate()).toBe('advisory');
      await database.close();
    },
  );

  it.each<Step>(['exemptions', 'past'])(
    'A 2.2.3: database query error for good at its %s: rolled back, logged, and created once more without it',
    async (at) => {
      const { create, times, commits, failed, fate, database } = creation({
        at,
        times: Infinity,
        error: () => serverError(208),
      });
      expect(await create()).toEqual({ ...CREATED, fate: 'ordinary' });
      expect([times('turn'), times(at), times('notice'), commits()]).toEqual([2, 1, 1, 1]);
      expect(failed()).toEqual([expect.objectContaining({ level: 'error' })]);
      expect(fate()).toBe('ordinary');
      await database.close();
    },
  );

  it.each<Step>(['exemptions', 'past', 'notice'])(
    'a database lost at its %s is unavailable: no notice without qualification',
    async (at) => {
      const { create, commits, failed, database } = creation({ at, times: Infinity, error: lost });
      await expect(create()).rejects.toMatchObject({ name: 'AppError', kind: 'unavailable' });
      expect(commits()).toBe(0);
      expect(failed()).toEqual([]);
      await database.close();
    },
  );

  it("another error than qualification's is the caller's", async () => {
    const { create, failed, database } = creation({ at: 'notice', times: Infinity, error: () => serverError(8152) });
    await expect(create()).rejects.toMatchObject({ number: 8152 });
    expect(failed()).toEqual([]);
    await database.close();
  });

  it.each([2601, 2627])(
    'one that was first with the vehicle, or the number, lets it look again (%i)',
    async (number) => {
      for (const at of ['first turn', 'notice'] as const) {
        const { create, times, database } = creation({ at, times: 1, error: () => serverError(number) });
        expect(await create()).toEqual(CREATED);
        expect(times('turn')).toBe(2);
        await database.close();
      }
    },
  );

  it('and after five times it gives up', async () => {
    const { create, times, database } = creation({ at: 'notice', times: Infinity, error: () => serverError(2627) });
    await expect(create()).rejects.toMatchObject({ number: 2627 });
    expect(times('notice')).toBe(5);
    await database.close();
  });

  it('a commit whose outcome is unknown is not repeated', async () => {
    const { create, times, failCommit, database } = creation();
    failCommit(lost());
    await expect(create()).rejects.toMatchObject({ kind: 'unknown-outcome' });
    expect(times('notice')).toBe(1);
    await database.close();
  });

  it("asks whether a number it made is taken once the counter's row is everybody's again", async () => {
    const { database, control, answer } = recordingMssql();
    const before: unknown[] = [];
    let taken = 2;
    answer(({ sql }) => {
      if (/^SELECT v\.notice_no/.test(sql)) {
        before.push(control.at(-1));
        return (taken -= 1) >= 0 ? [{ notice_no: 'taken' }] : [];
      }
      if (/^select top.* \[next_number\]/.test(sql)) return [{ next_number: 700_000_005 - taken }];
      if (/^SELECT CASE WHEN EXISTS/.test(sql)) return [FACTS];
      return /@@rowcount/.test(sql) ? [{ '': 1 }] : [];
    });
    const service = serviceOver(database, createLogger({ level: 'silent' }));
    expect(await service.create(offence({ noticeNo: null }))).toEqual({
      outcome: 'created',
      noticeNo: noticeNumber(700_000_004),
      generated: true,
      fate: 'advisory',
    });
    expect(before).toEqual(['COMMIT', 'COMMIT', 'COMMIT']);
    await database.close();
  });
});
