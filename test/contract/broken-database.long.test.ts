import { copyFileSync, existsSync, openSync, closeSync, renameSync, statSync, unlinkSync, writeSync } from 'node:fs';
import { openDatabase } from '../../src/db/database';
import { sqliteDriver } from '../../src/db/dialects/sqlite/driver';
import { FaultBook } from '../../src/partner-sandbox/faults/book';
import { MAIL } from '../../src/partner-sandbox/faults/catalogue';
import { startMailReceiver } from '../../src/partner-sandbox/mail';
import { makeContext } from '../support/contexts';
import { makePlace } from '../support/databases';
import { takeAway } from '../support/mirror';
import { insertNotices } from '../support/notices';
import { fullRequests } from '../support/inbound-operations';
import { request, startTestService, type TestService } from '../support/service';

const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const STATUS = '/v1/ocms/cas-getPaymentStatus';
const RC = '/v1/repccsWebhook';

// About SQLite files; what SQL Server says of itself is in the dialect's tests.
describe('an intranet database that is broken', () => {
  let service: TestService;
  let path: string;
  beforeEach(async () => {
    service = await startTestService({ kind: 'sqlite' });
    path = (service.place.intranet as { path: string }).path;
  });
  afterEach(() => service.close());

  const look = (): Promise<void> =>
    service.context.chores.find(({ name }) => name === 'look-for-intranet-database')!.run();
  const told = () =>
    service.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ event }) => /^database-/.test(event as string))
      .map(({ event, level, reason }) => [event, level, reason]);
  const up = async (): Promise<string | undefined> =>
    /ocms_database_up\{zone="intranet"\} (\d)/.exec((await request(`${service.adminUrl}/metrics`)).text)?.[1];
  const readiness = async () => {
    const { status, body } = await request(`${service.adminUrl}/health/ready`);
    return [status, (body.checks as Record<string, boolean>).intranetReached];
  };
  const court = { notices: [{ noticeNo: '1A', atomsFlag: 'Y' }] };

  /** ERROR once, metric 0, not ready; whatever is looked at how often. */
  const expectHeardOf = async (reason: string): Promise<void> => {
    await look();
    await look();
    expect(told()).toEqual([['database-unreachable', 'error', reason]]);
    expect([await up(), await readiness()]).toEqual(['0', [503, false]]);
  };
  const expectBack = async (): Promise<void> => {
    await look();
    await look();
    expect(told().slice(1)).toEqual([['database-back', 'info', undefined]]);
    expect([await up(), await readiness()]).toEqual(['1', [200, true]]);
  };

  it('damaged: requests are 503, not 500', async () => {
    const others = Array.from({ length: 2_000 }, (_, index) => ({ notice_no: `N${index}` }));
    await insertNotices(service.context.intranet, others);
    const checkpoint = new sqliteDriver(path);
    checkpoint.pragma('wal_checkpoint(TRUNCATE)');
    checkpoint.close();
    const file = openSync(path, 'r+');
    for (let at = 4_096; at < statSync(path).size; at += 4_096)
      writeSync(file, Buffer.alloc(4_096, 0xa5), 0, 4_096, at);

    closeSync(file);

    expect((await service.post(STATUS, { noticeNumbers: ['N1000'] })).status).toBe(503);
    await expectHeardOf('its file is damaged (SQLITE_CORRUPT)');
  });

  it('full: reading alone does not make it ready', async () => {
    const { intranet } = service.context;
    const pages = (await intranet.read<{ page_count: number }[]>((executor) => executor.raw('PRAGMA page_count')))[0]!;
    const limit = (to: number) => intranet.transaction((trx) => trx.raw(`PRAGMA max_page_count = ${to}`));
    await limit(pages.page_count);
    let status = 200;
    for (let sent = 0; status === 200 && sent < 500; sent += 1) {
      const offence = { ...fullRequests.repccsWebhook, noticeNo: `F${sent}`, vehicleNo: `SF${sent}` };
      ({ status } = await service.post(RC, offence));
    }
    expect(status).toBe(503);
    expect((await service.post(STATUS, { noticeNumbers: ['F0'] })).status).toBe(200);
    await expectHeardOf('the disk is full (SQLITE_FULL)');
    await limit(1_073_741_823);
    // Before it is written again, it is looked through.
    const statements: string[] = [];
    const stop = intranet.onStatement((sql) => statements.push(sql));
    await expectBack();
    stop();
    expect(statements).toContain('PRAGMA quick_check(1)');
  });

  it('deleted: nothing is written into it, and no other is begun in its place', async () => {
    const moved = 'its file was deleted or replaced; restart with the right one in place (SQLITE_READONLY_DBMOVED)';
    await insertNotices(service.context.intranet, [{ notice_no: '1A', last_processing_stage: 'CPC' }]);
    renameSync(path, `${path}.kept`);
    expect((await service.post(UPDATE, court)).status).toBe(503);
    await expectHeardOf(moved);
    expect(existsSync(path)).toBe(false);

    // Another database, be it a copy.
    copyFileSync(`${path}.kept`, path);
    expect((await service.post(UPDATE, court)).status).toBe(503);
    await expectHeardOf(moved);

    unlinkSync(path);
    renameSync(`${path}.kept`, path);
    await expectBack();
    expect((await service.post(UPDATE, court)).body).toMatchObject({ updatedCount: 1 });
  });
});

test('a SQLite file that is gone before the first statement is not begun anew by one that reads', async () => {
  const place = await makePlace('sqlite');
  const { path } = place.intranet as { path: string };
  const database = openDatabase('intranet', place.intranet);
  unlinkSync(path);
  await expect(database.read((executor) => executor.raw('SELECT 1'))).rejects.toMatchObject({
    kind: 'unavailable',
    cause: { code: 'SQLITE_READONLY_DBMOVED' },
  });
  expect(existsSync(path)).toBe(false);
  await database.close();
  await place.remove();
});

describe('the e-mail about the intranet database, which goes without it', () => {
  it('after a quarter of an hour, again every four hours, and when it is over; refused, it is tried again', async () => {
    const faults = new FaultBook();
    const mail = await startMailReceiver('127.0.0.1', 0, faults);
    const start = new Date('2026-01-15T01:02:03.000Z').getTime();
    let now = start;
    const context = await makeContext(
      'sqlite',
      {
        alerts: { smtpUrl: `smtp://127.0.0.1:${mail.port}`, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' },
      },
      { clock: { now: () => new Date(now) } },
    );
    const chore = (name: string) => context.chores.find((each) => each.name === name)!.run();
    const at = async (minutes: number): Promise<number> => {
      now = start + minutes * 60_000;
      await chore('look-for-intranet-database');
      await chore('tell-of-intranet-database');
      return mail.list().length;
    };
    try {
      expect(await at(0)).toBe(0);
      const back = takeAway(context.intranet, context.place.folder);
      // A quarter of an hour from the first look that failed.
      expect([await at(1), await at(15.9)]).toEqual([0, 0]);
      faults.set({ operation: MAIL, times: 1, fault: { fault: 'reject' } });
      expect([await at(16), await at(16.25), await at(17), await at(256.2), await at(256.25)]).toEqual([0, 1, 1, 1, 2]);
      await back();
      expect([await at(257), await at(258)]).toEqual([3, 3]);
      // Another outage has a quarter of an hour of its own.
      const again = takeAway(context.intranet, context.place.folder);
      expect([await at(300), await at(314.9), await at(315)]).toEqual([3, 3, 4]);
      await again();
      expect(mail.list().map(({ subject }) => subject)).toEqual([
        '[OCMS] The intranet database does not work',
        '[OCMS] The intranet database does not work',
        '[OCMS] The intranet database works again',
        '[OCMS] The intranet database does not work',
      ]);
      expect(mail.list()[0]!.text).toContain('since 2026-01-15T01:03:03.000Z');
      expect(mail.list()[0]!.text).toContain('its file cannot be opened (SQLITE_CANTOPEN');
    } finally {
      await context.close();
      await mail.close();
    }
  });
});
