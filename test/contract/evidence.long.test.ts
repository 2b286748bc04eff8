import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../..');
const ROUTE = '/v1/ocms/cas-getPaymentStatus';
const TEST = 'test/contract/bad-input.test.ts';
const PACT_TEST = 'test/pact/provider/inbound-sandbox.long.test.ts';

interface Row {
  operation?: string;
  contract: string;
  status?: number;
  cells: Record<string, { state: string; by?: string[]; reason?: string }>;
}

describe('the evidence ledger', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'ocms-evidence-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** What the script finds where this is all there is. */
  const found = (facts: object[], exceptions: object[] = [], only = ['cas-getPaymentStatus'], how: string[] = []) => {
    mkdirSync(join(folder, 'facts'), { recursive: true });
    writeFileSync(join(folder, 'facts/some.jsonl'), facts.map((fact) => `${JSON.stringify(fact)}\n`).join(''));
    writeFileSync(join(folder, 'exceptions.json'), JSON.stringify(exceptions));
    const places = ['--from', join(folder, 'facts'), '--out', join(folder, 'out')];
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [
        ...[join(ROOT, 'scripts/evidence.mjs'), ...places, '--exceptions', join(folder, 'exceptions.json')],
        ...only.flatMap((name) => ['--only', name]),
        ...how,
      ],
      { encoding: 'utf8' },
    );
    if (facts.length === 0) return { status, lines: stderr.split('\n'), rows: [], html: '' };
    const { rows } = JSON.parse(readFileSync(join(folder, 'out/evidence.json'), 'utf8')) as { rows: Row[] };
    return { status, lines: stdout.split('\n'), rows, html: readFileSync(join(folder, 'out/evidence.html'), 'utf8') };
  };
  const answered = (status: number, who: object = { key: 'cas' }) => ({
    ...{ method: 'POST', route: ROUTE, status, by: 'service', test: TEST, name: `it is ${status}` },
    ...who,
  });
  const cellOf = (rows: Row[], status: number, column: string) =>
    rows.find((row) => row.operation === 'cas-getPaymentStatus' && row.status === status)!.cells[column]!;

  it('has a row for every operation and status of the contracts, and every file', () => {
    const { rows } = found([answered(200)], [], []);
    const documents = ['cas-getPaymentStatus', 'staff-portal', 'vhub-updateViolation'].map(
      (name) =>
        JSON.parse(readFileSync(join(ROOT, `generated/contracts/${name}.json`), 'utf8')) as {
          paths: Record<string, Record<string, { operationId?: string; responses?: object }>>;
        },
    );
    for (const { paths } of documents)
      for (const { operationId, responses } of Object.values(paths).flatMap((item) => Object.values(item))) {
        if (!operationId) continue;
        const statuses = rows.filter(({ operation }) => operation === operationId).map(({ status }) => `${status}`);
        expect(statuses).toEqual(Object.keys(responses!));
      }
    expect(rows.map(({ contract }) => contract)).toContain('vhub-acknowledgement');
  });

  it('an answer that a test met covers its cell, and names the test; any other cell is uncovered, and fails', () => {
    const { status, lines, rows, html } = found([answered(200), answered(413)]);
    expect(cellOf(rows, 413, 'test')).toEqual({ state: 'yes', by: [`${TEST}: it is 413`] });
    expect(lines).not.toContain('cas-getPaymentStatus 413: no test');
    expect(lines).toContain('cas-getPaymentStatus 415: no test');
    expect(status).toBe(1);
    expect(html).toContain(`${TEST}: it is 413`);
    expect(html).toMatch(/\d+ are uncovered/);
    expect(html).not.toContain('<script');
  });

  it('no answer of the verification of pacts, of a server or a method of its own, or of a test that is gone is a test', () => {
    const { lines } = found([
      answered(200),
      ...[
        { test: 'test/pact/provider/ocms.test.ts' },
        { by: 'test' },
        { test: 'test/contract/gone.test.ts' },
        { method: 'GET' },
      ].map((changed) => ({ ...answered(413), ...changed })),
    ]);
    expect(lines).toContain('cas-getPaymentStatus 413: no test');
  });

  it('a 401 is covered once all have met it who should', () => {
    const other = { ...answered(200, { key: 'plus' }), route: '/v1/plus-queryNoticeInfo' };
    const facts = [answered(200), other, answered(401, {}), answered(401, { key: 'nobody' })];
    expect(found(facts).lines).toContain("cas-getPaymentStatus 401: no role or key (not with another partner's key)");
    const { rows } = found([...facts, answered(401, { key: 'plus' })]);
    expect(cellOf(rows, 401, 'who')).toMatchObject({ state: 'yes' });
    expect(cellOf(rows, 200, 'who')).toMatchObject({ state: 'yes' });
  });

  it("an answer of the sandbox that partners call covers its column, and none of the service's own", () => {
    const own = { ...answered(200, { key: 'plus' }), route: '/v1/plus-queryNoticeInfo' };
    const { lines, rows } = found([
      own,
      ...[
        answered(200),
        answered(413),
        answered(401, {}),
        answered(401, { key: 'nobody' }),
        answered(401, { key: 'plus' }),
      ].map((fact) => ({ ...fact, by: 'sandbox' })),
    ]);
    for (const status of [200, 401, 413])
      expect(cellOf(rows, status, 'sandbox')).toEqual({ state: 'yes', by: [`${TEST}: it is ${status}`] });
    expect(lines).toEqual(
      expect.arrayContaining([
        'cas-getPaymentStatus 200: no test',
        'cas-getPaymentStatus 200: no role or key (not with the key of CAS)',
        'cas-getPaymentStatus 401: no test',
        expect.stringMatching(/^cas-getPaymentStatus 401: no role or key \(not without a key/),
        'cas-getPaymentStatus 413: no test',
      ]),
    );
  });

  it("an answer of the service, a test's server, or the verification of pacts is none of the sandbox's", () => {
    const { lines } = found([
      answered(200),
      ...[{ by: 'service' }, { by: 'test' }, { by: 'sandbox', test: PACT_TEST }].map((changed) => ({
        ...answered(413),
        ...changed,
      })),
    ]);
    expect(lines).toContain('cas-getPaymentStatus 413: no answer or arrival in the sandbox');
  });

  it('what the sandbox does not offer, of members of staff, says so, and is not uncovered', () => {
    const { lines, rows, html } = found([answered(200)], [], ['staff-portal']);
    expect(new Set(rows.map(({ cells: { sandbox } }) => JSON.stringify(sandbox)))).toEqual(
      new Set(['{"state":"none","reason":"not offered"}']),
    );
    expect(html).toContain('<td class="none">not offered</td>');
    expect(lines.filter((line) => line.includes('sandbox'))).toEqual([]);
  });

  it('of what OCMS calls, any server that answers is a test, and only the partner sandbox the sandbox', () => {
    const called = { method: 'POST', route: '/v1/cas/refreshVIPVehicle', key: 'ocms', test: TEST };
    const { lines } = found(
      [
        { ...called, status: 200, by: 'sandbox' },
        { ...called, status: 503, by: 'test' },
      ],
      [],
      ['cas-refreshVIPVehicle'],
    );
    expect(lines).not.toContain('refreshVIPVehicle 200: no test');
    expect(lines).not.toContain('refreshVIPVehicle 200: no answer or arrival in the sandbox');
    expect(lines).not.toContain('refreshVIPVehicle 503: no test');
    expect(lines).toContain('refreshVIPVehicle 503: no answer or arrival in the sandbox');
  });

  it('an exception has a reason, and fails once it is not needed', () => {
    const exception = { columns: ['test'], operations: ['cas-getPaymentStatus'], statuses: [413], reason: 'so it is' };
    const needed = found([answered(200)], [exception]);
    expect(cellOf(needed.rows, 413, 'test')).toEqual({ state: 'excepted', reason: 'so it is' });
    expect(needed.html).toContain('<li id="reason-1">so it is</li>');
    const { lines } = found([answered(200), answered(413)], [exception], []);
    expect(lines).toContain('Not needed any more in scripts/evidence/exceptions.json: so it is');
  });

  it('as a report, it only counts, and does not fail', () => {
    const { status, lines } = found([answered(200)], [], undefined, ['--report']);
    expect(status).toBe(0);
    expect(lines[0]).toMatch(/^\d+ cells covered, 0 excepted with a reason, [1-9]\d* uncovered$/);
  });

  it('without any evidence, it says how there comes to be some', () => {
    const { status, lines } = found([]);
    expect(lines[0]).toMatch(/^No evidence in .*: npm test and npm test -- --long leave it there\.$/);
    expect(status).toBe(1);
  });
});
