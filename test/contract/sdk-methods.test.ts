import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { readSdks } from '../../src/contract/documents';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../..');

interface Package {
  operations: Record<string, string>;
}
interface Settings {
  clients: (Package & { contracts: string[] })[];
  servers: (Package & { contract: string })[];
}
interface Api {
  paths: Record<string, Record<string, { operationId?: string }>>;
}

const text = (contract: string): string => readFileSync(join(ROOT, 'generated/contracts', `${contract}.json`), 'utf8');
const operationIds = (contract: string): string[] =>
  Object.values((JSON.parse(text(contract)) as Api).paths).flatMap((item) =>
    Object.values(item).flatMap(({ operationId }) => operationId ?? []),
  );

/** In a process of its own: Jest does not load modules. It finds every operation broken, as oasdiff would tell it. */
const ASKED = `
import { readFileSync } from 'node:fs';
import { comparedApi, sdkMethods } from '${pathToFileURL(join(ROOT, 'scripts/lib/contract-changes.mjs')).href}';
const [root, asked] = [process.argv[1], JSON.parse(process.argv[2])];
// Of no commit: what is in the tree need not be committed.
const sdkMethod = sdkMethods(root, 'no-such-commit');
const found = asked.map(({ contract, operationIds }) => {
  const text = readFileSync(root + '/generated/contracts/' + contract + '.json', 'utf8');
  const broken = operationIds.map((operationId) => ({ level: 3, text: 'broken', operation: 'POST', path: '/x', operationId }));
  const [was, is] = [text, text + ' '].map((each) => ({ direction: 'inbound', text: each }));
  const [{ changes }] = comparedApi(contract, was, is, () => broken, [], sdkMethod);
  return changes.map(({ breaks }) => breaks.sdkMethod ?? null);
});
console.log(JSON.stringify(found));
`;
const named = (asked: { contract: string; operationIds: string[] }[]): (string | null)[][] => {
  const args = ['--input-type=module', '-e', ASKED, ROOT, JSON.stringify(asked)];
  return JSON.parse(execFileSync(process.execPath, args, { encoding: 'utf8' })) as (string | null)[][];
};

describe('who breaks by a change of a contract is told by the SDK’s method (contracts/README.md, Versioning)', () => {
  test('of every operation of every SDK’s contract, as the SDK calls it', () => {
    const { clients, servers } = parse(readFileSync(join(ROOT, 'contracts/sdks/sdks.yaml'), 'utf8')) as Settings;
    const asked = [
      ...clients.flatMap(({ contracts, operations }) => contracts.map((contract) => ({ contract, operations }))),
      ...servers,
    ].map(({ contract, operations }) => ({ contract, operations, operationIds: operationIds(contract) }));
    expect(asked.flatMap((each) => each.operationIds).length).toBeGreaterThan(15);
    expect(named(asked)).toEqual(
      asked.map(({ operations, operationIds: its }) => its.map((operationId) => operations[operationId])),
    );
  });

  test('of a contract that no SDK is made of, by none; of an operation that has no name of ours, by the generator’s', () => {
    const [staff, cas] = named([
      { contract: 'staff-portal', operationIds: operationIds('staff-portal') },
      { contract: 'cas-getPaymentStatus', operationIds: ['cas-get-more_of-it'] },
    ]);
    expect(new Set(staff)).toEqual(new Set([null]));
    expect(cas).toEqual(['casGetMoreOfIt']);
  });
});

/** The README of every package, by its archive: in a process of its own, as above. */
const READMES = `
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { asModule } from '${pathToFileURL(join(ROOT, 'scripts/generate/modules.mjs')).href}';
import { archiveOf, sdkPackages } from '${pathToFileURL(join(ROOT, 'scripts/sdks/packages.mjs')).href}';
const read = (file) => readFileSync(process.argv[1] + '/' + file, 'utf8');
const source = encodeURIComponent(asModule(read('src/contract/openapi-3.0.ts')));
const { openApi30 } = await import('data:text/javascript,' + source);
const contractOf = (name) => JSON.parse(read('generated/contracts/' + name + '.json'));
const packages = sdkPackages(parse(read('contracts/sdks/sdks.yaml')), contractOf, openApi30);
console.log(JSON.stringify(packages.map((each) => [archiveOf(each), each.readme(each)])));
`;

test('what the portal says of an SDK, how it is installed and the first call, are the words of its README', () => {
  const output = execFileSync(process.execPath, ['--input-type=module', '-e', READMES, ROOT], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  const readmes = new Map(JSON.parse(output) as [string, string][]);
  const sdks = readSdks();
  expect(sdks.map(({ archive }) => archive)).toEqual([...readmes.keys()]);
  for (const { archive, packageName, title, version, install, call } of sdks) {
    const readme = readmes.get(archive)!;
    const words = install.map((each) =>
      'block' in each
        ? each.block
        : each.paragraph.parts.map((part) => ('code' in part ? `\`${part.code}\`` : part.text)).join(''),
    );
    for (const said of [packageName, title, version, ...words, ...(call === undefined ? [] : [call])])
      expect([archive, readme]).toEqual([archive, expect.stringContaining(said)]);
    expect([archive, call !== undefined]).toEqual([archive, !/server/i.test(packageName)]);
  }
});
