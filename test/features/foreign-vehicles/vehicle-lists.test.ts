import { readdirSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { readCesTaggedVehicles } from '../../../generated/files/ces-taggedVehicles';
import { readRepccsListedVehicles } from '../../../generated/files/repccs-listedVehicles';
import { genCesTaggedVehicle } from '../../../src/jobs/ces/gen-ces-tagged-vehicle';
import { genRepListedVehicle } from '../../../src/jobs/repccs/gen-rep-listed-vehicle';
import { noticeNumbers } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import {
  type ForeignPlace,
  insertForeignNotices,
  makeForeignPlace,
  makeForeignWorker,
  OLD,
  pagesTimeOut,
} from '../../support/foreign';

const LISTS = [
  {
    section: 'F 2.5',
    job: genRepListedVehicle,
    partner: 'REPCCS' as const,
    name: 'URA_REPCCS_LISTED_VEHICLE_20260615_030000.csv',
    header: 'VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,LOCATION,AMOUNT',
    row: 'JTR1234,2026-03-01 09:30:00,10300,A0001,80.50',
    read: readRepccsListedVehicles,
  },
  {
    section: 'F 2.6',
    job: genCesTaggedVehicle,
    partner: 'CES' as const,
    name: 'URA_CES_TAGGED_VEHICLE_20260615_030000.csv',
    header: 'VEHICLE_NO,OFFENCE_DATE,OFFENCE_CODE,AMOUNT',
    row: 'JTR1234,2026-03-01 09:30:00,10300,80.50',
    read: readCesTaggedVehicles,
  },
];

describe.each(databaseKinds)('on %s', (kind) => {
  describe.each(LISTS)('vehicles to look out for ($section, decisions §8): $job.name', (list) => {
    const { job, partner, name, header, row } = list;
    let place: ForeignPlace;
    beforeEach(async () => {
      place = await makeForeignPlace(kind);
    });
    afterEach(() => place.close());

    const send = (more = {}) => place.runOf(job, more);
    const vehicles = async (): Promise<string[]> => {
      const [latest] = (await place.files(partner)).reverse();
      const found: string[] = [];
      for await (const { VEHICLE_NO } of list.read(Readable.from([await place.fileText(partner, latest!)])))
        found.push(VEHICLE_NO);
      return found;
    };

    it('a file by the contract, in Blob and at the partner', async () => {
      await place.foreign('1A', { composition_amount: '80.50', admin_fee: '10.00', vehicle_no: 'JTR1234' });
      expect(await send()).toEqual({ counts: { listed: 1, skipped: 0 } });
      expect(await place.files(partner)).toEqual([name]);
      const text = await place.fileText(partner, name);
      expect(text).toBe(`${header}\r\n${row}\r\n`);
      const blob = await place.sandbox.admin('GET', `/files/blob/ocms/${partner.toLowerCase()}/${name}`);
      expect(blob.text).toBe(text);
    });

    it('no vehicle: a file with the header alone, so that the partner drops what it has', async () => {
      expect((await send()).counts).toEqual({ listed: 0, skipped: 0 });
      expect(await place.fileText(partner, name)).toBe(`${header}\r\n`);
    });

    it.each<[string, Record<string, unknown>, string, boolean]>([
      ['suspended PS-FOR and unpaid', {}, OLD, true],
      ['another registration type', { vehicle_registration_type: 'S' }, OLD, false],
      ['suspension type TS', { suspension_type: 'TS' }, OLD, false],
      ['another reason', { epr_reason_of_suspension: 'APP' }, OLD, false],
      ['paid', { amount_paid: '0.01' }, OLD, false],
      ['the last moment of the day FOR days ago', {}, '2026-06-01T15:59:59.999Z', true],
      ['the first moment after it', {}, '2026-06-01T16:00:00.000Z', false],
    ])('query conditions: %s', async (_name, fields, dated, listed) => {
      await place.foreign('1A', { vehicle_no: 'JTR1234', ...fields }, dated);
      await send();
      expect(await vehicles()).toEqual(listed ? ['JTR1234'] : []);
    });

    it('has a row for each notice, page by page, in the order of the numbers', async () => {
      const numbers = noticeNumbers(4_001);
      await insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD, vehicle_no: `V${notice_no}` })),
      );
      expect((await send()).counts).toEqual({ listed: 4_001, skipped: 0 });
      expect(await vehicles()).toEqual([...numbers].sort().map((number) => `V${number}`));
    });

    it('F 2.3.8: a page whose query takes too long is read once more: a row for each notice, and one', async () => {
      const numbers = noticeNumbers(4_001);
      await insertForeignNotices(
        place.context.intranet,
        numbers.map((notice_no) => ({ notice_no, dated: OLD, vehicle_no: `V${notice_no}` })),
      );
      pagesTimeOut(place, { from: 2, times: 1 });
      expect((await send()).counts).toEqual({ listed: 4_001, skipped: 0 });
      expect(await vehicles()).toEqual([...numbers].sort().map((number) => `V${number}`));
    });

    it('a notice that breaks the contract, or lacks what it asks for, is left out and reported; the others go', async () => {
      await place.foreign('1A', { vehicle_no: 'JTR1' });
      await place.foreign('2A', { vehicle_no: 'jtr-lower' });
      await place.foreign('3A', { computer_rule_code: null });
      await place.foreign('4A', { vehicle_no: 'JTR4' });
      const { counts, alert } = await send();
      expect(counts).toEqual({ listed: 2, skipped: 2 });
      expect(await vehicles()).toEqual(['JTR1', 'JTR4']);
      expect(alert!.problem).toMatch(/2A: .*VEHICLE_NO/);
      expect(alert!.problem).toMatch(/3A: it lacks/);
      expect(alert!.problem).not.toContain('jtr-lower');
    });

    it.each([
      ['SFTP upload failed', `sftp-${partner.toLowerCase()}`, { fault: 'full', bytes: 10 }],
      ['Blob away', 'blob', { fault: 'status', status: 503 }],
    ])(
      'error handling: %s: the run fails, nothing arrives, and the next run puts it right',
      async (_name, operation, fault) => {
        await place.foreign('1A', { vehicle_no: 'JTR1234' });
        await place.fault(operation, { ...fault, times: 3 });
        await expect(send()).rejects.toMatchObject({ name: 'UpstreamError', attempts: 3 });
        expect(await place.files(partner)).toEqual([]);
        await send();
        expect(await vehicles()).toEqual(['JTR1234']);
      },
    );

    it('error handling: the upload is tried again', async () => {
      await place.foreign('1A', { vehicle_no: 'JTR1234' });
      await place.fault(`sftp-${partner.toLowerCase()}`, { fault: 'drop', bytes: 10, times: 2 });
      await send();
      expect(await vehicles()).toEqual(['JTR1234']);
    });

    it.each([
      ['query failure, halfway', '', /^the intranet database is not available\. /],
      ['file generation failed', 'missing', /^Unexpected Error \(ENOENT\)\.$/],
    ])(
      'error handling: %s: the run fails, one e-mail says so, nothing arrives or stays, and the next run puts it right',
      async (_name, below, problem) => {
        await insertForeignNotices(
          place.context.intranet,
          noticeNumbers(6_001).map((notice_no) => ({ notice_no, dated: OLD })),
        );
        const folder = await mkdtemp(join(os.tmpdir(), 'ocms-lists-'));
        const daily = makeForeignWorker(place, job);
        const temporary = jest.spyOn(os, 'tmpdir').mockReturnValue(join(folder, below));
        const begun: number[] = [];
        try {
          if (!below)
            pagesTimeOut(daily, { from: 4, times: 2, then: () => void begun.push(readdirSync(folder).length) });
          expect(await daily.run()).toMatchObject({
            outcome: 'FAILED',
            error: expect.stringMatching(problem) as string,
          });
          // The file was begun.
          expect(begun).toEqual(below ? [] : [1, 1]);
          expect(await readdir(folder)).toEqual([]);
          expect([await place.files(partner), await place.arrived('blob')]).toEqual([[], []]);
          const mails = async () =>
            ((await place.sandbox.admin('GET', '/mail')).body as { subject: string }[]).map(({ subject }) => subject);
          expect(await mails()).toEqual([`[OCMS] ${job.name} failed`]);
          temporary.mockReturnValue(folder);
          expect(await daily.run()).toMatchObject({ outcome: 'SUCCEEDED', counts: { listed: 6_001, skipped: 0 } });
          expect(await vehicles()).toHaveLength(6_001);
          expect(await mails()).toHaveLength(1);
        } finally {
          temporary.mockRestore();
          await daily.close();
          await rm(folder, { recursive: true });
        }
      },
    );

    it('nothing without the parameter FOR', async () => {
      await place.context.intranet.transaction((trx) => trx('ocms_parameter').delete());
      await expect(send()).rejects.toThrow(/FOR/);
      expect(await place.files(partner)).toEqual([]);
    });
  });
});
