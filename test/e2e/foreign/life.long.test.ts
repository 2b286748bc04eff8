import { Readable } from 'node:stream';
import { readCesTaggedVehicles } from '../../../generated/files/ces-taggedVehicles';
import { readRepccsListedVehicles } from '../../../generated/files/repccs-listedVehicles';
import { writeVhubAcknowledgement } from '../../../generated/files/vhub-acknowledgement';
import { readVhubViolation } from '../../../generated/files/vhub-violation';
import { type RunningServer, startServer } from '../../../src/app/server';
import { storyText } from '../../../src/cli/foreign';
import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import { genCesTaggedVehicle } from '../../../src/jobs/ces/gen-ces-tagged-vehicle';
import { syncInternetZone } from '../../../src/jobs/internet/sync-internet-zone';
import { addAdminFee } from '../../../src/jobs/ocms/add-admin-fee';
import { archiveNotices } from '../../../src/jobs/ocms/archive-notices';
import { markForArchival } from '../../../src/jobs/ocms/mark-for-archival';
import { genRepListedVehicle } from '../../../src/jobs/repccs/gen-rep-listed-vehicle';
import { vhubUpdateViolationApi } from '../../../src/jobs/vhub/vhub-update-violation-api';
import { vhubViolationAck } from '../../../src/jobs/vhub/vhub-violation-ack';
import { vhubViolationSftp } from '../../../src/jobs/vhub/vhub-violation-sftp';
import type { Database } from '../../../src/db/database';
import { request } from '../../support/service';
import { type ForeignPlace, makeForeignPlace } from '../../support/foreign';
import { fullRequests } from '../../support/inbound-operations';
import { patience } from '../../support/patience';

jest.setTimeout(patience(120_000));

describe('a foreign vehicle’s notice, from the enforcement officer to vHub (F 2.2 to 2.7)', () => {
  let place: ForeignPlace;
  let server: RunningServer;
  beforeEach(async () => {
    place = await makeForeignPlace(undefined, { OCMS_MIRROR_NUDGE_MS: '0' });
    const { services } = place.context;
    await services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
    for (const [id, value] of Object.entries({ FOD: '30', AFO: '10.20', ARC: '1' })) await place.set(id, value);
    server = await startServer(place.context);
  });
  afterEach(async () => {
    await server.stop();
    await place.close();
  });

  /** REPCCS delivers an offence of 02:30 on 15 June 2026, and the mirror is brought up to date. */
  const create = async (): Promise<string> => {
    const { key } = await place.context.services.apiKeys.issue({ partner: 'REPCCS', expiresAt: null, actor: 'test' });
    const noticeNo = '500400060C';
    const { status, text } = await request(`${server.url!}/v1/repccsWebhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'API-Key': key },
      body: JSON.stringify({
        ...fullRequests.repccsWebhook,
        noticeNo,
        vehicleNo: 'JTR1234',
        vehicleRegistrationType: 'F',
        noticeDateAndTime: '2026-06-15T02:30:00',
        creDate: '2026-06-15T02:31:00+08:00',
      }),
    });
    expect([status, text]).toEqual([200, expect.anything()]);
    await place.runOf(syncInternetZone);
    return noticeNo;
  };
  const stored = (database: Database, table: string): Promise<Record<string, unknown>[]> =>
    database.read(async (executor) => (await executor(table).select('*')) as Record<string, unknown>[]);
  /** What a run of each channel tells vHub. */
  const tell = async (): Promise<{ api: unknown[]; file: unknown[] }> => {
    const [calls, files] = [(await place.calls()).length, (await place.files('VHUB')).length];
    await place.run();
    await place.runOf(vhubViolationSftp);
    const sent = (await place.calls()).slice(calls).flatMap(({ Violations }) => Violations);
    const names = (await place.files('VHUB')).slice(files);
    const texts = await Promise.all(names.map((name) => place.fileText('VHUB', name)));
    const inFiles = texts.flatMap((text) => readVhubViolation(text).Violation);
    const line = (each: object): string => {
      const { ViolationNo, ViolationStatus, CompositionAmount, AdminFee, TotalAmount } = each as Record<string, string>;
      const amounts = [CompositionAmount, AdminFee, TotalAmount].map((amount) => Number(amount).toFixed(2));
      return [ViolationNo, ViolationStatus, ...amounts].join(' ');
    };
    return { api: sent.map(line), file: inFiles.map(line) };
  };
  const onBoth = (...lines: string[]) => ({ api: lines, file: lines });
  /** The vehicles, with their amounts, of the lists that are made now. */
  const listed = async (): Promise<string[][]> => {
    await place.runOf(genRepListedVehicle);
    await place.runOf(genCesTaggedVehicle);
    const rows: string[][] = [];
    for (const [partner, read] of [
      ['REPCCS', readRepccsListedVehicles],
      ['CES', readCesTaggedVehicles],
    ] as const) {
      const text = await place.fileText(partner, (await place.files(partner)).at(-1)!);
      const found: string[] = [];
      for await (const { VEHICLE_NO, AMOUNT } of read(Readable.from([text])))
        found.push(`${VEHICLE_NO} ${Number(AMOUNT).toFixed(2)}`);
      rows.push(found);
    }
    return rows;
  };
  const story = async (noticeNo: string): Promise<string> => {
    const runs = [vhubUpdateViolationApi, vhubViolationSftp].map(({ name }, index) => ({
      channel: index === 0 ? ('API' as const) : ('SFTP' as const),
      job: name,
      at: place.now,
      lastSucceededAt: place.last,
    }));
    const { services, calendar } = place.context;
    return storyText(await services.foreignStories.of(noticeNo, runs), calendar, 120);
  };

  it('is told as outstanding, again with the admin fee, is looked out for, and is settled once it is paid', async () => {
    const noticeNo = await create();
    expect(await stored(place.context.intranet, 'ocms_valid_offence_notice')).toMatchObject([
      { notice_no: noticeNo, suspension_type: 'PS', epr_reason_of_suspension: 'FOR' },
    ]);
    expect(await stored(place.context.internet, 'eocms_valid_offence_notice')).toMatchObject([
      { notice_no: noticeNo, suspension_type: 'PS', epr_reason_of_suspension: 'FOR' },
    ]);
    place.later(13);
    expect(await tell()).toEqual(onBoth());
    expect(await listed()).toEqual([[], []]);

    place.later();
    expect(await tell()).toEqual(onBoth(`${noticeNo} O 70.00 0.00 70.00`));
    expect(await listed()).toEqual([['JTR1234 70.00'], ['JTR1234 70.00']]);
    const [file] = await place.files('VHUB');
    // Singapore's time, wherever the host is.
    expect(file).toBe('URA_VHUB_VIOLATION_20260629_030000.xml');
    const acknowledgement = 'URA_VHUB_VIOLATION_ACK_20260629_050000.xml';
    await place.putFile(
      'VHUB',
      acknowledgement,
      writeVhubAcknowledgement({
        FileName: acknowledgement,
        CreationDateTime: '20260629050000',
        ViolationFileName: file!,
        Result: [{ ViolationNo: noticeNo, ResponseCode: '0', ErrorCode: null, ErrorDescription: null }],
      }),
    );
    expect((await place.runOf(vhubViolationAck)).counts).toMatchObject({ files: 1, taken: 1 });
    expect(await place.files('VHUB', 'archive')).toEqual([acknowledgement]);

    place.later();
    expect(await tell()).toEqual(onBoth());
    place.later(15);
    expect((await place.runOf(addAdminFee)).counts).toEqual({ added: 1 });
    expect(await tell()).toEqual(onBoth(`${noticeNo} O 70.00 10.20 80.20`));
    expect(await listed()).toEqual([['JTR1234 80.20'], ['JTR1234 80.20']]);

    place.later();
    await place.change(noticeNo, { ...place.paid(), amount_paid: '80.20' });
    expect(await tell()).toEqual(onBoth(`${noticeNo} S 70.00 10.20 80.20`));
    expect(await listed()).toEqual([[], []]);
    expect(await place.atVhub()).toEqual([`${noticeNo} S`]);
    const told = await story(noticeNo);
    expect(told).toContain(noticeNo);
    for (const words of ['outstanding', 'settled', 'URA_VHUB_VIOLATION_20260629_030000.xml'])
      expect(told).toContain(words);
  });

  it('is cancelled at vHub the day before it is archived, and then gone from both zones', async () => {
    const noticeNo = await create();
    place.later(14);
    expect(await tell()).toEqual(onBoth(`${noticeNo} O 70.00 0.00 70.00`));
    place.later(366);
    await place.runOf(markForArchival);
    const [{ archive_date: archived }] = (await stored(place.context.intranet, 'ocms_valid_offence_notice')) as [
      { archive_date: unknown },
    ];
    expect(archived).not.toBeNull();
    // F 2.3.4: what changed since yesterday is told again, and the mark is a change.
    expect(await tell()).toEqual(onBoth(`${noticeNo} O 70.00 0.00 70.00`));
    expect((await place.runOf(archiveNotices)).counts).toMatchObject({ archived: 0 });
    place.later();
    expect(await tell()).toEqual(onBoth(`${noticeNo} C 70.00 0.00 70.00`));
    place.later();
    expect((await place.runOf(archiveNotices)).counts).toMatchObject({ archived: 1 });

    expect(await stored(place.context.intranet, 'ocms_valid_offence_notice')).toEqual([]);
    expect(await stored(place.context.internet, 'eocms_valid_offence_notice')).toEqual([]);
    for (const table of ['ocms_valid_offence_notice', 'ocms_offence_notice_detail', 'ocms_suspended_notice'])
      expect(await stored(place.context.intranet, `${table}_archive`)).toMatchObject([{ notice_no: noticeNo }]);
    for (const table of ['ocms_offence_avss', 'ocms_offence_avss_sftp'])
      expect(
        (await stored(place.context.intranet, `${table}_archive`)).map((row) => row.violation_status).sort(),
      ).toEqual(['C', 'O', 'O']);
    place.later();
    expect(await tell()).toEqual(onBoth());
    const told = await story(noticeNo);
    for (const words of ['cancelled', 'rchived']) expect(told).toContain(words);
  });
});
