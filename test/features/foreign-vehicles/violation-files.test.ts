import { readVhubViolation, vhubViolationFileName } from '../../../generated/files/vhub-violation';
import { vhubViolationSftp } from '../../../src/jobs/vhub/vhub-violation-sftp';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import { vhubUpdateViolationApi } from '../../../src/jobs/vhub/vhub-update-violation-api';
import type { JobCounts } from '../../../src/scheduling/job';
import { noticeNumbers } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { type ForeignPlace, insertForeignNotices, makeForeignPlace, OLD } from '../../support/foreign';

class Cut extends Error {}

describe.each(databaseKinds)('vHub is told by file (F 2.4, decisions §8) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
  });
  afterEach(() => place.close());

  const send = (more = {}) => place.runOf(vhubViolationSftp, more);
  /** The records of every file at vHub, as `number status`, in the order of the files' names. */
  const told = async (): Promise<string[][]> =>
    Promise.all(
      (await place.files('VHUB')).map(async (name) =>
        readVhubViolation(await place.fileText('VHUB', name)).Violation.map(
          ({ ViolationNo, ViolationStatus }) => `${ViolationNo} ${ViolationStatus}`,
        ),
      ),
    );
  const rows = () =>
    place.context.intranet.read((executor) =>
      executor('ocms_offence_avss_sftp').orderBy(['file_name', 'offence_no']).select('*'),
    ) as Promise<Record<string, unknown>[]>;
  const states = () =>
    place.context.intranet.read(async (executor) =>
      (await executor('ocms_effect_batch').orderBy('reference').select<{ state: string }[]>('state')).map(
        ({ state }) => state,
      ),
    );

  it('F 2.4.2: a file by the contract, in Blob and at vHub, and a row per record', async () => {
    await place.foreign('1A', { composition_amount: '80.50', admin_fee: '10.20', vehicle_no: 'JTR1234' });
    expect(await send()).toEqual({
      counts: { files: 1, settled: 0, cancelled: 0, outstanding: 1, taken: 1, failed: 0, skipped: 0 },
    });
    const [name, ...more] = await place.files('VHUB');
    expect(more).toEqual([]);
    expect(name).toBe('URA_VHUB_VIOLATION_20260615_030000.xml');
    expect(name).toMatch(vhubViolationFileName);
    const text = await place.fileText('VHUB', name!);
    expect(readVhubViolation(text)).toEqual({
      FileName: name,
      CreationDateTime: '20260615030000',
      Violation: [
        {
          ViolationNo: '1A',
          OffenceDateTime: '20260301093000',
          OffenceCode: 10300,
          Location: 'BISHAN STREET 23',
          OffenceDescription: 'Parking without a valid coupon',
          VehicleNo: 'JTR1234',
          VehicleType: 'C',
          VehicleMake: '',
          VehicleColor: '',
          CompositionAmount: '70.30',
          AdminFee: '10.20',
          TotalAmount: '80.50',
          ViolationStatus: 'O',
        },
      ],
    });
    expect((await place.sandbox.admin('GET', `/files/blob/ocms/vhub/${name}`)).text).toBe(text);
    expect(await rows()).toMatchObject([
      {
        file_name: name,
        offence_no: '1A',
        offence_code: 10300,
        violation_status: 'O',
        sftp_status_code: '0',
        sftp_error_description: null,
        ack_status_code: null,
        cre_user_id: 'ocmsiz_app_conn',
      },
    ]);
    expect(await states()).toEqual(['SENT']);
  });

  it('F 2.4: the lists are those of the API, with a history of their own', async () => {
    await place.foreign('1A');
    await place.foreign('2A', place.paid());
    await place.foreign('3A', place.suspended());
    await place.run();
    await send();
    expect(await told()).toEqual([['1A O', '2A S', '3A C']]);
    place.later();
    await send();
    // Those of two days' windows go twice, the outstanding one only when it changes.
    expect((await told())[1]).toEqual(['2A S', '3A C']);
    await place.change('1A', place.paid());
    place.later();
    await send();
    expect((await told())[2]).toContain('1A S');
  });

  it('nothing to tell: no file', async () => {
    expect((await send()).counts).toMatchObject({ files: 0 });
    expect(await place.files('VHUB')).toEqual([]);
  });

  it('what vHub has by file today, with the same content, does not go again today (decisions §8)', async () => {
    await place.foreign('2A', place.paid());
    await send();
    await send();
    expect(await told()).toEqual([['2A S']]);
    await place.change('2A', { composition_amount: '99.00' });
    await send();
    expect(await told()).toEqual([['2A S'], ['2A S']]);
    expect(await place.files('VHUB')).toEqual([
      'URA_VHUB_VIOLATION_20260615_030000.xml',
      'URA_VHUB_VIOLATION_20260615_030001.xml',
    ]);
  });

  it('a file has 1,500 records of the 2,000 it may have; each has a second of its own in its name', async () => {
    const numbers = noticeNumbers(1_501);
    await insertForeignNotices(
      place.context.intranet,
      numbers.map((notice_no) => ({ notice_no, dated: OLD })),
    );
    expect((await send()).counts).toMatchObject({ files: 2, taken: 1_501 });
    const files = await told();
    expect(files.map(({ length }) => length)).toEqual([1_500, 1]);
    expect(files.flat().map((each) => each.split(' ')[0])).toEqual([...numbers].sort());
    expect(await rows()).toHaveLength(1_501);
  });

  it('F 2.4: a run tells its progress with every file that is on record', async () => {
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(3_001).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    const told: JobCounts[] = [];
    const onRecord: number[] = [];
    await send({
      progress: (latest: JobCounts) => void told.push(latest),
      boundary: async (label: string) => void (label === 'file-settled' && onRecord.push((await rows()).length)),
    });
    expect(told.map(({ outstanding, taken }) => [outstanding, taken])).toEqual([
      [1_500, 1_500],
      [3_000, 3_000],
      [3_001, 3_001],
    ]);
    expect(onRecord).toEqual([1_500, 3_000, 3_001]);
  });

  it('while a file is delivered the next one is made and claimed', async () => {
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(1_501).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    const labels: string[] = [];
    let claimed = (): void => undefined;
    const second = new Promise<void>((resolve) => (claimed = resolve));
    await send({
      async boundary(label: string) {
        labels.push(label);
        if (label === 'file-claimed' && labels.filter((each) => each === label).length === 2) claimed();
        // Delivered only once the next one is claimed.
        if (label === 'file-delivered') await second;
      },
    });
    expect(labels.filter((label) => label.startsWith('file-'))).toHaveLength(6);
    expect(await states()).toEqual(['SENT', 'SENT']);
  });

  it('a file that arrived is on record even where the next one cannot be claimed', async () => {
    await insertForeignNotices(
      place.context.intranet,
      noticeNumbers(1_501).map((notice_no) => ({ notice_no, dated: OLD })),
    );
    let claimed = 0;
    const boundary = (label: string) =>
      label === 'file-claimed' && ++claimed === 2 ? Promise.reject(new Cut()) : Promise.resolve();
    await expect(send({ boundary })).rejects.toThrow(Cut);
    expect(await rows()).toHaveLength(1_500);
    expect(await states()).toEqual(['SENT', 'SENDING']);
    expect((await send()).counts).toMatchObject({ files: 1, taken: 1 });
    expect(await rows()).toHaveLength(1_501);
  });

  it('a record that breaks the file contract is left out and reported; the others go', async () => {
    await place.foreign('1A');
    await place.foreign('2A', { vehicle_no: 'jtr-lower' });
    await place.foreign('3A');
    const { counts, alert } = await send();
    expect(counts).toMatchObject({ taken: 2, skipped: 1 });
    expect(await told()).toEqual([['1A O', '3A O']]);
    expect(alert!.problem).toMatch(/2A: not sent, it breaks vHub's file contract: .*VehicleNo/);
    expect(alert!.problem).not.toContain('jtr');
  });

  it('a change that breaks the file contract goes days later, once the record keeps it', async () => {
    await place.foreign('1A');
    await send();
    place.later();
    await place.change('1A', { composition_amount: '99.00', vehicle_no: 'jtr-lower' });
    expect((await send()).counts).toMatchObject({ taken: 0, skipped: 1 });
    await place.context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice').where('notice_no', '1A').update({ vehicle_no: 'JTR1234' }),
    );
    for (let day = 0; day < 4; day += 1) place.later();
    await send({ lastSucceededAt: () => Promise.resolve(place.now) });
    expect(await told()).toEqual([['1A O'], ['1A O']]);
    expect((await rows()).map(({ total_amount }) => Number(total_amount))).toEqual([70, 99]);
  });

  it.each([
    ['Blob away: Azure upload failed', 'blob', { fault: 'status', status: 503, times: 3 }, 'REJECTED|UNKNOWN'],
    ['SFTP connection failed', 'sftp-vhub', { fault: 'refuse', times: 3 }, 'REJECTED|UNKNOWN'],
    ['SFTP upload failed: the disk is full', 'sftp-vhub', { fault: 'full', bytes: 10, times: 3 }, 'REJECTED|UNKNOWN'],
    ['a wrong host key', 'sftp-vhub', { fault: 'host-key', times: 1 }, 'REJECTED'],
  ])(
    'F 2.4.3: %s: on record, reported once, and all goes with the next run',
    async (_name, operation, fault, state) => {
      await place.foreign('1A');
      await place.foreign('2A', place.paid());
      await place.fault(operation, fault);
      const { counts, alert } = await send();
      expect(counts).toMatchObject({ taken: 0, failed: 2 });
      expect(alert!.problem).toMatch(/2 records did not reach vHub by file/);
      expect(alert!.problem).toMatch(/1A: (BLOB|VHUB) /);
      expect(await place.files('VHUB')).toEqual([]);
      expect((await rows()).map((row) => row.sftp_status_code)).toEqual(['1', '1']);
      expect((await states()).join()).toMatch(new RegExp(`^(${state})$`));
      place.later(4);
      expect((await send()).alert).toBeUndefined();
      expect(await told()).toEqual([['1A O', '2A S']]);
    },
  );

  it.each([
    ['Blob', 'blob', { fault: 'status', status: 503, times: 2 }],
    ['SFTP', 'sftp-vhub', { fault: 'drop', bytes: 50, times: 2 }],
  ])('F 2.4.3: %s is tried twice more', async (_name, operation, fault) => {
    await place.foreign('1A');
    await place.fault(operation, fault);
    expect(await send()).toMatchObject({ counts: { taken: 1, failed: 0 } });
    expect(await told()).toEqual([['1A O']]);
  });

  it('F 2.3.8: nothing without the parameter FOR', async () => {
    await place.foreign('1A');
    await place.context.intranet.transaction((trx) => trx('ocms_parameter').delete());
    await expect(send()).rejects.toThrow(/FOR/);
    expect(await place.files('VHUB')).toEqual([]);
  });

  it.each(['file-claimed', 'file-delivered', 'file-settled'])(
    'cut at %s, the next run makes good, and vHub has each record once by the name of its file',
    async (label) => {
      await place.foreign('1A');
      await place.foreign('2A', place.paid());
      const boundary = (at: string) => (at === label ? Promise.reject(new Cut()) : Promise.resolve());
      await expect(send({ boundary })).rejects.toThrow(Cut);
      place.now = new Date(place.now.getTime() + 60_000);
      await send();
      expect(await told()).toEqual([['1A O', '2A S']]);
      expect((await rows()).map((row) => [row.offence_no, row.sftp_status_code])).toEqual([
        ['1A', '0'],
        ['2A', '0'],
      ]);
      expect(await states()).toEqual(['SENT']);
    },
  );

  it('cut at file-delivered, the same file goes again, byte for byte', async () => {
    await place.foreign('1A');
    const boundary = (at: string) => (at === 'file-delivered' ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(send({ boundary })).rejects.toThrow(Cut);
    const [name] = await place.files('VHUB');
    const first = await place.fileText('VHUB', name!);
    place.now = new Date(place.now.getTime() + 3_600_000);
    await send();
    expect(await place.files('VHUB')).toEqual([name]);
    expect(await place.fileText('VHUB', name!)).toBe(first);
  });

  it('F 2.2: a notice told as outstanding by file is archived once the file with its cancellation is there', async () => {
    await place.foreign('1A');
    await send();
    await place.change('1A', { archive_date: '2026-06-15' });
    const archive = () => place.runOf(archiveNotices);
    expect((await archive()).counts).toMatchObject({ archived: 0, waitingForVhub: 1 });
    await place.fault('sftp-vhub', { fault: 'refuse', times: 3 });
    await send();
    expect((await archive()).counts).toMatchObject({ archived: 0, waitingForVhub: 1 });
    await send();
    expect((await told()).at(-1)).toEqual(['1A C']);
    expect((await archive()).counts).toMatchObject({ archived: 1, waitingForVhub: 0 });
  });

  it('F 2.2: a file that a crash left on its way keeps notices from being archived until its fate is known', async () => {
    await place.foreign('1A');
    const boundary = (at: string) => (at === 'file-delivered' ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(send({ boundary })).rejects.toThrow(Cut);
    await place.change('1A', { archive_date: '2026-06-15' });
    expect((await place.runOf(archiveNotices)).counts).toMatchObject({ archived: 0, waitingForVhub: 1 });
    await send();
    await place.runOf(vhubUpdateViolationApi);
    expect((await told()).at(-1)).toEqual(['1A C']);
    expect((await place.runOf(archiveNotices)).counts).toMatchObject({ archived: 1, waitingForVhub: 0 });
  });
});
