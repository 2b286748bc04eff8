import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { vhubViolationSftp } from '../../src/jobs/vhub/vhub-violation-sftp';
import { noticeNumbers } from '../support/contexts';
import { defaultKind } from '../support/databases';
import { type ForeignPlace, insertForeignNotices, makeForeignPlace, OLD, type Sent } from '../support/foreign';
import { takeAway } from '../support/mirror';
import { patience } from '../support/patience';
import { fileProblems } from './foreign-ledger';

jest.setTimeout(patience(60_000));

let place: ForeignPlace;
let server: Server | undefined;
afterEach(async () => {
  await place.close();
  server?.close();
  server = undefined;
});

const numbers = noticeNumbers(150);
/** 150 notices, three batches; those of the third in a car park of their own. */
const store = () =>
  insertForeignNotices(
    place.context.intranet,
    numbers.map((notice_no, index) => ({ notice_no, dated: OLD, pp_code: index < 100 ? 'A0001' : 'A0002' })),
  );
/** A name with a magic value makes the sandbox go wrong with every batch that has it. */
const third = (ppName: string) =>
  place.sandbox.admin('PUT', '/repccs/car-parks', [
    { ppCode: 'A0001', ppName: 'BISHAN STREET 23' },
    { ppCode: 'A0002', ppName },
  ]);
const rows = () =>
  place.context.intranet.read((executor) =>
    executor('ocms_offence_avss').orderBy(['cre_date', 'offence_no']).select('*'),
  ) as Promise<{ offence_no: string; vhub_api_status_code: string; vhub_api_error_code: string | null }[]>;
const states = async () =>
  (await place.context.intranet.read((executor) =>
    executor('ocms_effect_batch').orderBy('state').pluck('state'),
  )) as string[];
const outstanding = numbers.map((number) => `${number} O`);

describe('F 2.3.8: the third batch fails; the others are taken, its records are on record as E_API, told once, and go again', () => {
  test.each<[string, string, number, string, RegExp]>([
    ['vHub does not answer in time', 'FAULTHANG', 3, 'UNKNOWN', /E_API VHUB updateViolation: unknown/],
    ['vHub’s answer is lost, the batch taken', 'FAULTRST', 3, 'UNKNOWN', /E_API VHUB updateViolation: unknown/],
    ['vHub answers HTML', 'FAULTHTML', 3, 'UNKNOWN', /E_API VHUB updateViolation: malformed/],
    ['vHub answers half the JSON', 'FAULTJSON', 3, 'UNKNOWN', /E_API VHUB updateViolation: malformed/],
    ['vHub answers what its contract does not say', 'FAULTTYPE', 3, 'UNKNOWN', /E_API VHUB updateViolation: malformed/],
    ['vHub refuses the batch', 'FAULT400', 1, 'REJECTED', /E_API VHUB updateViolation: rejected: status 400/],
  ])('%s', async (_what, fault, attempts, state, said) => {
    place = await makeForeignPlace(defaultKind, fault === 'FAULTHANG' ? { OCMS_VHUB_TIMEOUT_MS: '1000' } : {});
    await store();
    await third(fault);
    const { counts, alert } = await place.run();
    expect(counts).toMatchObject({ outstanding: 150, taken: 100, failed: 50 });
    expect(alert!.problem).toMatch(said);
    expect(alert!.problem.split('\n')[0]).toBe('50 records were not taken by vHub, 0 could not be sent:');
    // Its attempts all had one reference.
    const calls = (await place.calls()).map(({ BatchReference }) => BatchReference);
    expect([calls.length, new Set(calls).size]).toEqual([2 + attempts, 3]);
    expect((await states()).sort()).toEqual(['SENT', 'SENT', state].sort());
    const failed = (await rows()).filter(({ vhub_api_status_code }) => vhub_api_status_code === '1');
    expect(failed.map(({ offence_no }) => offence_no)).toEqual(numbers.slice(100));
    expect(new Set(failed.map(({ vhub_api_error_code }) => vhub_api_error_code))).toEqual(new Set(['E_API']));

    await third('MENDED');
    place.later();
    expect(await place.run()).toEqual({ counts: expect.objectContaining({ taken: 50, failed: 0 }) as object });
    expect((await place.atVhub()).sort()).toEqual(outstanding);
    expect(await rows()).toHaveLength(200);
  });
});

test('F 2.3.5: Retry-After is waited for, up to its cap, and the batch goes again under its reference', async () => {
  place = await makeForeignPlace();
  await place.foreign('1A');
  await place.sandbox.admin('POST', '/faults', {
    operation: 'updateViolation',
    fault: 'status',
    status: 429,
    retryAfter: 1,
    times: 1,
  });
  expect(await place.run()).toEqual({ counts: expect.objectContaining({ taken: 1, failed: 0 }) as object });
  const { body } = await place.sandbox.admin('GET', '/received?operation=updateViolation');
  const [first, second, ...more] = body as { time: string; body: string }[];
  expect(more).toEqual([]);
  expect(Date.parse(second!.time) - Date.parse(first!.time)).toBeGreaterThanOrEqual(990);
  expect(second!.body).toBe(first!.body);
});

test('F 2.3.5: vHub answers for 49 of 50 records, and for one it was not sent: that one is reported, the other failed and goes again', async () => {
  let silentOn: string | undefined = numbers[7];
  const heard: string[][] = [];
  const url = await vhubThat((batch) => {
    heard.push(batch.map(({ ViolationNo }) => ViolationNo));
    const results = batch
      .filter(({ ViolationNo }) => ViolationNo !== silentOn)
      .map(({ ViolationNo }) => ({ ViolationNo, ResponseCode: '0' }));
    return silentOn ? [...results, { ViolationNo: '9Z', ResponseCode: '0' }] : results;
  });
  place = await makeForeignPlace(defaultKind, { OCMS_VHUB_URL: url });
  await insertForeignNotices(
    place.context.intranet,
    numbers.slice(0, 50).map((notice_no) => ({ notice_no, dated: OLD })),
  );
  const { counts, alert } = await place.run();
  expect(counts).toMatchObject({ taken: 49, failed: 1 });
  expect(alert!.problem).toContain(`${numbers[7]}: E_API vHub said nothing of this record`);
  expect(alert!.problem).toMatch(/9Z: answered in batch \S+, but not sent in it/);
  expect((await rows()).map(({ offence_no }) => offence_no)).toEqual(numbers.slice(0, 50));
  expect(await states()).toEqual(['SENT']);

  silentOn = undefined;
  place.later();
  expect(await place.run()).toEqual({ counts: expect.objectContaining({ taken: 1, failed: 0 }) as object });
  expect(heard.slice(1)).toEqual([[numbers[7]]]);
});

// What is taken away is a file.
(defaultKind === 'sqlite' ? describe : describe.skip)(
  'the database is lost between sending and recording: the run fails, the next sends the same under its reference, and vHub has every record once',
  () => {
    /** A run during which the database is lost, and comes back after it. */
    const loseAt = async (at: string, run: (boundary: (label: string) => Promise<void>) => Promise<unknown>) => {
      let back = (): Promise<void> => Promise.resolve();
      const failed = run(async (label) => {
        if (label === at) back = takeAway(place.context.intranet, place.context.place.folder);
        return Promise.resolve();
      });
      await expect(failed).rejects.toMatchObject({ kind: 'unavailable' });
      await back();
    };

    test('batches', async () => {
      place = await makeForeignPlace();
      await store();
      await third('ALIWAL STREET');
      await loseAt('batches-answered', (boundary) => place.run({ boundary }));
      expect(await rows()).toEqual([]);
      expect(await states()).toEqual(['SENDING', 'SENDING', 'SENDING']);

      const { counts } = await place.run();
      expect(counts).toMatchObject({ outstanding: 150, taken: 150, failed: 0 });
      const calls = await place.calls();
      expect([calls.length, new Set(calls.map(({ BatchReference }) => BatchReference)).size]).toEqual([6, 3]);
      expect((await place.atVhub()).sort()).toEqual(outstanding);
      expect((await rows()).map(({ offence_no }) => offence_no)).toEqual(numbers);
      expect(await states()).toEqual(['SENT', 'SENT', 'SENT']);
    });

    test('a file', async () => {
      place = await makeForeignPlace();
      await store();
      await third('ALIWAL STREET');
      await loseAt('file-delivered', (boundary) => place.runOf(vhubViolationSftp, { boundary }));
      const [name, ...more] = await place.files('VHUB');
      expect(more).toEqual([]);
      expect(await states()).toEqual(['SENDING']);

      place.later(0.001);
      const { counts } = await place.runOf(vhubViolationSftp);
      expect(counts).toMatchObject({ files: 1, outstanding: 150, taken: 150, failed: 0 });
      expect(await place.files('VHUB')).toEqual([name]);
      expect(await states()).toEqual(['SENT']);
      expect(await fileProblems(place)).toEqual([]);
    });
  },
);

/** A vHub that answers as it is told. @returns its URL. */
async function vhubThat(answers: (batch: Sent[]) => object[]): Promise<string> {
  const own = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      const { BatchReference, Violations } = JSON.parse(text) as { BatchReference: string; Violations: Sent[] };
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify({ BatchReference, Results: answers(Violations) }));
    });
  });
  server = own;
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(own.address() as AddressInfo).port}`;
}
