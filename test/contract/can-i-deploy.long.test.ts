import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { patience } from '../support/patience';
import { type Contracts, contractsRepository, released, type Repository } from './contracts-repository';

// oasdiff is built first, where it is not yet.
jest.setTimeout(patience(300_000));

const ROOT = join(__dirname, '../..');
const GO = spawnSync('go', ['version']).status === 0;

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { sha256, sourceOf } = require('../../scripts/lib/pact-results.cjs') as {
  sha256(text: string): string;
  sourceOf(root: string): string;
};

interface Row {
  kind: 'contract' | 'pact';
  name: string;
  deploy: string;
  there: string;
  verified: string;
  compatible: string;
  verdict: 'yes' | 'no' | 'unknown';
  why: string[];
}
type Pact = ReturnType<typeof pact>;

/** A pact with one interaction, which sends this. */
const pact = (consumer: string, provider: string, sent: object = { kind: 'A', remark: 'in a hurry' }) => ({
  consumer: { name: consumer },
  provider: { name: provider },
  interactions: [
    {
      type: 'Synchronous/HTTP',
      description: 'a slip is sent',
      request: {
        ...{ method: 'POST', path: '/v1/slips/7', headers: { Key: ['k'], 'Content-Type': ['application/json'] } },
        body: { content: sent, contentType: 'application/json', encoded: false },
      },
      response: {
        ...{ status: 200, headers: { 'Content-Type': ['application/json'] } },
        body: { content: { state: 'DONE' }, contentType: 'application/json', encoded: false },
      },
    },
  ],
  metadata: { pactSpecification: { version: '4.0' } },
});
const written = (its: Pact): string => JSON.stringify(its, undefined, 2);

describe('can it be deployed', () => {
  let repository: Repository;
  let results: string;
  /** What is in the tree. */
  let contracts: Contracts;
  let pacts: Pact[];

  const run = async (args: string[], { env = {}, scripts = join(ROOT, 'scripts') } = {}) => {
    const child = spawn(
      process.execPath,
      [join(scripts, 'can-i-deploy.mjs'), '--root', repository.folder, '--results', results, ...args],
      { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const [stdout, stderr, status] = await Promise.all([
      textOf(child.stdout),
      textOf(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    return { stdout, stderr, status };
  };
  const asked = async (options?: Parameters<typeof run>[1]) => {
    const { stdout, stderr, status } = await run(['--to', 'test', '--json'], options);
    if (stdout === '') throw new Error(stderr);
    const { rows } = JSON.parse(stdout) as { rows: Row[] };
    const row = (kind: Row['kind'], name: string) => rows.find((each) => each.kind === kind && each.name === name)!;
    return { status, row, wrong: rows.filter(({ verdict }) => verdict !== 'yes').map(({ name }) => name) };
  };
  const writeTree = (): void => {
    repository.write(contracts);
    for (const its of pacts) repository.put(`pacts/${its.consumer.name}-${its.provider.name}.json`, written(its));
  };
  const commit = (): void => {
    repository.git('add', '.');
    repository.git('commit', '--quiet', '--allow-empty', '-m', 'as it is');
  };
  /** What the tests of the provider leave behind. */
  const verified = (its: Pact, changed: object = {}): void => {
    const name = `${its.consumer.name}-${its.provider.name}`;
    const common = { pact: name, sha256: sha256(written(its)), provider: its.provider.name, by: 'sandbox' };
    const outcome = { interactions: 1, success: true, at: '2026-11-29T00:00:00.000Z' };
    const result = { ...common, ...outcome, source: sourceOf(repository.folder), ...changed };
    mkdirSync(results, { recursive: true });
    writeFileSync(join(results, `${name}.json`), JSON.stringify(result));
  };

  /** Everything as it is there, and verified. */
  let sound: string;
  beforeAll(async () => {
    repository = contractsRepository();
    results = join(repository.folder, '.results');
    contracts = released();
    pacts = [pact('cas', 'ocms'), pact('ocms', 'lta')];
    writeTree();
    commit();
    for (const its of pacts) verified(its);
    expect((await run(['--to', 'test', '--record'])).status).toBe(0);
    sound = mkdtempSync(join(tmpdir(), 'ocms-sound-'));
    cpSync(repository.folder, sound, { recursive: true });
  });
  beforeEach(() => {
    rmSync(repository.folder, { recursive: true });
    cpSync(sound, repository.folder, { recursive: true });
    contracts = released();
    pacts = [pact('cas', 'ocms'), pact('ocms', 'lta')];
  });
  afterAll(() => {
    repository.remove();
    rmSync(sound, { recursive: true });
  });

  it('yes, where everything is as it is there, and every pact is verified', async () => {
    const { status, stdout } = await run(['--to', 'test']);
    expect(stdout).toMatch(/^yes {2}contract try-in +1\.2\.3 +1\.2\.3 +- +yes$/m);
    expect(stdout).toMatch(/^yes {2}pact cas-ocms +([0-9a-f]{12}) +\1 +yes +yes$/m);
    expect(stdout).toContain('Yes: what is here can be deployed to test.');
    expect(status).toBe(0);
  });

  describe('a pact', () => {
    it.each<[string, (its: Pact) => void, RegExp]>([
      ['that nothing verified', () => rmSync(results, { recursive: true }), /^not verified: npm test does it$/],
      [
        'that changed since it was verified',
        () => {
          pacts[0] = pact('cas', 'ocms', { kind: 'B' });
          writeTree();
        },
        /^not verified since it changed: [0-9a-f]{12} was$/,
      ],
      [
        'that other code was verified with',
        () => repository.put('src/api/slips.ts', 'export {};'),
        /^not verified since src\/ or generated\/ changed/,
      ],
      ['that is not kept', (its) => verified(its, { success: false }), /^not kept by sandbox, 2026-11-29T/],
    ])('%s: no', async (_what, spoil, why) => {
      spoil(pacts[0]!);
      const { status, row } = await asked();
      expect(status).toBe(1);
      expect(row('pact', 'cas-ocms')).toMatchObject({ verified: 'no', verdict: 'no' });
      expect(row('pact', 'cas-ocms').why[0]).toMatch(why);
    });

    it('of a partner that is not there yet: yes', async () => {
      const file = join(repository.folder, 'contracts/environments/test.json');
      const there = JSON.parse(readFileSync(file, 'utf8')) as { pacts: Record<string, object> };
      delete there.pacts['cas-ocms'];
      writeFileSync(file, JSON.stringify(there));
      const { status, row } = await asked();
      expect(row('pact', 'cas-ocms')).toMatchObject({
        there: '-',
        verdict: 'yes',
        why: ['the partner is not there yet'],
      });
      expect(status).toBe(0);
    });
  });

  const withoutRemark = (): void => {
    delete contracts.inbound.components.schemas.Request.properties.remark;
  };

  (GO ? describe : describe.skip)('a contract', () => {
    it('that breaks without the step of its version: no', async () => {
      withoutRemark();
      writeTree();
      for (const its of pacts) verified(its);
      const { status, row } = await asked();
      expect(status).toBe(1);
      expect(row('contract', 'try-in')).toMatchObject({
        deploy: '1.2.3',
        there: '1.2.3',
        compatible: 'no',
        verdict: 'no',
      });
      expect(row('contract', 'try-in').why[0]).toBe('such a change takes a step of its major version');
    });

    it('that breaks an older pact there: no, with the interaction, until the partner has its new one there', async () => {
      withoutRemark();
      contracts.inbound.info.version = '2.0.0';
      pacts[0] = pact('cas', 'ocms', { kind: 'A' });
      writeTree();
      for (const its of pacts) verified(its);
      const before = await asked();
      expect(before.status).toBe(1);
      expect(before.wrong).toEqual(['try-in', 'cas-ocms']);
      expect(before.row('pact', 'cas-ocms')).toMatchObject({ verified: 'yes', compatible: 'no' });
      const [why] = before.row('pact', 'cas-ocms').why;
      expect(why).toMatch(/^try-in does not keep "a slip is sent": request\.body\.incompatible/);
      expect(before.row('contract', 'try-in').why.join('\n')).toMatch(
        /breaks CAS; cas-ocms "a slip is sent"; SDK method sendSlip$/m,
      );

      await run(['--to', 'test', '--record', 'cas-ocms']);
      const after = await asked();
      expect(after.row('contract', 'try-in')).toMatchObject({ deploy: '2.0.0', there: '1.2.3', verdict: 'yes' });
      expect(after.status).toBe(0);
    });

    it('that has a new optional field, and its version: yes', async () => {
      contracts.inbound.components.schemas.Request.properties.more = { type: 'string' };
      contracts.inbound.info.version = '1.3.0';
      writeTree();
      for (const its of pacts) verified(its);
      const { status, row } = await asked();
      expect(row('contract', 'try-in')).toMatchObject({ verdict: 'yes', why: ['compatible'] });
      expect(status).toBe(0);
    });

    it('whose partner serves an older one there: no, with the interaction, whatever the version', async () => {
      contracts.outbound.components.schemas.Request.properties.more = { type: 'string', maxLength: 10 };
      contracts.outbound.components.schemas.Request.properties.remark!.maxLength = 60;
      contracts.outbound.info.version = '2.0.0';
      pacts[1] = pact('ocms', 'lta', { kind: 'A', more: 'of it' });
      writeTree();
      for (const its of pacts) verified(its);
      const { status, row, wrong } = await asked();
      expect(status).toBe(1);
      expect(wrong).toEqual(['try-out', 'ocms-lta']);
      expect(row('contract', 'try-out').why).toContain('the other side has 1.2.3 there and goes first');
      expect(row('pact', 'ocms-lta').why[0]).toMatch(/^try-out does not keep "a slip is sent": request\.body/);
    });
  });

  it('a file of which an older one is read there: no', async () => {
    contracts.file.records[0]!.fields[0]!.form = 'text; [A-Z]{1,6}';
    contracts.file.version = '2.0.0';
    writeTree();
    for (const its of pacts) verified(its);
    const { status, row, wrong } = await asked();
    expect([status, wrong]).toEqual([1, ['try-list']]);
    expect(row('contract', 'try-list').why.join('\n')).toMatch(/`Row\/NO`.*breaks CES/);
  });

  it('what a partner does not have there yet: no; what it calls, and is new: yes', async () => {
    const file = join(repository.folder, 'contracts/environments/test.json');
    const there = JSON.parse(readFileSync(file, 'utf8')) as { contracts: object; pacts: object };
    writeFileSync(file, JSON.stringify({ ...there, contracts: {} }));
    const { status, row, wrong } = await asked();
    expect([status, wrong]).toEqual([1, ['try-list', 'try-out', 'ocms-lta']]);
    expect(row('contract', 'try-out').why).toEqual(['LTA does not have it there yet']);
    expect(row('contract', 'try-in')).toMatchObject({ there: '-', verdict: 'yes', why: ['new there'] });
  });

  it('what ran nowhere in the history of this clone is unknown, and no yes', async () => {
    const file = join(repository.folder, 'contracts/environments/test.json');
    const sum = sha256(written(pacts[0]!));
    writeFileSync(file, readFileSync(file, 'utf8').replace(sum, sum.replace(/^.{12}/, '0'.repeat(12))));
    const { status, row } = await asked();
    expect(status).toBe(1);
    expect(row('pact', 'cas-ocms')).toMatchObject({
      ...{ verified: 'yes', compatible: 'unknown', verdict: 'unknown' },
      why: ['000000000000 is not in the history of this clone'],
    });
    expect((await run(['--to', 'test'])).stdout).toContain('No: pact cas-ocms (unknown).');
  });

  describe('without Go', () => {
    let clone: string;

    /** As on a machine that never had it: no oasdiff was built, and no program of the path is go. */
    beforeEach(() => {
      clone = mkdtempSync(join(tmpdir(), 'ocms-no-go-'));
      for (const part of ['scripts', 'package.json', 'package-lock.json'])
        cpSync(join(ROOT, part), join(clone, part), { recursive: true });
      mkdirSync(join(clone, 'node_modules'));
      cpSync(join(ROOT, 'node_modules/.installed-for'), join(clone, 'node_modules/.installed-for'));
      symlinkSync(join(ROOT, 'node_modules/@pactflow'), join(clone, 'node_modules/@pactflow'));
      mkdirSync(join(clone, 'bin'));
      const folders = process.env.PATH!.split(delimiter);
      const git = folders.map((folder) => join(folder, 'git')).find((program) => existsSync(program))!;
      symlinkSync(git, join(clone, 'bin/git'));
    });
    afterEach(() => rmSync(clone, { recursive: true }));

    it('it says so; what it would have compared is unknown, all else is judged', async () => {
      const withoutGo = {
        env: { PATH: [join(clone, 'bin'), dirname(process.execPath)].join(delimiter) },
        scripts: join(clone, 'scripts'),
      };
      expect((await asked(withoutGo)).status).toBe(0);

      contracts.inbound.components.schemas.Request.properties.more = { type: 'string' };
      contracts.inbound.info.version = '1.3.0';
      writeTree();
      for (const its of pacts) verified(its);
      const { status, row, wrong } = await asked(withoutGo);
      expect([status, wrong]).toEqual([1, ['try-in']]);
      expect(row('contract', 'try-in')).toMatchObject({
        compatible: 'unknown',
        why: ['not compared: oasdiff cannot be had here'],
      });
      expect(row('pact', 'cas-ocms')).toMatchObject({ compatible: 'yes', verdict: 'yes' });
      expect((await run(['--to', 'test'], withoutGo)).stderr).toContain('oasdiff could not be installed');
    });
  });

  it.each<[string[], RegExp]>([
    [[], /--to takes the name of an environment/],
    [['--to', '../test'], /--to takes the name of an environment/],
    [['--to', 'nowhere'], /There is no .*nowhere\.json\. Environments: test\./],
    [['--to', 'test', '--far'], /--far/],
    [['--to', 'test', 'cas-ocms'], /What is cas-ocms\?/],
    [['--to', 'test', '--record', 'cas'], /There is no contract and no pact cas\./],
  ])('asked with %j, it says what is wrong', async (args, words) => {
    const { status, stderr } = await run(args);
    expect(stderr).toMatch(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(status).toBe(1);
  });

  // A real server on loopback; no real broker.
  describe('with a broker', () => {
    let broker: Server;
    let url: string;
    let received: { request: string; authorization: string | undefined; body: Record<string, unknown> }[];
    let status: (request: IncomingMessage) => number;
    let linksTo: string;

    beforeEach(async () => {
      received = [];
      status = ({ method }) => (method === 'PUT' ? 200 : 201);
      broker = createServer((request, response) => {
        void textOf(request).then((body) => {
          const { method, url: address, headers } = request;
          received.push({
            request: `${method} ${address}`,
            authorization: headers.authorization,
            body: JSON.parse(body) as Record<string, unknown>,
          });
          response.writeHead(status(request), { 'Content-Type': 'application/hal+json' });
          const href = `${linksTo}/results${address}`;
          response.end(JSON.stringify({ _links: { 'pb:publish-verification-results': { href } } }));
        });
      });
      await new Promise<void>((resolve) => broker.listen(0, '127.0.0.1', resolve));
      url = linksTo = `http://127.0.0.1:${(broker.address() as AddressInfo).port}`;
      commit();
    });
    afterEach(
      () =>
        new Promise((resolve) => {
          broker.close(resolve);
          broker.closeAllConnections();
        }),
    );

    const published = (env: Record<string, string> = {}) =>
      run(['--to', 'test'], { env: { PACT_BROKER_BASE_URL: `${url}/`, ...env } });

    it('it has each pact, as of the commit, and what became of its verification', async () => {
      const { status: code, stderr } = await published({ PACT_BROKER_TOKEN: 'secret' });
      expect(stderr).not.toContain('secret');
      expect(code).toBe(0);
      const version = repository.git('rev-parse', 'HEAD').trim();
      const paths = ['/pacts/provider/ocms/consumer/cas', '/pacts/provider/lta/consumer/ocms'];
      expect(received.map(({ request }) => request)).toEqual(
        paths.flatMap((path) => [`PUT ${path}/version/${version}`, `POST /results${path}/version/${version}`]),
      );
      expect(new Set(received.map(({ authorization }) => authorization))).toEqual(new Set(['Bearer secret']));
      expect(received[0]!.body).toEqual(pacts[0]);
      expect(received[1]!.body).toMatchObject({ success: true, providerApplicationVersion: version });
    });

    it('and no verification of other content', async () => {
      verified(pacts[0]!, { sha256: '0'.repeat(64) });
      const { status: code } = await published({ PACT_BROKER_USERNAME: 'u', PACT_BROKER_PASSWORD: 'p' });
      expect(code).toBe(1);
      expect(received.map(({ request }) => request.split(' ')[0])).toEqual(['PUT', 'PUT', 'POST']);
      expect(received[0]!.authorization).toBe(`Basic ${Buffer.from('u:p').toString('base64')}`);
    });

    it.each<[string, () => void, RegExp]>([
      ['that refuses', () => (status = () => 401), /The broker refuses PUT \/pacts\/.*: 401/],
      ['whose link is to another server', () => (linksTo = 'http://127.0.0.1:9'), /is to another server/],
      ['that is not there', () => (url = 'http://127.0.0.1:9'), /The broker does not answer/],
      ['and pacts that are not committed', () => repository.put('pacts/a-b.json', '{}'), /what is committed/],
    ])('%s: it says so, and it is no yes', async (_what, spoil, words) => {
      spoil();
      const { status: code, stderr, stdout } = await published();
      expect(stderr).toMatch(words);
      expect([code, stdout]).toEqual([1, '']);
    });
  });
});

it('what is shipped of the sandbox is true: all of it is here, or was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-no-results-'));
  const { stdout } = spawnSync(
    process.execPath,
    [join(ROOT, 'scripts/can-i-deploy.mjs'), '--to', 'sandbox', '--json', '--results', folder],
    { encoding: 'utf8' },
  );
  rmSync(folder, { recursive: true });
  const { rows } = JSON.parse(stdout) as { rows: Row[] };
  expect(rows.map(({ there }) => there)).not.toContain('-');
  const unknown = rows.filter(({ compatible }) => compatible === 'unknown');
  // A shallow clone has no history, and oasdiff takes Go.
  if (GO && spawnSync('git', ['rev-parse', '--is-shallow-repository'], { cwd: ROOT }).stdout.toString() === 'false\n')
    expect(unknown).toEqual([]);
});
