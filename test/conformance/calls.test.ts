import { inboundOperations } from '../../generated/inbound/operations';
import { checkCalls, REQUEST_RULES } from '../../src/conformance/calls/check';
import { readHar } from '../../src/conformance/calls/har';
import { apiContractNames, readApiContract, valueAt } from '../../src/conformance/contracts';
import type { Check } from '../../src/conformance/report';
import { operationIds, requestExamples } from '../support/inbound-operations';
import { startTestService, type TestService } from '../support/service';
import { RECORDED_FAULTS } from './recorded-faults';
import { type Entry, harOf, recorded } from './recording';

const inbound = apiContractNames()
  .map((name) => readApiContract(name)!)
  .filter(({ direction }) => direction === 'inbound');

/** What the service itself was asked and answered, by the operation. */
const calls = new Map<string, Entry[]>();
const refusals: Entry[] = [];
let service: TestService;

beforeAll(async () => {
  service = await startTestService();
  await service.notices({ notice_no: '500400058A' }, { notice_no: '500400059B' });
  for (const id of operationIds) {
    const { path, method, keyHeader, partner } = inboundOperations[id];
    const key = { [keyHeader]: service.keys[partner] };
    const json = { ...key, 'Content-Type': 'application/json' };
    const call = (headers: Record<string, string>, body: string) =>
      recorded(method.toUpperCase(), service.url + path, headers, body);
    const made: Entry[] = [];
    for (const [, body] of requestExamples(id)) made.push(await call(json, JSON.stringify(body)));
    calls.set(id, made);
    refusals.push(
      await call({ ...json, [keyHeader]: 'ocms_nobodys-key' }, '{}'),
      await call({ ...key, 'Content-Type': 'text/plain' }, '{}'),
      await call(json, '{}'),
    );
  }
  // No token is needed to be refused one.
  const staff = await recorded('GET', `${service.url}/v1/staff/notices/500400058A`, { Authorization: 'Bearer a.b.c' });
  calls.set('staff-getNotice', [staff]);
  refusals.push(await recorded('GET', `${service.url}/v1/ocms/cas-getPaymentStatus`, {}));
});
afterAll(() => service.close());

const check = (entries: readonly Entry[], contracts = inbound, chosen = false) =>
  checkCalls(contracts, readHar(harOf(entries)), { chosen });
const failed = (checks: readonly Check[]) =>
  checks.filter(({ outcome }) => outcome === 'failed').flatMap(({ findings }) => findings);

describe('right calls: nothing is invented', () => {
  it.each(operationIds)('%s', (id) => {
    const entries = calls.get(id)!;
    expect(entries.length).toBeGreaterThan(0);
    const { contracts, checks } = check(entries);
    expect(contracts.map(({ name }) => name)).toEqual([inboundOperations[id].contract]);
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(checks.length).toBeGreaterThanOrEqual(11);
    for (const { clause } of checks) expect(clause.sentence).not.toBe('');
  });

  it('of what was refused the requests are wrong, and no answer is', () => {
    const { checks } = check(refusals);
    const wrong = checks.filter(({ outcome }) => outcome === 'failed');
    expect(new Set(wrong.map(({ group }) => group))).toEqual(new Set(['Requests']));
    expect(checks.filter(({ group, outcome }) => group === 'Answers' && outcome === 'passed')).not.toEqual([]);
  });

  it('with a contract, what is of others is not looked at, and operations without a call are told', () => {
    const contract = inbound.find(({ name }) => name === 'cas-getPaymentStatus')!;
    const entries = [...calls.get('cas-getPaymentStatus')!, ...calls.get('repccsWebhook')!];
    const { contracts, checks } = check(entries, [contract], true);
    expect(contracts).toEqual([contract]);
    expect(checks.filter(({ outcome }) => outcome !== 'passed').map(({ outcome }) => outcome)).toEqual(['advice']);
    const none = check(calls.get('repccsWebhook')!, [contract], true);
    expect(none.checks[0]).toMatchObject({ outcome: 'skipped', reason: 'no call of it was recorded' });
  });

  it('what a recording has left out is skipped, and not wrong', () => {
    const [entry] = structuredClone(calls.get('cas-getPaymentStatus')!);
    const { request, response } = entry!;
    request.headers = [];
    request.bodySize = 40;
    delete request.postData!.text;
    request.postData!.mimeType = 'application/json';
    delete response.content.text;
    const { checks } = check([entry!]);
    expect(failed(checks)).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === 'skipped').map(({ title }) => title)).toEqual([
      'Calls have their key, once and in its header',
      'Bodies have the contract’s shape',
      'Answers have the contract’s shape',
    ]);
    const aborted = check([{ ...entry!, response: { ...response, status: 0 } }]);
    expect(failed(aborted.checks)).toEqual([]);
  });

  it('an answer in base64 is read', () => {
    const [entry] = structuredClone(calls.get('cas-getPaymentStatus')!);
    const { content } = entry!.response;
    content.text = Buffer.from(content.text!).toString('base64');
    content.encoding = 'base64';
    expect(failed(check([entry!]).checks)).toEqual([]);
  });

  it('what is said of requests in words, the contract says', () => {
    for (const [id, rule] of Object.entries(REQUEST_RULES)) {
      const operations = inbound.flatMap((contract) => contract.operations);
      const { description } = operations.find((each) => each.id === id)!;
      expect(description.replaceAll(/\s+/g, ' ')).toContain(rule!.sentence);
    }
  });

  it('a call that looks right and is refused all the same is worth knowing', async () => {
    const { path, keyHeader } = inboundOperations.repccsWebhook;
    const [[, example]] = requestExamples('repccsWebhook') as [[string, object]];
    const again = await recorded(
      'POST',
      service.url + path,
      { [keyHeader]: service.keys.REPCCS, 'Content-Type': 'application/json' },
      JSON.stringify({ ...example, noticeNo: '500400058A' }),
    );
    expect(again.response.status).toBe(400);
    const { checks } = check([again]);
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toMatchObject([
      { outcome: 'advice', findings: [{ found: 'it is answered 400, for what no schema says' }] },
    ]);
  });

  it('a new field that the contract lets pass is worth knowing', () => {
    const [entry] = structuredClone(calls.get('repccsWebhook')!);
    const body = JSON.parse(entry!.request.postData!.text!) as object;
    entry!.request.postData!.text = JSON.stringify({ ...body, roadSurface: 'S1234567D' });
    const { checks } = check([entry!]);
    expect(failed(checks)).toEqual([]);
    expect(checks.find(({ outcome }) => outcome === 'advice')!.findings[0]!.found).toMatch(/roadSurface/);
  });
});

describe('wrong calls: they are found, with the clause', () => {
  it.each(RECORDED_FAULTS)('$name', ({ operation = 'cas-getPaymentStatus', meddle, says }) => {
    const [right] = calls.get(operation) as [Entry];
    const wrong = structuredClone(right);
    meddle(wrong);
    const before = failed(check([right]).checks).map(({ found }) => found);
    const { checks, contracts } = check([right, wrong]);
    const findings = failed(checks).filter(({ found }) => !before.includes(found));
    expect(findings.map(({ found }) => found)).toContainEqual(expect.stringMatching(says));
    for (const { clause, mend, seen } of findings) {
      const contract = contracts.find(({ name }) => name === clause.contract)!;
      expect(clause.version).toBe(contract.version);
      expect(valueAt(contract.document, clause.pointer)).toBeDefined();
      expect(clause.sentence).not.toBe('');
      expect(clause.sentence.length).toBeLessThan(700);
      expect(mend).toMatch(/\.$/);
      expect(seen).toEqual(['entry 2']);
    }
    const told = JSON.stringify(checks);
    for (const secret of [service.keys.CAS, 'secret', 'S1234567D', '500400058']) expect(told).not.toContain(secret);
  });

  it('are at least 12', () => {
    expect(RECORDED_FAULTS.length).toBeGreaterThanOrEqual(12);
  });
});
