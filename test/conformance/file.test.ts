import { randomBytes } from 'node:crypto';
import { readFileContracts, readPublishedFile } from '../../src/contract/documents';
import { checkFile, fileContract } from '../../src/conformance/file/check';
import { FILE_RULES } from '../../src/conformance/file/rules';
import { type Check } from '../../src/conformance/report';
import { valueAt } from '../../src/conformance/contracts';
import { exampleOf, FILE_FAULTS } from './file-faults';

const contracts = readFileContracts();
const examples = contracts.flatMap((contract) => contract.examples.map(({ name }) => ({ contract, name })));

const failed = (checks: readonly Check[]): Check[] => checks.filter(({ outcome }) => outcome === 'failed');

describe('a right file: nothing is invented', () => {
  it.each(examples)('$contract.name: $name', async ({ contract, name }) => {
    expect(fileContract({ fileName: name })).toEqual(contract);
    const checks = await checkFile(contract, name, Buffer.from(exampleOf(name)));
    expect(checks.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    const columns = contract.records.flatMap(({ fields }) => fields);
    expect(checks.length).toBeGreaterThan(columns.length);
    for (const { clause } of checks) expect(clause.sentence).not.toBe('');
  });

  it('a list without rows is one, and says what was not looked at', async () => {
    const name = 'URA_REPCCS_LISTED_VEHICLE_20260115_050000.csv';
    const [header] = exampleOf(name).split('\r\n');
    const checks = await checkFile(fileContract({ fileName: name })!, name, Buffer.from(`${header}\r\n`));
    expect(failed(checks)).toEqual([]);
    expect(checks.filter(({ outcome }) => outcome === 'skipped').map(({ reason }) => reason)).toContain(
      'the file has no row',
    );
  });
});

describe('a wrong file: it is found, with the clause', () => {
  it.each(FILE_FAULTS)('$name', async ({ contract: name, meddle, as, says, seen }) => {
    const contract = fileContract({ name })!;
    const example = contract.examples[0]!.name;
    const checks = await checkFile(contract, as ?? example, Buffer.from(meddle(exampleOf(example))));
    const findings = failed(checks).flatMap((each) => each.findings);
    const found = findings.find((each) => says.test(each.found));
    expect(findings.map((each) => each.found)).toContainEqual(expect.stringMatching(says));
    expect(found!.seen).toContainEqual(expect.stringMatching(seen));
    const published = readPublishedFile(contract.schema).toString();
    for (const { clause, mend } of findings) {
      expect([clause.contract, clause.version]).toEqual([contract.name, contract.version]);
      expect(clause.sentence).not.toBe('');
      expect(mend).toMatch(/\.$/);
      if (contract.schema.endsWith('.json')) expect(valueAt(JSON.parse(published), clause.pointer)).toBeDefined();
      else expect(published).toContain(/@name='(\w+)'/.exec(clause.pointer)?.[1] ?? clause.pointer.split('/').at(-1)!);
    }
  });

  it('are at least 12', () => {
    expect(FILE_FAULTS.length).toBeGreaterThanOrEqual(12);
  });

  it.each(contracts)('$name: of any bytes something is found, none of them told', async (contract) => {
    const { name } = contract.examples[0]!;
    const canary = 'S1234567D';
    const bytes = Buffer.concat([Buffer.from(`${canary},"${canary}\r\n<${canary}/>`), randomBytes(100_000)]);
    const checks = await checkFile(contract, name, bytes);
    expect(failed(checks)).not.toEqual([]);
    expect(JSON.stringify(checks)).not.toContain(canary);
  });

  it.each(contracts)('$name: what a row or element says is not told', async (contract) => {
    const { name, text } = contract.examples[0]!;
    const canary = 'S1234567D-canary';
    const spoilt = text.replaceAll(/(?<=[,\n])[^,\r\n]+(?=,)|(?<=<\w+>)[^<\s]+(?=<)/g, canary);
    const checks = await checkFile(contract, name, Buffer.from(spoilt));
    if (spoilt !== text) expect(failed(checks)).not.toEqual([]);
    expect(JSON.stringify(checks)).not.toContain(canary);
  });
});

it('rules are sentences of their contract', () => {
  for (const [name, rules = []] of Object.entries(FILE_RULES)) {
    const contract = fileContract({ name })!;
    for (const { sentence } of rules) expect(readPublishedFile(contract.schema).toString()).toContain(sentence);
  }
});
