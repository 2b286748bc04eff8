import { storyText } from '../../../src/cli/foreign';
import type { NextRun, Owed, Story } from '../../../src/features/foreign-vehicles';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import { vhubUpdateViolationApi } from '../../../src/jobs/vhub/vhub-update-violation-api';
import { databaseKinds } from '../../support/databases';
import { type ForeignPlace, makeForeignPlace } from '../../support/foreign';
import { jobRun } from '../../support/job-run';

describe.each(databaseKinds)('a notice’s story with vHub (F 2.3, F 2.4, decisions §8) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
  });
  afterEach(() => place.close());

  const tellBy = (channel: NextRun['channel'] = 'API'): NextRun => ({
    channel,
    job: channel === 'API' ? 'vhub_update_violation_api' : 'vhub_violation_sftp',
    at: place.now,
    lastSucceededAt: place.last,
  });
  const story = (noticeNo: string, runs = [tellBy()]): Promise<Story> =>
    place.context.services.foreignStories.of(noticeNo, runs);
  const owed = async (noticeNo: string): Promise<Owed> => (await story(noticeNo)).owed[0]!;
  const textOf = async (noticeNo: string, columns = 80, runs = [tellBy()]): Promise<string> =>
    storyText(await story(noticeNo, runs), place.context.calendar, columns);
  const told = async (): Promise<string[]> => {
    const { body } = await place.sandbox.admin('GET', '/received?operation=updateViolation');
    return (body as { body: string }[]).flatMap((call) =>
      (
        JSON.parse(call.body) as { Violations: { ViolationNo: string; ViolationStatus: string; TotalAmount: number }[] }
      ).Violations.map((each) => `${each.ViolationNo} ${each.ViolationStatus} ${each.TotalAmount}`),
    );
  };
  const bySftp = (fields: Record<string, unknown>) =>
    place.context.intranet.transaction((trx) =>
      trx('ocms_offence_avss_sftp').insert({
        file_name: 'URA_VHUB_VIOLATION_20260615_040000.xml',
        batch_date: place.at('2026-06-14T16:00:00Z'),
        offence_no: '1A',
        violation_status: 'O',
        composition_amount: '70.00',
        admin_fee: '0.00',
        total_amount: '70.00',
        cre_date: place.at('2026-06-14T20:00:00Z'),
        cre_user_id: 'ocmsiz_app_conn',
        ...fields,
      }),
    );

  it('says of every notice what the run then does, day after day', async () => {
    const notices: Record<string, Record<string, unknown>> = {
      '1A': {},
      '2A': place.paid(),
      '3A': place.paid('2026-06-13T15:59:59.999Z'),
      '4A': place.suspended(),
      '5A': place.suspended('2026-06-14T15:59:59.999Z'),
      '6A': { archive_date: '2026-06-16' },
      '7A': { archive_date: '2026-06-17' },
      '8A': { archive_date: '2026-06-14' },
      '9A': { suspension_type: null, epr_reason_of_suspension: null },
      '10A': { vehicle_registration_type: 'S' },
      '11A': { vehicle_category: 'X' },
      '12A': { ...place.paid(), ...place.suspended() },
      '13A': { composition_amount: '80.00', admin_fee: '10.00' },
      '14A': {},
      '15A': {},
    };
    for (const [noticeNo, fields] of Object.entries(notices)) await place.foreign(noticeNo, fields);
    await place.foreign('16A', {}, '2026-06-01T15:59:59.999Z');
    await place.foreign('17A', {}, '2026-06-01T16:00:00.000Z');
    const numbers = [...Object.keys(notices), '16A', '17A'];
    let before = 0;
    const changes = [
      () => Promise.resolve(),
      // The same day again.
      async () => void (place.now = new Date(place.now.getTime() + 3_600_000)),
      async () => {
        place.later();
        await place.change('1A', place.paid());
        await place.change('14A', place.suspended('2026-01-01T00:00:00Z'));
        await place.change('15A', { composition_amount: '90.00' });
      },
      async () => void place.later(),
      async () => void place.later(),
    ];
    const expectedCounts: number[] = [];
    for (const happens of changes) {
      await happens();
      const expected: string[] = [];
      for (const noticeNo of numbers) {
        const { next } = await owed(noticeNo);
        if (next) expected.push(`${noticeNo} ${next.status} ${next.totalAmount / 100}`);
      }
      await place.run();
      const all = await told();
      expect(all.slice(before).sort()).toEqual(expected.sort());
      before = all.length;
      expectedCounts.push(expected.length);
    }
    expect(expectedCounts[0]).toBe(11);
    expect(expectedCounts[1]).toBe(0);
    expect(expectedCounts[2]).toBeGreaterThan(3);
  });

  it('F 2.3.2 to 2.3.4: why it is told, or is not', async () => {
    const reasons: [Record<string, unknown>, RegExp][] = [
      [place.paid(), /^paid since 2026-06-14 00:00:00$/],
      [place.paid('2026-01-01T00:00:00Z'), /^it was paid, not lately, and vHub was never told/],
      [place.suspended(), /^suspended otherwise since 2026-06-15 00:00:00$/],
      [place.suspended('2026-01-01T00:00:00Z'), /^it was suspended otherwise, not lately/],
      [{ archive_date: '2026-06-16' }, /^to be archived the day after, 2026-06-16$/],
      [{ archive_date: '2026-06-14' }, /^its archival waits for vHub/],
      [{}, /^unpaid past its FOR days, and vHub does not take it for outstanding$/],
      [{ suspension_type: null }, /^it is neither paid nor suspended$/],
      [{ vehicle_registration_type: 'S' }, /^it is not of a foreign vehicle$/],
      [{ vehicle_category: 'X' }, /^it cannot be sent: vHub has no vehicle type/],
    ];
    for (const [index, [fields, why]] of reasons.entries()) {
      await place.foreign(`${index}A`, fields);
      expect((await owed(`${index}A`)).why).toEqual([expect.stringMatching(why)]);
    }
  });

  it('F 2.3.4: one that is too young is told from the day on that it says', async () => {
    await place.foreign('1A', {}, '2026-06-02T15:59:59.999Z');
    expect(await owed('1A')).toMatchObject({
      next: undefined,
      why: ['not yet: it is told as outstanding from 2026-06-16 on, 14 days (FOR) after the offence'],
    });
    place.later();
    expect(await owed('1A')).toMatchObject({ next: { status: 'O' } });
  });

  it('F 2.3.5: what vHub refused, and that it goes again; then that it has it', async () => {
    await place.sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: 'LOT E_REC_002' }]);
    await place.foreign('1A');
    await place.run();
    place.later();
    const { lives, owed: owing } = await story('1A');
    expect(lives[0]!.told).toMatchObject([{ channel: 'API', sent: '1', errorCode: 'E_REC_002' }]);
    expect(owing).toMatchObject([
      {
        known: undefined,
        next: { status: 'O', totalAmount: 7_000 },
        why: [
          expect.stringContaining('does not take it'),
          'the last time vHub did not take it, gave no word, or could not be told',
        ],
      },
    ]);
    await place.sandbox.admin('PUT', '/repccs/car-parks', [{ ppCode: 'A0001', ppName: 'GOOD' }]);
    await place.run();
    const since = place.now;
    expect(await owed('1A')).toMatchObject({ known: { status: 'O', at: since }, next: undefined });
    place.later();
    place.last = place.now;
    expect(await owed('1A')).toMatchObject({
      next: undefined,
      why: ['vHub takes it for outstanding, and it was not changed lately'],
    });
  });

  it('a batch that was cut off in the middle is told of (architecture, effects)', async () => {
    await place.foreign('1A');
    const cut = jobRun(place.context, {
      boundary: (label) => (label === 'batches-answered' ? Promise.reject(new Error('cut')) : Promise.resolve()),
    });
    await expect(vhubUpdateViolationApi.run(place.services, cut)).rejects.toThrow('cut');
    expect((await owed('1A')).why[0]).toMatch(/^batch 20260615-\w+ is being sent; if its run was cut off, it goes/);
  });

  it('F 2.3.8: without the parameter FOR nobody is told', async () => {
    await place.foreign('1A');
    await place.context.intranet.transaction((trx) => trx('ocms_parameter').where('param_id', 'FOR').delete());
    expect(await owed('1A')).toMatchObject({
      next: undefined,
      why: ['nobody is told: The parameter FOR NPA is missing.'],
    });
  });

  it('F 2.4: by file it has a history of its own, with vHub’s acknowledgement', async () => {
    await place.foreign('1A');
    await place.run();
    await bySftp({ sftp_status_code: '0', file_name: 'A.xml' });
    await bySftp({
      sftp_status_code: '1',
      file_name: 'B.xml',
      sftp_error_description: 'connection lost',
      cre_date: place.at('2026-06-15T20:00:00Z'),
    });
    await bySftp({
      sftp_status_code: '0',
      file_name: 'C.xml',
      ack_file_name: 'ACK_C.xml',
      ack_status_code: '1',
      ack_error_code: 'E_REC_001',
      ack_error_description: 'Exceed Field Limit',
      cre_date: place.at('2026-06-16T20:00:00Z'),
    });
    place.later();
    const { owed: owing } = await story('1A', [tellBy('API'), tellBy('SFTP')]);
    expect(owing.map(({ next }) => next?.status)).toEqual([undefined, 'O']);
    const text = await textOf('1A', 120, [tellBy('API'), tellBy('SFTP')]);
    expect(text).toMatch(
      /API {3}outstanding {6}\$70\.00 {2}taken\n[^]*SFTP {2}outstanding {6}\$70\.00 {2}delivered, not acknowledged yet\n +file A\.xml\n/,
    );
    expect(text).toContain('not delivered: connection lost');
    expect(text).toMatch(/not taken: E_REC_001 Exceed Field Limit\n +file C\.xml, acknowledged in ACK_C\.xml/);
  });

  it('F 2.2: of an archived notice all is told, and that nothing is owed; also when its number came again', async () => {
    await place.foreign('1A');
    await place.run();
    place.later();
    await place.change('1A', { archive_date: '2026-06-17' });
    await place.run();
    place.later();
    expect(await archiveNotices.run(place.services, jobRun(place.context))).toMatchObject({ counts: { archived: 1 } });
    const text = await textOf('1A');
    expect(text).toContain('  archived        2026-06-17 03:00:00\n');
    expect(text).toMatch(/API {3}outstanding[^]*API {3}cancelled[^]*nothing: the notice is archived$/);
    await place.foreign('1A', { vehicle_no: 'NEW1' });
    const { lives, owed: owing } = await story('1A');
    expect(lives.map(({ archivedAt, notice, told: each }) => [!!archivedAt, notice?.vehicleNo, each.length])).toEqual([
      [true, 'SBA1234A', 2],
      [false, 'NEW1', 0],
    ]);
    expect(owing).toHaveLength(1);
  });

  it('is aligned within 80 columns, in Singapore’s time, without the owner and without control characters', async () => {
    await place.foreign('1A', {
      composition_amount: '80.50',
      admin_fee: '10.20',
      vehicle_no: 'JT\u001b[31m\u00071',
      owner_name: 'TAN AH KOW',
      owner_nric: 'S1234567D',
      owner_address: '1 SOME STREET',
    });
    await bySftp({ sftp_status_code: '1', sftp_error_description: `\u001b]0;x\u202e ${'no space left '.repeat(9)}` });
    expect(await textOf('1A')).toBe(
      `
notice 1A   (times of Asia/Singapore)

  vehicle         JT\ufffd[31m\ufffd1, foreign, category C
  offence         2026-03-01 09:30:00
  amount          $80.50, of which admin fee $10.20
  paid            no
  suspended       PS-FOR

what vHub was told
  when                 by    as               amount  answer
  2026-06-15 04:00:00  SFTP  outstanding      $70.00  not delivered: \ufffd]0;x\ufffd no
                                                      space left no space left
                                                      no space left no space
                                                      left no space left no
                                                      space left no space left
                                                      no space left no space
                                                      left
                             file URA_VHUB_VIOLATION_20260615_040000.xml

what it is owed next
  API   vhub_update_violation_api, next run 2026-06-15 03:00:00
        vHub has     not known there
        to be told   outstanding, $80.50
        why          unpaid past its FOR days, and vHub does not take it for
                     outstanding
`.trim(),
    );
  });

  it('a notice that there is nowhere', async () => {
    await expect(story('9Z')).rejects.toMatchObject({
      kind: 'not-found',
      message: 'there is no notice 9Z, nor in the archive',
    });
  });
});
