import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from '../../src/conformance/cli';
import type { Report } from '../../src/conformance/report';
import { exampleOf } from './file-faults';

let folder: string;
let out: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-conformance-'));
  out = join(folder, 'reports');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** The command's exit code, what it says, and its report. */
async function run(...args: string[]): Promise<{ code: number; said: string; report?: Report; page?: string }> {
  let said = '';
  const note = (text: unknown): boolean => {
    said += String(text);
    return true;
  };
  const spies = [process.stdout, process.stderr].map((stream) => jest.spyOn(stream, 'write').mockImplementation(note));
  const code = await main([...args, '--out', out]).finally(() => spies.forEach((spy) => spy.mockRestore()));
  const written = (end: string): string | undefined => {
    try {
      return readFileSync(
        join(
          out,
          readdirSync(out).find((name) => name.endsWith(end))!,
        ),
        'utf8',
      );
    } catch {
      return undefined;
    }
  };
  const [json, page] = [written('.json'), written('.html')];
  return { code, said, ...(json && { report: JSON.parse(json) as Report }), ...(page && { page }) };
}

const put = (name: string, content: string | Buffer): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

const RETURNS = 'URA_AN_LETTER_RETURN_20260116_090000.csv';

describe('--har', () => {
  const har = (entries: readonly object[]): string => JSON.stringify({ log: { version: '1.2', entries } });
  const call = {
    request: {
      method: 'POST',
      url: 'https://test.example/v1/ocms/cas-getPaymentStatus',
      headers: [
        { name: 'Content-Type', value: 'application/json' },
        { name: 'Ocp-Apim-Subscription-Key', value: 'ocms_cas_a-secret-key' },
      ],
      postData: { mimeType: 'application/json', text: '{"noticeNumbers":["500400058A"]}' },
    },
    response: {
      status: 200,
      headers: [
        { name: 'Content-Type', value: 'application/json; charset=utf-8' },
        { name: 'X-Request-Id', value: 'a-request-of-ours' },
      ],
      content: { text: '{"notices":[]}' },
    },
  };

  it('a right one: exit code 0, its contract known by the path, its key not told', async () => {
    const { code, said, report, page } = await run('--har', put('calls.har', har([call])));
    expect([code, said]).toEqual([0, expect.stringContaining('100 %')]);
    expect(report).toMatchObject({ kind: 'calls', contracts: [{ name: 'cas-getPaymentStatus' }] });
    expect(said + JSON.stringify(report) + page).not.toContain('secret-key');
  });

  it('a wrong one: exit code 1, and what to mend', async () => {
    const wrong = { ...call, request: { ...call.request, method: 'PUT' } };
    const { code, said } = await run('--har', put('calls.har', har([wrong])));
    expect(code).toBe(1);
    expect(said).toMatch(/it is PUT in place of POST\n {4}→ Call it with POST\./);
  });

  it('nothing of ours: exit code 1, and nothing was checked', async () => {
    const other = { ...call, request: { ...call.request, url: 'https://other.example/' } };
    const { code, report } = await run('--har', put('calls.har', har([other])));
    expect([code, report!.score.passed]).toEqual([1, 0]);
  });

  test.each<[string, string | Buffer, RegExp]>([
    ['nothing in it', '', /It is empty/],
    ['binary', Buffer.from([0x1f, 0x8b, 0xff, 0xfe]), /not UTF-8/],
    ['no JSON', '{"log":', /no JSON/],
    ['other JSON', '[]', /no HAR 1\.2: it is missing or of another form/],
    ['nothing of a HAR', '{}', /\/log is missing/],
    ['another version', '{"log":{"version":"2.0","entries":[]}}', /\/log\/version/],
    ['no entries', har([]), /has no calls/],
    ['an entry of another form', har([call, { request: null }]), /\/log\/entries\/1\/request /],
    [
      'no address',
      har([{ ...call, request: { ...call.request, url: 'S1234567D' } }]),
      /\/log\/entries\/0\/request\/url/,
    ],
    ['no headers', har([{ ...call, request: { ...call.request, headers: 'all' } }]), /\/request\/headers/],
    ['a status that is none', har([{ ...call, response: { ...call.response, status: '200' } }]), /\/response\/status/],
    [
      'a body that is none',
      har([{ ...call, response: { ...call.response, content: { text: 7 } } }]),
      /\/content\/text/,
    ],
  ])('%s: exit code 2, and why', async (_what, content, says) => {
    const { code, said, report } = await run('--har', put('calls.har', content));
    expect([code, report]).toEqual([2, undefined]);
    expect(said).toMatch(says);
    expect(said).not.toContain('S1234567D');
  });

  it('a contract of what OCMS calls: exit code 2', async () => {
    const { code, said } = await run('--har', put('calls.har', har([call])), '--contract', 'sms-gateway');
    expect([code, said]).toEqual([2, expect.stringMatching(/takes one of cas-/)]);
  });

  it('a huge one: exit code 2', async () => {
    const path = put('calls.har', '');
    truncateSync(path, 200_000_001);
    expect(await run('--har', path)).toMatchObject({ code: 2, said: expect.stringContaining('200 MB') as string });
  });
});

describe('--file', () => {
  it('a right one: exit code 0, and its contract known by its name', async () => {
    const { code, said, report, page } = await run('--file', put(RETURNS, exampleOf(RETURNS)));
    expect(code).toBe(0);
    expect(said).toContain('100 %');
    expect(report).toMatchObject({
      kind: 'file',
      subject: RETURNS,
      contracts: [{ name: 'printer-letterReturns' }],
      score: { percent: 100, failed: 0 },
    });
    expect(page).toContain(RETURNS);
  });

  it('a wrong one under another name: exit code 1, and what to mend', async () => {
    const path = put('returns.csv', exampleOf(RETURNS).replace('PRINTED', 'POSTED'));
    const { code, said, report } = await run('--file', path, '--contract', 'printer-letterReturns');
    expect(code).toBe(1);
    expect(said).toMatch(/STATUS is not of its form\n {4}→ Write STATUS as the contract has it/);
    expect(report!.score.failed).toBe(2);
  });

  test.each<[string, () => string[], RegExp]>([
    ['a name of no contract', () => ['--file', put('returns.csv', '')], /is of no contract/],
    ['a contract that there is not', () => ['--file', put(RETURNS, ''), '--contract', 'nobodys'], /takes one of ces-/],
    ['a contract of no file', () => ['--file', put(RETURNS, ''), '--contract', 'sms-gateway'], /takes one of ces-/],
    ['no file', () => ['--file', join(folder, RETURNS)], /There is no file/],
    [
      'a folder',
      () => {
        mkdirSync(join(folder, RETURNS));
        return ['--file', join(folder, RETURNS)];
      },
      /is no file/,
    ],
    [
      'a huge one',
      () => {
        const path = put(RETURNS, '');
        truncateSync(path, 100_000_001);
        return ['--file', path];
      },
      /more than 100 MB/,
    ],
    ['two things at once', () => ['--file', put(RETURNS, ''), '--url', 'http://127.0.0.1'], /One of/],
    ['nothing', () => [], /What is to be checked/],
  ])('%s: exit code 2, and why', async (_what, args, says) => {
    const { code, said, report } = await run(...args());
    expect([code, report]).toEqual([2, undefined]);
    expect(said).toMatch(says);
  });
});
