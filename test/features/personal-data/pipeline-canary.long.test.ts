import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { read as readWorkbook, utils } from '@e965/xlsx';
import { caseText } from '../../../src/cli/advisory';
import { sendUnqualifiedAnList } from '../../../src/jobs/ocms/send-unqualified-an-list';
import { syncInternetZone } from '../../../src/jobs/internet/sync-internet-zone';
import { collectLetterReturns } from '../../../src/jobs/printer/collect-letter-returns';
import { createLogger } from '../../../src/platform/logging';
import type { JobResult } from '../../../src/scheduling/job';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { startTraceCollector, type TraceCollector } from '../../support/trace-collector';
import { NEW_KEY } from './owners';
import { dump, searcher } from './searching';

/** Every channel, and every way one fails, by what the sandbox answers of the vehicle. */
const VEHICLES = [
  ...['SBA1A', 'FIN1', 'UEN1', 'PASSPORT1'],
  ...['81', '82', '83', '84', '91', '93', '94', '95', '96', '98', '99'].map((story) => `SBA1A-${story}`),
];

describe.each(databaseKinds)('owners’ particulars on every path of the pipeline (A 4 to 7) on %s', (kind) => {
  let place: AdvisoryPlace;
  let collector: TraceCollector;
  beforeEach(async () => {
    collector = await startTraceCollector();
    place = await makeAdvisoryPlace(kind, { OCMS_OTEL_ENDPOINT: collector.url });
  });
  afterEach(async () => {
    await place.close();
    await collector.close();
  });

  /** Whatever the partners know or were told of owners. */
  const particulars = async (): Promise<string[]> => {
    const asked = [...(await place.calls('contact')), ...(await place.calls('registeredAddress'))];
    const submitted = (await place.calls('submitLetter')) as unknown as {
      recipient: { name: string; address: Record<string, unknown> };
    }[];
    const texts = [
      ...asked.map(({ idNo }) => idNo as string),
      ...(await place.calls('sendSms')).map(({ to }) => (to as string).slice(-8)),
      ...(await place.calls('sendEmail')).map(({ to }) => to as string),
      ...submitted.flatMap(({ recipient: { name, address } }) => [
        name,
        ...Object.values(address)
          .flat()
          .filter((part) => typeof part === 'string' && part.length > 5 && part !== 'FOREIGN'),
      ]),
    ] as string[];
    // The place of the offence is a street, too.
    return [...new Set(texts)].filter((text) => text !== 'BISHAN STREET 23');
  };

  /** What is in the partners' folders, be it one of the sandbox's own. */
  const files = (): [string, string][] =>
    readdirSync(place.sandbox.filesFolder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => [entry.name, readFileSync(join(entry.parentPath, entry.name), 'utf8')]);

  const reports = async (): Promise<[string, string][]> => {
    const {
      services: { ansReport, letterReconciliationReport },
      calendar,
    } = place.context;
    const period = { from: calendar.dateOf(calendar.midnightFrom(place.now, { days: -1 })), to: calendar.today() };
    const asked = { period, format: 'xlsx', by: 'officer1' } as const;
    const made = [await ansReport.make(asked), await letterReconciliationReport.make(asked)];
    return Promise.all(
      made.map(async (report) => {
        const { Sheets } = readWorkbook(await buffer(report!.content));
        return ['report', JSON.stringify(Object.values(Sheets).map((sheet) => utils.sheet_to_json(sheet)))];
      }),
    );
  };

  it('are with the partners, and nowhere else: logs down to debug, errors, e-mails, metrics, traces, files, reports, the command line, both zones', async () => {
    const said: [string, string][] = [];
    const log: string[] = [];
    const logger = createLogger({ level: 'debug', destination: { write: (line: string) => void log.push(line) } });
    const told = async (run: Promise<JobResult>): Promise<void> => {
      const { alert } = await run;
      if (alert) said.push(['e-mail', `${alert.problem}\n${alert.advice}`]);
    };
    for (const [index, vehicleNo] of VEHICLES.entries()) await place.qualified(`${index + 1}A`, vehicleNo);
    // Partners that answer with what they were sent are refused like any other.
    await place.fault('sendSms', { fault: 'malformed', times: 4 });
    await place.fault('contact', { fault: 'status', status: 500, times: 4 });
    await told(place.run({ logger }));
    // It is of the vehicles created yesterday.
    const created = place.context.intranet.dialect.bindInstant(place.now);
    for (const [noticeNo, source] of [
      ['1A', 'REPCCS'],
      ['2A', 'CES'],
    ] as const)
      await place.change(noticeNo, { an_flag: 'N', notice_source: source, cre_date: created });
    place.now = new Date(place.now.getTime() + 24 * 3_600_000);
    await told(place.runOf(sendUnqualifiedAnList, { logger }));
    await told(place.runOf(collectLetterReturns, { logger }));
    await told(place.runOf(syncInternetZone, { logger }));
    // One whose particulars do not decrypt.
    const withoutKey = place.context.another({ dataKeys: [NEW_KEY] }, { logger });
    for (const { services, calendar } of [place.context, withoutKey])
      for (const index of VEHICLES.keys()) {
        const story = await services.advisoryCases.story(`${index + 1}A`);
        said.push(['advisory show', caseText(`${index + 1}A`, story!, calendar)]);
      }
    for (const review of await place.context.services.advisoryReviews.list(undefined, 100))
      said.push(['reviews', JSON.stringify(review)]);
    // Without fractions of seconds, which may hold any number.
    said.push(['metrics', (await place.context.registry.metrics()).replaceAll(/\.\d+/g, '')]);
    said.push(...files(), ...(await reports()));
    await place.context.tracer.close();
    said.push(['traces', collector.text]);
    said.push(['log', [...log, ...place.context.log].join('')]);
    const { contractDrift } = place.context.services;
    await contractDrift.record();
    const { drifts } = await contractDrift.lately(1, 100);
    expect(drifts.map(({ operation, place: where, kind }) => `${operation} ${where} ${kind}`)).toEqual([
      'sendSms 200.body TYPE',
    ]);
    said.push(...(await dump(place.context.intranet)), ...(await dump(place.context.internet)));

    const texts = await particulars();
    expect(texts.length).toBeGreaterThan(20);
    const places = searcher(texts);
    expect(places([['a place', texts.join(' ')]]).length).toBeGreaterThanOrEqual(texts.length);
    expect(said.map(([where]) => where)).toEqual(
      expect.arrayContaining(['e-mail', 'advisory show', 'metrics', 'log', 'report']),
    );
    expect(log.join('')).toContain('advisory-step');
    const names = files().map(([name]) => name);
    for (const name of [/^URA_AN_LETTER_RETURN_/, /^URA_REPCCS_UNQUALIFIED_AN_/, /^URA_CES_UNQUALIFIED_AN_/])
      expect(names).toContainEqual(expect.stringMatching(name));
    for (const name of ['step SEND_SMS', 'SMS sendSms', 'mirror batch', 'SLIFT submitLetter'])
      expect(collector.spans.map((span) => span.name)).toContain(name);
    expect(places(said)).toEqual([]);
  });
});
