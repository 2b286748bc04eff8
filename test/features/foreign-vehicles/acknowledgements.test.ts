import { writeVhubAcknowledgement } from '../../../generated/files/vhub-acknowledgement';
import { vhubViolationAck } from '../../../src/jobs/vhub/vhub-violation-ack';
import { vhubViolationSftp } from '../../../src/jobs/vhub/vhub-violation-sftp';
import type { JobError } from '../../../src/scheduling/job';
import { databaseKinds } from '../../support/databases';
import { type ForeignPlace, makeForeignPlace } from '../../support/foreign';

class Cut extends Error {}

const FILE = 'URA_VHUB_VIOLATION_20260615_030000.xml';
const ACK = 'URA_VHUB_VIOLATION_ACK_20260615_050000.xml';

describe.each(databaseKinds)('vHub acknowledges violation files (F appendix A, decisions §8) on %s', (kind) => {
  let place: ForeignPlace;
  beforeEach(async () => {
    place = await makeForeignPlace(kind);
    await place.foreign('1A');
    await place.foreign('2A');
    await place.runOf(vhubViolationSftp);
  });
  afterEach(() => place.close());

  const collect = (more = {}) => place.runOf(vhubViolationAck, more);
  const send = () => place.runOf(vhubViolationSftp);
  const acknowledge = (
    results: Record<string, string | null>,
    { name = ACK, of = FILE, description = null as string | null } = {},
  ) =>
    place.putFile(
      'VHUB',
      name,
      writeVhubAcknowledgement({
        FileName: name,
        CreationDateTime: '20260615050000',
        ViolationFileName: of,
        Result: Object.entries(results).map(([ViolationNo, ErrorCode]) => ({
          ViolationNo,
          ResponseCode: ErrorCode === null ? ('0' as const) : ('1' as const),
          ErrorCode,
          ErrorDescription: ErrorCode === null ? null : description,
        })),
      }),
    );
  const rows = () =>
    place.context.intranet.read(async (executor) =>
      (
        await executor('ocms_offence_avss_sftp')
          .orderBy(['file_name', 'offence_no'])
          .select<Record<string, string | null>[]>('*')
      ).map((row) => [row.offence_no, row.ack_status_code, row.ack_error_code, row.ack_file_name]),
    );
  /** What the runner records of a run, which `jobRun` leaves out. */
  const recorded = (runId: string, outcome: string) =>
    place.context.intranet.transaction(async (trx) => {
      await trx('ocms_job_run').insert({
        run_id: runId,
        job_name: vhubViolationAck.name,
        instance: 'a test',
        triggered_by: 'MANUAL',
        started_at: place.at(place.now),
        outcome,
      });
    });

  it('is matched to the records of its file, and archived, with a copy in Blob', async () => {
    await acknowledge({ '1A': null, '2A': null });
    expect(await collect()).toEqual({
      counts: { files: 1, taken: 2, refused: 0, malformed: 0, postponed: 0 },
    });
    expect(await rows()).toEqual([
      ['1A', '0', null, ACK],
      ['2A', '0', null, ACK],
    ]);
    expect(await place.files('VHUB', 'outgoing')).toEqual([]);
    expect(await place.files('VHUB', 'archive')).toEqual([ACK]);
    expect((await place.sandbox.admin('GET', `/files/blob/ocms/vhub/received/${ACK}`)).status).toBe(200);
    expect((await collect()).counts).toMatchObject({ files: 0 });
  });

  it('a record that vHub refused is reported, and goes again with the next file', async () => {
    await acknowledge({ '1A': 'E_REC_002', '2A': null }, { description: 'Invalid format' });
    const { counts, alert } = await collect();
    expect(counts).toMatchObject({ taken: 1, refused: 1 });
    expect(alert!.problem).toContain('1A: refused, E_REC_002 Invalid format');
    expect(await rows()).toEqual([
      ['1A', '1', 'E_REC_002', ACK],
      ['2A', '0', null, ACK],
    ]);
    expect((await send()).counts).toMatchObject({ outstanding: 1, taken: 1 });
    expect((await rows()).filter(([number]) => number === '1A')).toHaveLength(2);
  });

  it('what vHub refused was never taken: a notice that is paid then is told as settled only while it is news', async () => {
    await acknowledge({ '1A': 'E_REC_002' });
    await collect();
    const known = await place.context.intranet.read((executor) =>
      executor('ocms_vhub_notice').where({ channel: 'SFTP', notice_no: '1A' }).first('sent_status', 'failed_status'),
    );
    expect(known).toEqual({ sent_status: null, failed_status: 'O' });
  });

  it('what was refused leaves vHub with what it took before', async () => {
    await acknowledge({ '1A': null });
    await collect();
    place.later();
    await place.change('1A', place.paid());
    await send();
    const [, second] = await place.files('VHUB');
    await acknowledge({ '1A': 'E_REC_001' }, { of: second!, name: ACK.replace('0615', '0616') });
    await collect();
    const known = await place.context.intranet.read((executor) =>
      executor('ocms_vhub_notice').where({ channel: 'SFTP', notice_no: '1A' }).first('sent_status', 'failed_status'),
    );
    expect(known).toEqual({ sent_status: 'O', failed_status: 'S' });
    place.later(5);
    expect((await send()).counts).toMatchObject({ settled: 1 });
  });

  it('a late refusal of an older file says nothing of what went since', async () => {
    place.later();
    await place.change('1A', { composition_amount: '71.00' });
    await send();
    await acknowledge({ '1A': 'E_REC_001' });
    await collect();
    const known = await place.context.intranet.read((executor) =>
      executor('ocms_vhub_notice').where({ channel: 'SFTP', notice_no: '1A' }).first('sent_status', 'failed_status'),
    );
    expect(known).toEqual({ sent_status: 'O', failed_status: null });
  });

  it.each([
    ['a record that was not in the file', { '9Z': null }, {}, /9Z: URA_VHUB_VIOLATION_20260615_030000.xml has no such/],
    ['a file that was never sent', { '1A': null }, { of: FILE.replace('0300', '0400') }, /1A: \S+ has no such record/],
  ])('%s is reported, and the file kept', async (_name, results, options, problem) => {
    await acknowledge(results, options);
    expect((await collect()).alert!.problem).toMatch(problem);
    expect(await place.files('VHUB', 'archive')).toEqual([ACK]);
    expect((await rows()).map(([, status]) => status)).toEqual([null, null]);
  });

  it.each([
    ['no XML', ACK, 'garbage'],
    ['cut off', ACK, '<AcknowledgementFile><FileName>'],
    ['another document', ACK, '<?xml version="1.0"?><Other/>'],
    ['a document type declaration', ACK, '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'],
    ['another name', 'notes.txt', 'hello'],
  ])('malformed (%s): reported once, and kept', async (_name, name, text) => {
    await place.putFile('VHUB', name, text);
    const { counts, alert } = await collect();
    expect(counts).toMatchObject({ files: 1, malformed: 1 });
    expect(alert!.problem).toContain(`${name}: it is no acknowledgement: `);
    expect(alert!.problem).not.toMatch(/garbage|hello|passwd/);
    expect(await place.files('VHUB', 'archive')).toEqual([name]);
  });

  it('what a run could not tell, because it failed, the next one tells', async () => {
    await acknowledge({ '1A': 'E_REC_001' });
    const boundary = (at: string) =>
      at === 'acknowledgement-archived' ? Promise.reject(new Cut()) : Promise.resolve();
    await expect(collect({ boundary, runId: 'run1' })).rejects.toThrow(Cut);
    await recorded('run1', 'FAILED');
    expect((await collect({ runId: 'run2' })).alert!.problem).toContain('1A: refused, E_REC_001');
    await recorded('run2', 'SUCCEEDED');
    expect((await collect({ runId: 'run3' })).alert).toBeUndefined();
  });

  it('cut before it was archived, it is collected again, to the same end', async () => {
    await acknowledge({ '1A': null });
    const boundary = (at: string) =>
      at === 'acknowledgement-recorded' ? Promise.reject(new Cut()) : Promise.resolve();
    await expect(collect({ boundary })).rejects.toThrow(Cut);
    expect(await place.files('VHUB', 'archive')).toEqual([]);
    await collect();
    expect(await place.files('VHUB', 'archive')).toEqual([ACK]);
    expect(await rows()).toEqual([
      ['1A', '0', null, ACK],
      ['2A', null, null, null],
    ]);
  });

  it('one that comes before its file is settled here waits for it', async () => {
    place.later();
    await place.change('1A', { composition_amount: '71.00' });
    const boundary = (at: string) => (at === 'file-delivered' ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(place.runOf(vhubViolationSftp, { boundary })).rejects.toThrow(Cut);
    const [, second] = await place.files('VHUB');
    await acknowledge({ '1A': null }, { of: second! });
    expect((await collect()).counts).toMatchObject({ files: 0, postponed: 1 });
    expect(await place.files('VHUB', 'outgoing')).toEqual([ACK]);
    await send();
    expect((await collect()).counts).toMatchObject({ files: 1, taken: 1 });
  });

  it('a server that is away is told of once a day, and when it is back', async () => {
    await place.fault('sftp-vhub', { fault: 'refuse' });
    const alertOf = (run: Promise<unknown>) =>
      run.then(
        () => undefined,
        (error: JobError) => error.alert,
      );
    expect(await alertOf(collect())).toMatchObject({
      problem: expect.stringContaining('cannot be collected'),
      recordOnly: false,
    });
    place.now = new Date(place.now.getTime() + 3_600_000);
    expect(await alertOf(collect())).toMatchObject({ recordOnly: true });
    place.later();
    expect(await alertOf(collect())).toMatchObject({ recordOnly: false });
    await place.sandbox.admin('DELETE', '/faults');
    expect((await collect()).alert).toMatchObject({ over: true });
    expect((await collect()).alert).toBeUndefined();
  });
});
