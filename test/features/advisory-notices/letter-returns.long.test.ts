import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type LetterReturn, writePrinterLetterReturns } from '../../../generated/files/printer-letterReturns';
import type { LetterDifference } from '../../../src/features/advisory-notices';
import { collectLetterReturns } from '../../../src/jobs/printer/collect-letter-returns';
import type { JobError } from '../../../src/scheduling/job';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';

class Cut extends Error {}

const DAY = 86_400_000;
const FILE = 'URA_AN_LETTER_RETURN_20260616_090000.csv';
const HEADER = 'NOTICE_NO,SUBMISSION_ID,STATUS,STATUS_DATE,ERROR_CODE\r\n';

describe.each(databaseKinds)('letters against the printing vendor’s return files (A 8.1b) on %s', (kind) => {
  let place: AdvisoryPlace;
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind);
  });
  afterEach(() => place.close());

  const collect = (more = {}) => place.runOf(collectLetterReturns, more);
  const files = async (folder: 'outgoing' | 'archive') =>
    (await readdir(join(place.sandbox.filesFolder, 'printer', folder))).sort();
  const put = async (name: string, text: string) => {
    const { status } = await place.sandbox.admin('PUT', `/files/printer/outgoing/${name}`, { text });
    expect(status).toBe(201);
  };
  const returned = (rows: Partial<LetterReturn>[], name = FILE) =>
    put(
      name,
      writePrinterLetterReturns(
        rows.map((row) => ({
          NOTICE_NO: '1A',
          SUBMISSION_ID: 'L1',
          STATUS: 'PRINTED',
          STATUS_DATE: '2026-06-16 08:00:00',
          ERROR_CODE: '',
          ...row,
        })),
        { header: true },
      ),
    );
  /** A notice whose letter was submitted. */
  const submitted = (noticeNo: string, submissionId: string, at = place.now) =>
    place.qualified(noticeNo, 'SBA1A', {
      letter_sent_flag: 'Y',
      letter_sent_timestamp: place.context.intranet.dialect.bindInstant(at) as string,
      slift_submission_id: submissionId,
    });
  const reconciliation = () => place.context.services.letterReconciliation;
  const differences = async (from = '2026-06-15', to = from) => {
    const all: LetterDifference[] = [];
    for await (const page of reconciliation().differences({ from, to })) all.push(...page);
    return all;
  };
  const [today] = ['2026-06-15'];

  it('a letter from SLIFT to its return: printed, rejected, and one of which the vendor says nothing', async () => {
    await place.qualified('1A', 'PASSPORT1');
    await place.qualified('2A', 'SBA1A-84');
    await place.qualified('3A', 'SBA1A-85');
    expect((await place.run()).counts).toMatchObject({ suspended: 3 });
    const { counts, alert } = await collect();
    expect(counts).toEqual({ files: 1, printed: 1, rejected: 1, malformed: 0, postponed: 0 });
    expect(alert!.problem).toContain('2A: rejected, PRINT_SPOILT');
    expect(alert!.problem).not.toContain('1A');
    const [name] = await files('archive');
    expect(name).toMatch(/^URA_AN_LETTER_RETURN_\d{8}_\d{6}\.csv$/);
    expect((await place.sandbox.admin('GET', `/files/blob/ocms/printer/received/${name}`)).status).toBe(200);
    expect(await reconciliation().days({ from: today, to: today })).toEqual([
      { date: today, submitted: 3, printed: 1, rejected: 1, outstanding: 1 },
    ]);
    expect(await differences()).toMatchObject([
      { noticeNo: '2A', kind: 'REJECTED', errorCode: 'PRINT_SPOILT' },
      { noticeNo: '3A', kind: 'NOT_RETURNED', submittedAt: place.now },
    ]);
    expect((await collect()).counts).toMatchObject({ files: 0 });
  });

  it('a letter counts on the day it was submitted in Singapore, whenever it was printed', async () => {
    await submitted('1A', 'L1', new Date('2026-06-14T15:59:59.999Z'));
    await submitted('2A', 'L2', new Date('2026-06-14T16:00:00.000Z'));
    await submitted('3A', 'L3', new Date('2026-06-15T15:59:59.999Z'));
    await returned([{}, { NOTICE_NO: '2A', SUBMISSION_ID: 'L2' }]);
    await collect();
    expect(await reconciliation().days({ from: '2026-06-14', to: '2026-06-16' })).toEqual([
      { date: '2026-06-14', submitted: 1, printed: 1, rejected: 0, outstanding: 0 },
      { date: '2026-06-15', submitted: 2, printed: 1, rejected: 0, outstanding: 1 },
      { date: '2026-06-16', submitted: 0, printed: 0, rejected: 0, outstanding: 0 },
    ]);
    expect(await differences('2026-06-14', '2026-06-16')).toMatchObject([{ noticeNo: '3A', kind: 'NOT_RETURNED' }]);
  });

  it('what was rejected and is printed after all is printed, in whichever order the files come', async () => {
    await submitted('1A', 'L1');
    await submitted('2A', 'L2');
    const rejected = { STATUS: 'REJECTED', ERROR_CODE: 'JAM' };
    await returned([rejected, { NOTICE_NO: '2A', SUBMISSION_ID: 'L2', STATUS_DATE: '2026-06-17 08:00:00' }]);
    await collect();
    await returned(
      [
        { STATUS_DATE: '2026-06-16 12:00:00' },
        { NOTICE_NO: '2A', SUBMISSION_ID: 'L2', ...rejected, STATUS_DATE: '2026-06-16 12:00:00' },
      ],
      FILE.replace('0616', '0617'),
    );
    await collect();
    expect(await reconciliation().days({ from: today, to: today })).toMatchObject([{ printed: 2, rejected: 0 }]);
    expect(await differences()).toEqual([]);
  });

  it.each<[string, Partial<LetterReturn>]>([
    ['a notice that is not there', { NOTICE_NO: '9Z' }],
    ['another letter of the notice', { SUBMISSION_ID: 'L9' }],
  ])('matching nothing (%s): reported once, kept, and a difference of the day the vendor says', async (_name, row) => {
    await submitted('1A', 'L1');
    await returned([row]);
    const { alert } = await collect();
    const { NOTICE_NO: noticeNo = '1A', SUBMISSION_ID: submissionId = 'L1' } = row;
    expect(alert!.problem).toContain(`${FILE}: ${noticeNo}: OCMS submitted no letter ${submissionId}`);
    expect(await files('archive')).toEqual([FILE]);
    expect(await differences('2026-06-16')).toEqual([
      {
        kind: 'NOT_SUBMITTED',
        noticeNo,
        submissionId,
        returnedAt: new Date('2026-06-16T00:00:00Z'),
        status: 'PRINTED',
        errorCode: undefined,
      },
    ]);
    expect(await differences()).toMatchObject([{ kind: 'NOT_RETURNED', noticeNo: '1A' }]);
  });

  it('told of before OCMS has noted its submission, a letter is matched once that is made good', async () => {
    await returned([{}]);
    await collect();
    await submitted('1A', 'L1');
    expect(await differences(today, '2026-06-16')).toEqual([]);
  });

  it.each([
    ['no CSV', FILE, 'garbage', 'line 1: the header is not'],
    ['empty', FILE, '', 'line 1: the header is missing'],
    ['cut off', FILE, `${HEADER}1A,L1,PRI`, 'line 2: has 3 columns in place of 5'],
    ['an unknown status', FILE, `${HEADER}1A,L1,POSTED,2026-06-16 08:00:00,\r\n`, 'line 2, STATUS: is not of its form'],
    ['a date that is none', FILE, `${HEADER}1A,L1,PRINTED,2026-02-30 08:00:00,\r\n`, 'line 2, STATUS_DATE: is no date'],
    [
      'a letter twice',
      FILE,
      `${HEADER}1A,l1,PRINTED,2026-06-16 08:00:00,\r\n1A,L1,PRINTED,2026-06-16 08:00:00,\r\n`,
      'line 3: a letter is in it twice',
    ],
    ['another name', 'notes.txt', 'hello', 'it does not have the name of one'],
  ])('malformed (%s): reported once, nothing of it taken, and kept', async (_name, name, text, why) => {
    await submitted('1A', 'L1');
    await put(name, text);
    const { counts, alert } = await collect();
    expect(counts).toEqual({ files: 1, printed: 0, rejected: 0, malformed: 1, postponed: 0 });
    expect(alert!.problem).toContain(`${name}: it is no return file: ${why}`);
    expect(alert!.problem).not.toMatch(/garbage|hello|POSTED/);
    expect(await files('archive')).toEqual([name]);
    expect(await reconciliation().days({ from: today, to: today })).toMatchObject([{ outstanding: 1 }]);
  });

  it('a file of more letters than a transaction takes is taken whole, and cut in between comes to the same', async () => {
    await returned(
      Array.from({ length: 2_500 }, (_, index) => ({ NOTICE_NO: `${index}A`, SUBMISSION_ID: `L${index}` })),
    );
    const chunk = place.context.intranet.transaction.bind(place.context.intranet);
    let chunks = 0;
    const cut = (...args: Parameters<typeof chunk>) => {
      chunks += 1;
      if (chunks === 3) throw new Cut();
      return chunk(...args);
    };
    await expect(collect({ chunk: cut })).rejects.toThrow(Cut);
    expect(await files('archive')).toEqual([]);
    expect((await collect()).counts).toMatchObject({ files: 1, printed: 2_500 });
    expect(await differences('2026-06-16')).toHaveLength(2_500);
  });

  it('cut before it was archived, a file is collected again, to the same end', async () => {
    await submitted('1A', 'L1');
    await returned([{}]);
    const boundary = (at: string) => (at === 'letter-return-recorded' ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(collect({ boundary })).rejects.toThrow(Cut);
    expect(await files('archive')).toEqual([]);
    await collect();
    expect(await files('archive')).toEqual([FILE]);
    expect(await reconciliation().days({ from: today, to: today })).toMatchObject([{ printed: 1, outstanding: 0 }]);
  });

  it('a server that is away is told of once a day, and when it is back', async () => {
    await place.fault('sftp-printer', { fault: 'refuse' });
    const alertOf = (run: Promise<unknown>) =>
      run.then(
        () => undefined,
        (error: JobError) => error.alert,
      );
    expect(await alertOf(collect())).toMatchObject({
      problem: expect.stringContaining('The printing vendor’s'.replace('’', "'")) as string,
      recordOnly: false,
    });
    place.now = new Date(place.now.getTime() + DAY / 24);
    expect(await alertOf(collect())).toMatchObject({ recordOnly: true });
    await place.sandbox.admin('DELETE', '/faults');
    expect((await collect()).alert).toMatchObject({ over: true });
  });

  it.each([
    ['no date', { from: '2026-02-30', to: '2026-03-01' }],
    ['no date', { from: '2026-06-15', to: 'tomorrow' }],
    ['its end before its start', { from: '2026-06-15', to: '2026-06-14' }],
    ['more than a year', { from: '2025-01-01', to: '2026-06-15' }],
  ])('a period of %s is refused', async (_name, period) => {
    await expect(reconciliation().days(period)).rejects.toMatchObject({ kind: 'validation' });
  });
});
