import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writePrinterLetterReturns } from '../../generated/files/printer-letterReturns';
import { createWorker, type Worker } from '../../src/app/worker';
import { readConfig } from '../../src/config/config';
import { SANDBOX_HOST_KEY } from '../../src/config/partner-sandbox';
import { systemClock } from '../../src/platform/clock';
import { testSandbox, type TestSandbox } from '../e2e/sandbox/sandbox';
import { makeContext, type TestContext } from '../support/contexts';
import { defaultKind } from '../support/databases';
import { endChildren, type InstanceOptions, type Moment, startChild } from '../support/fault-children';
import { insertNotices } from '../support/notices';
import { patience } from '../support/patience';

jest.setTimeout(patience(300_000));

const JOB = 'collect_letter_returns';
const [FIRST, SECOND, NONE] = [0, 1, 2].map((second) => `URA_AN_LETTER_RETURN_20260616_09000${second}.csv`) as [
  string,
  string,
  string,
];
const returned = (NOTICE_NO: string, SUBMISSION_ID: string, ERROR_CODE = '') => ({
  ...{ NOTICE_NO, SUBMISSION_ID, ERROR_CODE },
  STATUS: ERROR_CODE === '' ? ('PRINTED' as const) : ('REJECTED' as const),
  STATUS_DATE: '2026-06-16 08:00:00',
});
/** One letter is rejected, one is nobody's, and what was rejected is printed after all; one file is none. */
const FILES = {
  [FIRST]: writePrinterLetterReturns(
    [returned('1A', 'L1'), returned('2A', 'L2', 'PRINT_SPOILT'), returned('9A', 'L9'), returned('3A', 'L3', 'OTHER')],
    { header: true },
  ),
  [SECOND]: writePrinterLetterReturns([returned('3A', 'L3')], { header: true }),
  [NONE]: 'NO,RETURN,FILE\r\n',
};

describe('kill -9 of a run of collect_letter_returns (A 8.1b)', () => {
  let sandbox: TestSandbox;
  let context: TestContext;
  let worker: Worker | undefined;
  let settings: Record<string, string>;

  beforeEach(async () => {
    sandbox = await testSandbox();
    settings = {
      OCMS_PRINTER_SFTP_URL: sandbox.sftpUrls.PRINTER,
      OCMS_PRINTER_SFTP_PASSWORD: 'sandbox-printer-key',
      OCMS_PRINTER_SFTP_HOST_KEYS: SANDBOX_HOST_KEY,
      OCMS_BLOB_CONNECTION_STRING: sandbox.blobConnectionString,
      OCMS_MIRROR_NUDGE_MS: '0',
    };
    const { sftp, blob } = readConfig(settings);
    const alerts = { smtpUrl: sandbox.smtpUrl, from: 'ocms@ocms.invalid', to: 'operations@ocms.invalid' };
    context = await makeContext(defaultKind, { sftp, blob, alerts }, { clock: systemClock });
    await insertNotices(
      context.intranet,
      [1, 2, 3].map((number) => ({
        notice_no: `${number}A`,
        letter_sent_flag: 'Y',
        letter_sent_timestamp: context.intranet.dialect.bindInstant(new Date('2026-06-15T01:00:00Z')) as string,
        slift_submission_id: `L${number}`,
      })),
    );
    for (const [name, text] of Object.entries(FILES)) {
      const { status } = await sandbox.admin('PUT', `/files/printer/outgoing/${name}`, { text });
      expect(status).toBe(201);
    }
  });
  afterEach(async () => {
    await endChildren();
    await worker?.close();
    worker = undefined;
    await context.close();
    await sandbox.close();
  });

  const run = (boundary: (label: string) => Promise<void> = () => Promise.resolve()) => {
    worker ??= createWorker(context, { boundary });
    return worker.runner.run(worker.jobs.find(({ job }) => job.name === JOB)!.job, { trigger: 'MANUAL' });
  };

  /** What there is of letters and of files, times left out. */
  const left = async (): Promise<string[]> => {
    const lines: string[] = [];
    for (const table of ['ocms_letter_return', 'ocms_letter_return_file', 'ocms_valid_offence_notice']) {
      const rows = await context.intranet.read((executor) => executor(table).select<Record<string, unknown>[]>('*'));
      for (const row of rows)
        lines.push(
          `${table} ${JSON.stringify(Object.entries(row).filter(([column]) => !/^(run_id|told|.*_at|.*_date)$/.test(column)))}`,
        );
    }
    for (const folder of ['outgoing', 'archive'])
      for (const name of await readdir(join(sandbox.filesFolder, 'printer', folder))) lines.push(`${folder} ${name}`);
    return lines.sort();
  };

  /** Runs that told of what is wrong with letters. */
  const told = () =>
    context.intranet.read((executor) =>
      executor('ocms_job_alert').where('body', 'like', '%2A: rejected, PRINT_SPOILT%').pluck<string>('run_id'),
    );

  const reached = new Map<string, number>();
  let once: string[];

  it('that nobody kills: every letter is on record as it was told of last, every file archived', async () => {
    const { outcome, counts } = await run(async (label) => void reached.set(label, (reached.get(label) ?? 0) + 1));
    expect(outcome).toBe('SUCCEEDED');
    expect(counts).toEqual({ files: 3, printed: 3, rejected: 2, malformed: 1, postponed: 0 });
    expect([...reached.keys()].sort()).toEqual(
      [
        'acquired',
        'alert-sent',
        'before-record',
        'letter-return-archived',
        'letter-return-recorded',
        'recorded',
      ].sort(),
    );
    once = await left();
    expect(once.filter((line) => line.startsWith('archive '))).toHaveLength(3);
    expect(await told()).toHaveLength(1);
  });

  it.each<Moment>([
    { label: 'acquired', nth: 1 },
    { label: 'letter-return-recorded', nth: 1 },
    { label: 'letter-return-recorded', nth: 3 },
    { label: 'letter-return-archived', nth: 1 },
    { label: 'letter-return-archived', nth: 3 },
    { label: 'before-record', nth: 1 },
    { label: 'recorded', nth: 1 },
    { label: 'alert-sent', nth: 1 },
  ])('at $label, time $nth: after the next run all is as if it had run once', async (killAt) => {
    const child = startChild('instance', {
      ...{ intranet: context.place.intranet, internet: context.place.internet },
      ...{ casUrl: sandbox.url, smtpUrl: sandbox.smtpUrl, settings, job: JOB, killAt },
    } satisfies InstanceOptions);
    await child.next('ready');
    child.tell('run');
    const { signal, stderr } = await child.ended;
    expect({ signal, stderr }).toMatchObject({ signal: 'SIGKILL' });
    await context.intranet.transaction((trx) =>
      trx('shedlock')
        .where('name', JOB)
        .update({ lock_until: trx.raw(context.intranet.dialect.now) }),
    );
    expect(await run()).toMatchObject({ outcome: 'SUCCEEDED' });
    const found = await left();
    expect(found).toEqual(once);
    expect((await told()).length).toBeGreaterThan(0);
    expect(await run()).toMatchObject({ outcome: 'SUCCEEDED', counts: { files: 0 } });
    expect(await left()).toEqual(found);
  });
});
