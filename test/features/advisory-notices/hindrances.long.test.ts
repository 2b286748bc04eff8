import PDFDocument from 'pdfkit';
import { createAdvisoryPipeline } from '../../../src/features/advisory-notices';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { jobRun } from '../../support/job-run';
import { without } from '../../support/offences';

const MINUTE = 60_000;
const NOBODY_ENCRYPTED = 'unreadable particulars';

describe.each(databaseKinds)('an advisory notice that cannot be worked on, on %s', (kind) => {
  let place: AdvisoryPlace;
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind);
  });
  afterEach(() => place.close());

  const passes = (ms: number): void => {
    place.now = new Date(place.now.getTime() + ms);
  };
  /** A notice whose owner's particulars do not decrypt, at the step that reads them first. */
  const unreadable = async (noticeNo: string): Promise<void> => {
    await place.qualified(noticeNo, 'SBA1A', { owner_nric: NOBODY_ENCRYPTED });
    await place.context.intranet.transaction((trx) =>
      trx('ocms_advisory_case')
        .where('notice_no', noticeNo)
        .update({ state: 'OWNER_FOUND', step: 'CHOOSE_CHANNEL', owner_id_type: 'NRIC' }),
    );
  };
  const entries = (event: string) =>
    place.context.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((entry) => entry.event === event);

  it('stops no other, waits where it is, and operations are told', async () => {
    await unreadable('1A');
    await place.qualified('2A', 'SBA1A', { computer_rule_code: null });
    await place.qualified('3A', 'SBA1A');
    const { counts, alert } = await place.run();
    expect(counts).toEqual({ suspended: 1, halted: 0, manualReview: 0, setAside: 2 });
    expect(await place.story('1A')).toMatchObject({ state: 'OWNER_FOUND', step: 'CHOOSE_CHANNEL' });
    expect(await place.story('2A')).toMatchObject({ state: 'OWNER_FOUND', step: 'SEND_SMS' });
    expect(alert!.problem.split('\n').sort()).toEqual([
      '- 1A: CHOOSE_CHANNEL',
      '- 2A: SEND_SMS',
      'These advisory notices could not be worked on, and are tried again later:',
    ]);
    expect(entries('advisory-step-impossible')).toEqual([
      expect.objectContaining({ level: 'error', noticeNo: '1A', step: 'CHOOSE_CHANNEL', failures: 1 }),
      expect.objectContaining({ level: 'error', noticeNo: '2A', step: 'SEND_SMS', failures: 1 }),
    ]);
    expect(place.context.log.join('')).not.toContain(NOBODY_ENCRYPTED);
  });

  it('is tried again after five minutes, then ten, and at last every twelve hours', async () => {
    await unreadable('1A');
    const { advisoryPipeline } = place.services;
    let waits = 5 * MINUTE;
    for (let tries = 1; tries <= 10; tries += 1) {
      expect((await place.run()).counts).toMatchObject({ setAside: 1 });
      expect((await place.story('1A')).retryAt).toEqual(new Date(place.now.getTime() + waits));
      passes(waits - 1);
      expect(await advisoryPipeline.anyDue()).toBe(false);
      expect(await place.run()).toEqual({ counts: { suspended: 0, halted: 0, manualReview: 0 } });
      passes(1);
      expect(await advisoryPipeline.anyDue()).toBe(true);
      waits = Math.min(2 * waits, 12 * 60 * MINUTE);
    }
  });

  it('goes on where it is once the cause is mended, and the next trouble begins anew', async () => {
    await place.qualified('1A', 'SBA1A', { computer_rule_code: null });
    await place.run();
    const { dueAt } = await place.story('1A');
    await place.change('1A', { computer_rule_code: 10300 });
    passes(5 * MINUTE);
    await place.run({
      async boundary(at) {
        if (at === 'send-sms-done') expect(await place.story('1A')).toMatchObject({ step: 'SEND_SMS', dueAt });
      },
    });
    expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED', retryAt: undefined });
    expect(await place.messages()).toHaveLength(1);
  });

  it('also where what was done for it cannot be committed: that of others is', async () => {
    const { intranet, calendar } = place.context;
    for (const noticeNo of ['1A', '2A', '3A']) await place.qualified(noticeNo, 'SBA1A');
    const pipeline = createAdvisoryPipeline({
      intranet,
      calendar,
      steps: {
        next: ({ noticeNo, step }) =>
          Promise.resolve({
            advance: { noticeNo, step, outcome: 'notFound', state: 'HALTED', next: undefined },
            particulars: { name: noticeNo },
          }),
      },
      owners: {
        load: () => Promise.resolve({}),
        save: (_trx, found) =>
          found.some(({ noticeNo }) => noticeNo === '2A') ? Promise.reject(new Error('too long')) : Promise.resolve(),
      },
    });
    const { counts, alert } = await pipeline.process(jobRun(place.context));
    expect(counts).toEqual({ suspended: 0, halted: 2, manualReview: 0, setAside: 1 });
    expect(alert!.problem).toContain('- 2A: FIND_OWNER');
    expect(await place.way('2A')).toEqual([]);
    expect(await place.way('3A')).toEqual(['FIND_OWNER notFound']);
  });

  it.each([
    ['suspension insert failed', 'ocms_suspended_notice'],
    // Written as a part of the update of the notice.
    ['notice update failed', 'ocms_internet_mirror_mark'],
  ])('A 7.2.3: %s at SUSPEND: logged, rolled back whole, retried; told once', async (_name, table) => {
    const { intranet } = place.context;
    const suspensions = () =>
      intranet.read((executor) =>
        executor('ocms_suspended_notice').select<Record<string, unknown>[]>('notice_no', 'sr_no'),
      );
    await place.qualified('1A', 'SBA1A');
    const stop = new Error('stop');
    const boundary = (at: string) => (at === 'suspend-done' ? Promise.reject(stop) : Promise.resolve());
    await expect(place.run({ boundary })).rejects.toBe(stop);
    const before = { notice: await place.notice('1A'), way: await place.way('1A') };

    const { counts, alert } = await without(intranet, table, () => place.run());
    expect(counts).toEqual({ suspended: 0, halted: 0, manualReview: 0, setAside: 1 });
    expect(alert!.problem).toContain('- 1A: SUSPEND');
    expect(entries('advisory-step-impossible')).toEqual([
      expect.objectContaining({ level: 'error', noticeNo: '1A', step: 'SUSPEND', error: expect.any(Object) as object }),
    ]);
    expect(await place.story('1A')).toMatchObject({ state: 'EAN_SENT', step: 'SUSPEND' });
    expect({ notice: await place.notice('1A'), way: await place.way('1A') }).toEqual(before);
    expect(await suspensions()).toEqual([]);

    passes(5 * MINUTE);
    expect((await place.run()).counts).toEqual({ suspended: 1, halted: 0, manualReview: 0 });
    expect(await place.way('1A')).toEqual([...before.way, 'SUSPEND suspended']);
    expect(await place.notice('1A')).toMatchObject({ suspension_type: 'PS', epr_reason_of_suspension: 'ANS' });
    expect(await suspensions()).toEqual([{ notice_no: '1A', sr_no: 1 }]);
    expect(await place.calls('sendSms')).toHaveLength(1);
  });

  it('a database that is away fails the run, as does a run that is to stop', async () => {
    await place.qualified('1A', 'SBA1A');
    const stop = new AbortController();
    const reason = new Error('stop');
    await expect(
      place.run({
        signal: stop.signal,
        boundary: (at) => {
          if (at === 'find-owner-done') stop.abort(reason);
          return Promise.resolve();
        },
      }),
    ).rejects.toBe(reason);
    expect(await place.story('1A')).toMatchObject({ retryAt: undefined });

    const { intranet, calendar } = place.context;
    const another = place.context.another();
    const pipeline = createAdvisoryPipeline({
      intranet,
      calendar,
      steps: {
        async next() {
          await another.close();
          await another.intranet.ping();
          throw new Error('it answered');
        },
      },
      owners: { load: () => Promise.resolve({}), save: () => Promise.resolve() },
    });
    await expect(pipeline.process(jobRun(place.context))).rejects.toMatchObject({ kind: 'unavailable' });
    expect(await place.story('1A')).toMatchObject({ retryAt: undefined });
  });

  it('a notice that is gone is not wanted', async () => {
    await place.qualified('1A', 'SBA1A');
    const { advisoryPipeline } = place.services;
    expect(await advisoryPipeline.anyDue()).toBe(true);
    await place.context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice').where('notice_no', '1A').delete(),
    );
    expect(await advisoryPipeline.anyDue()).toBe(false);
  });

  it('A 6.2.3: why a letter was not made is logged, without what it says', async () => {
    await place.qualified('1A', 'PASSPORT1', { computer_rule_code: null });
    expect((await place.run()).counts).toMatchObject({ manualReview: 1 });
    expect(await place.story('1A')).toMatchObject({ reason: 'LETTER_NOT_MADE' });
    expect(entries('letter-not-made')).toEqual(
      [1, 2].map(
        (attempt): unknown =>
          expect.objectContaining({ level: 'warn', noticeNo: '1A', attempt, reason: 'Error' }) as unknown,
      ),
    );
  });

  it('A 6.2.3: a letter that is not made the first time is made again: one goes, and the failure is logged', async () => {
    // What makes letters is loaded with the first of all.
    await place.qualified('1A', 'PASSPORT1');
    await place.run();
    await place.qualified('2A', 'PASSPORT2');
    const end = jest.spyOn(PDFDocument.prototype, 'end').mockImplementationOnce(() => {
      throw new RangeError('a word of the letter');
    });
    try {
      expect(await place.run()).toEqual({ counts: { suspended: 1, halted: 0, manualReview: 0 } });
      expect(end).toHaveBeenCalledTimes(2);
    } finally {
      end.mockRestore();
    }
    expect((await place.way('2A')).slice(-2)).toEqual(['SEND_LETTER sent', 'SUSPEND suspended']);
    expect((await place.letters()).map(({ reference }) => reference)).toEqual(['1A-LETTER', '2A-LETTER']);
    expect(await place.calls('submitLetter')).toHaveLength(2);
    expect(entries('letter-not-made')).toEqual([
      expect.objectContaining({ level: 'warn', noticeNo: '2A', attempt: 1, reason: 'RangeError' }),
    ]);
    expect(place.context.log.join('')).not.toContain('a word of the letter');
  });

  describe('manual reviews', () => {
    class Cut extends Error {}
    const cutAt = (label: string) => ({
      boundary: (at: string) => (at === label ? Promise.reject(new Cut()) : Promise.resolve()),
    });

    it('of a run that fails later are told by the next one that succeeds, once', async () => {
      await place.qualified('1A', 'NOOWNER1');
      await place.qualified('2A', 'SBA1A');
      await expect(place.run(cutAt('suspend-done'))).rejects.toThrow(Cut);
      expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW' });
      const { counts, alert } = await place.run();
      expect(counts).toMatchObject({ manualReview: 0, suspended: 1 });
      expect(alert!.problem).toContain('- 1A: OWNER_NOT_FOUND');
      expect(await place.run()).not.toHaveProperty('alert');
    });

    it('that were told, but not put on record, are told again', async () => {
      await place.qualified('1A', 'NOOWNER1');
      const { advisoryPipeline } = place.services;
      // The process ends before the runner records the run.
      await advisoryPipeline.process(jobRun(place.context));
      expect((await place.run()).alert!.problem).toContain('- 1A: OWNER_NOT_FOUND');
    });

    it('are told thirty by name, all by number', async () => {
      for (let index = 1; index <= 32; index += 1) await place.qualified(`${index}A`, 'NOOWNER1');
      const { problem } = (await place.run()).alert!;
      expect(problem.split('\n')).toHaveLength(32);
      expect(problem).toContain('- and 2 more');
      expect(await place.run()).not.toHaveProperty('alert');
    });
  });
});
