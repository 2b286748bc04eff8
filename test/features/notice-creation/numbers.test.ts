import { startServer } from '../../../src/app/server';
import type { Offence } from '../../../src/features/notice-creation';
import { makeContext, mirrorMarks, statementsOf, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { until } from '../../support/fault';
import { checked, everythingStored, fresh, missingTable, offence, pastNotice, without } from '../../support/offences';

const NOW = new Date('2026-01-15T04:05:06.789Z');
const DAY = 24 * 3_600_000;
const later = (milliseconds: number): Date => new Date(NOW.getTime() + milliseconds);

describe.each(databaseKinds)('notice numbers OCMS makes (A 3.2 Generate Notice Number, decisions §5) on %s', (kind) => {
  let context: TestContext;
  let now = NOW;
  const create = (fields: Partial<Offence> = {}) =>
    context.services.noticeCreation.create(offence({ noticeNo: null, ...fields }));
  const made = async (fields: Partial<Offence> = {}): Promise<string> => {
    const outcome = await create(fields);
    if (outcome.outcome !== 'created') throw new Error(`not created: ${outcome.outcome}`);
    expect(outcome.generated).toBe(true);
    return outcome.noticeNo;
  };
  const nextSerial = (): Promise<number> =>
    context.intranet.read(
      async (executor) => ((await executor('ocms_notice_number').first()) as { next_number: number }).next_number,
    );

  beforeAll(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => now } });
  });
  afterAll(() => context.close());
  beforeEach(() => {
    now = NOW;
  });

  it('begin with 700000001D, and go up by one', async () => {
    expect(await made()).toBe('700000001D');
    expect(checked(700_000_001)).toBe('700000001D');
    const serial = await nextSerial();
    for (let next = serial; next < serial + 30; next += 1) expect(await made()).toBe(checked(next));
  });

  it('skip numbers that are taken already, however many', async () => {
    const serial = await nextSerial();
    const run = 12;
    for (const taken of [...Array(run).keys(), run + 1])
      await pastNotice(context.intranet, {
        vehicleNo: 'TAKEN1',
        at: '2020-01-01T00:00:00Z',
        notice_no: checked(serial + taken),
      });
    expect(await made()).toBe(checked(serial + run));
    expect(await made()).toBe(checked(serial + run + 2));
  });

  it('do not go by numbers with other letters', async () => {
    const serial = await nextSerial();
    await pastNotice(context.intranet, { vehicleNo: 'TAKEN1', at: '2020-01-01T00:00:00Z', notice_no: `${serial}Z` });
    expect(await made()).toBe(checked(serial));
  });

  it('are taken in a transaction of their own: a creation that fails does not give its number back', async () => {
    const serial = await nextSerial();
    await without(context.intranet, 'ocms_offence_notice_detail', () =>
      expect(create()).rejects.toMatchObject(missingTable('ocms_offence_notice_detail')),
    );
    expect(await nextSerial()).toBe(serial + 1);
    expect(await made()).toBe(checked(serial + 1));
  });

  it("are made anew when somebody's own notice gets the number in between", async () => {
    const serial = await nextSerial();
    const overtaken = context.another(
      {},
      {
        boundary: async (label) => {
          if (label === 'number-taken' && (await nextSerial()) < serial + 3)
            await create({ noticeNo: checked((await nextSerial()) - 1) });
        },
      },
    );
    const sent = offence({ noticeNo: null });
    expect(await overtaken.services.noticeCreation.create(sent)).toEqual({
      outcome: 'created',
      noticeNo: checked(serial + 2),
      generated: true,
      fate: 'advisory',
    });
    expect(await storedNotice(context.intranet, checked(serial))).not.toMatchObject({ vehicle_no: sent.vehicleNo });
    expect(await storedNotice(context.intranet, checked(serial + 2))).toMatchObject({ vehicle_no: sent.vehicleNo });
  });

  it('are not spent on notices that have one', async () => {
    const serial = await nextSerial();
    await create({ noticeNo: fresh('N') });
    await create({ noticeNo: fresh('N'), source: 'OCMS' });
    expect(await nextSerial()).toBe(serial);
  });

  it('are not made for a source that must bring its own', async () => {
    const serial = await nextSerial();
    await expect(create({ source: 'CES' })).rejects.toMatchObject({ kind: 'internal' });
    expect(await nextSerial()).toBe(serial);
  });

  it('are stored like any other, marked for the mirror', async () => {
    const noticeNo = await made({ source: 'PLUS' });
    expect(await storedNotice(context.intranet, noticeNo)).toMatchObject({
      notice_no: noticeNo,
      notice_source: 'PLUS',
      an_flag: 'Y',
    });
    expect(await mirrorMarks(context.intranet)).toContain(`${noticeNo}:1`);
  });

  it('take a fixed number of statements', async () => {
    const vehicleNo = fresh('SV');
    const count = async (ppCode: string): Promise<number> =>
      (await statementsOf(context.intranet, () => create({ vehicleNo, ppCode }))).length;
    const lock = context.intranet.dialect.writersTakeTurns ? 0 : 1;
    await count('A1');
    expect([await count('A2'), await count('A3')]).toEqual([13 + lock, 13 + lock]);
  });

  describe('a delivery without a number that comes again (decisions §5)', () => {
    /** A delivery, with what it was answered first. */
    const delivered = async (fields: Partial<Offence> = {}): Promise<{ again: Partial<Offence>; first: string }> => {
      const again = { vehicleNo: fresh('SV'), transactionId: fresh('T-'), deliveryHash: 'b'.repeat(64), ...fields };
      return { again, first: await made(again) };
    };

    it.each([0, 1, 60_000, DAY - 1])(
      'gets the first answer again after %i ms, and nothing is written',
      async (after) => {
        const { again, first } = await delivered();
        const before = await everythingStored(context.intranet);
        now = later(after);
        for (let times = 0; times < 3; times += 1) expect(await made(again)).toBe(first);
        expect(await everythingStored(context.intranet)).toEqual(before);
        expect(context.log.map((line) => JSON.parse(line) as object)).toContainEqual(
          expect.objectContaining({ event: 'delivery-repeated', noticeNo: first, transactionId: again.transactionId }),
        );
      },
    );

    it('is a new one just after 24 hours: a double booking, and what is answered from then on', async () => {
      const { again, first } = await delivered();
      now = later(DAY + 1);
      const second = await made(again);
      expect(second).not.toBe(first);
      expect(await storedNotice(context.intranet, second)).toMatchObject({
        suspension_type: 'PS',
        epr_reason_of_suspension: 'DBB',
      });
      now = later(DAY + DAY);
      expect(await made(again)).toBe(second);
      now = later(DAY + DAY + 2);
      expect(await made(again)).not.toBe(second);
    });

    it('is one notice when it is repeated by several at once just after 24 hours, even of a vehicle nobody knows', async () => {
      const { again } = await delivered({ vehicleNo: null, offenceNoticeType: 'U' });
      now = later(DAY + 1);
      const answers = new Set(await Promise.all(Array.from({ length: 10 }, () => made(again))));
      expect(answers.size).toBe(1);
    });

    it.each<[string, Partial<Offence>]>([
      ['another body', { deliveryHash: 'c'.repeat(64) }],
      ['another partner', { source: 'PLUS' }],
      ['another transaction id', { transactionId: 'T-OTHER' }],
    ])('is a new one with %s', async (_name, other) => {
      const { again, first } = await delivered();
      expect(await made({ ...again, ...other })).not.toBe(first);
      expect(await made(again)).toBe(first);
    });

    it('is a duplicate, as the tables say, where it has a number', async () => {
      const again = { noticeNo: fresh('N'), transactionId: fresh('T-') };
      expect(await create(again)).toMatchObject({ outcome: 'created', noticeNo: again.noticeNo, generated: false });
      expect(await create(again)).toEqual({ outcome: 'duplicate' });
    });

    it('is kept for a day, then forgotten', async () => {
      const { again, first } = await delivered();
      const kept = (): Promise<unknown> =>
        context.intranet.read(
          async (executor) => (await executor('ocms_delivery_receipt').where('notice_no', first).first()) as unknown,
        );
      now = later(DAY - 1);
      await context.services.noticeCreation.purgeDeliveries();
      expect(await kept()).toBeDefined();
      expect(await made(again)).toBe(first);
      now = later(DAY);
      await context.services.noticeCreation.purgeDeliveries();
      expect(await kept()).toBeUndefined();
    });

    it('is forgotten by a service that runs, of itself', async () => {
      const { first } = await delivered();
      now = later(DAY);
      const server = await startServer({
        ...context,
        config: { ...context.config, port: 0, adminPort: 0, shutdownTimeoutMs: 50 },
      });
      const kept = (): Promise<unknown> =>
        context.intranet.read((executor) => executor('ocms_delivery_receipt').where('notice_no', first).first());
      await until('the delivery to be forgotten', async () => (await kept()) === undefined);
      await server.stop();
    });
  });

  it('the lock of a vehicle is purged once it had no notice for a day, and comes back with its next one', async () => {
    const [idle, busy] = [fresh('SV'), fresh('SV')];
    const locks = async (): Promise<unknown> =>
      context.intranet.read(
        async (executor) =>
          (await executor('ocms_vehicle_turn').whereIn('vehicle_no', [idle, busy]).pluck('vehicle_no')) as unknown,
      );
    const begin = now;
    const at = (ms: number): Date => new Date(begin.getTime() + ms);
    const { writersTakeTurns } = context.intranet.dialect;
    // There nothing is locked any more: these are of an earlier version, and none comes back.
    if (writersTakeTurns) {
      const rows = [idle, busy].map((vehicle_no) => ({ vehicle_no, taken: 1 }));
      await context.intranet.transaction((trx) => trx('ocms_vehicle_turn').insert(rows));
    }
    for (const vehicleNo of [idle, busy]) await create({ noticeNo: fresh('N'), vehicleNo });
    now = at(DAY - 1);
    await context.services.noticeCreation.purgeVehicles();
    expect(await locks()).toHaveLength(2);
    await create({ noticeNo: fresh('N'), vehicleNo: busy });
    now = at(DAY);
    await context.services.noticeCreation.purgeVehicles();
    expect(await locks()).toEqual([busy]);
    await create({ noticeNo: fresh('N'), vehicleNo: idle });
    expect(await locks()).toHaveLength(writersTakeTurns ? 1 : 2);
  });
});
