import { apiContractNames, readApiContract, valueAt } from '../../src/conformance/contracts';
import { type Check } from '../../src/conformance/report';
import { checkServer } from '../../src/conformance/server/run';
import { type RunningSandbox, sandboxKeys, startSandbox } from '../../src/partner-sandbox/index';
import { type Proxy, startProxy } from './proxy';
import { recordsRefused, SERVER_FAULTS } from './server-faults';

let sandbox: RunningSandbox;
let proxy: Proxy;

beforeAll(async () => {
  sandbox = await startSandbox({ httpPort: 0, smtpPort: 0 });
  proxy = await startProxy(sandbox.url);
});
afterAll(async () => {
  await proxy.close();
  await sandbox.close();
});

const contracts = new Map(apiContractNames().map((name) => [name, readApiContract(name)!]));
const outbound = [...contracts.keys()].filter((name) => contracts.get(name)!.direction === 'outbound');

async function check(name: string, url: string, limitMs?: number) {
  const contract = contracts.get(name)!;
  const [{ keyHeader, keyPointer }] = contract.operations as [(typeof contract.operations)[number]];
  const { 'x-ocms-system': system } = valueAt(contract.document, keyPointer) as { 'x-ocms-system': string };
  const headers = { [keyHeader!]: sandboxKeys()[system]! };
  return { contract, ...(await checkServer({ contract, url, headers, limitMs })) };
}

const told = (checks: readonly Check[]): string[] =>
  checks
    .filter(({ outcome }) => outcome === 'failed')
    .flatMap(({ title, findings }) => findings.map(({ found }) => `${title} – ${found}`));

describe('a right server: nothing is invented', () => {
  it.each(outbound)('%s', async (name) => {
    proxy.meddle({});
    const { checks, latency, contract } = await check(name, proxy.url);
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(latency.map(({ operation }) => operation)).toEqual(contract.operations.map(({ id }) => id));
    for (const { calls, p50, p95, longest, limit } of latency) {
      expect(calls).toBeGreaterThanOrEqual(20);
      expect([p50, p95, longest, limit]).toEqual([p50, p95, longest, limit].sort((a, b) => a - b));
    }
  });

  it('UTF-8 may be written without its hyphen', async () => {
    proxy.meddle({
      after(answer) {
        if (answer.type.startsWith('application/json')) answer.type = 'application/json;charset=UTF8';
      },
    });
    const { checks } = await check('sms-gateway', proxy.url);
    expect(told(checks)).toEqual([]);
  });

  it('vHub may refuse the wrong record of a batch alone', async () => {
    proxy.meddle(recordsRefused((index) => index === 0));
    const { checks } = await check('vhub-updateViolation', proxy.url);
    expect(told(checks)).toEqual([]);
  });
});

describe('a wrong server: it is found, with the clause', () => {
  it.each(SERVER_FAULTS)('$name', async ({ contract: name, meddling, says, limitMs }) => {
    proxy.meddle(meddling());
    const { checks, contract } = await check(name, proxy.url, limitMs);
    expect(told(checks)).toContainEqual(expect.stringMatching(says));
    for (const { findings } of checks)
      for (const { clause, mend, seen } of findings) {
        expect([clause.contract, clause.version]).toEqual([contract.name, contract.version]);
        expect(valueAt(contract.document, clause.pointer)).toBeDefined();
        expect(clause.sentence).not.toBe('');
        expect(mend).toMatch(/\.$/);
        expect(seen).not.toEqual([]);
      }
  });

  it('are at least 30', () => {
    expect(SERVER_FAULTS.length).toBeGreaterThanOrEqual(30);
  });
});
