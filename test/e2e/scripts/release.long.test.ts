import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { request, type Partner, startTestService } from '../../support/service';
import { patience } from '../../support/patience';
import { freePort, startNode } from '../../support/process';

jest.setTimeout(patience(60_000));

const ROOT = join(__dirname, '../../..');
const VERSION = '1.2.0';
const SUMS = 'SHA256SUMS';

let folder: string;
let project: string;
let first: string;
let second: string;

const git = (...args: string[]): string =>
  execFileSync('git', ['-c', 'user.name=test', '-c', 'user.email=test@ocms.invalid', ...args], {
    cwd: project,
    encoding: 'utf8',
  }).trim();

const release = (
  out: string,
  env: Record<string, string> = {},
  { version = VERSION, options = ['--without-sdks'] }: { version?: string; options?: string[] } = {},
) =>
  spawnSync(process.execPath, ['scripts/release.mjs', '--version', version, '--out', out, ...options], {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });

const read = (name: string): Buffer => readFileSync(join(first, name));
const json = <T>(name: string): T => JSON.parse(read(name).toString()) as T;
const sha256 = (body: Buffer): string => createHash('sha256').update(body).digest('hex');

/** This project as it stands, committed, with what is installed and built. */
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-release-test-'));
  project = join(folder, 'project');
  const files = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  for (const file of files.split('\0').filter(Boolean)) {
    mkdirSync(dirname(join(project, file)), { recursive: true });
    cpSync(join(ROOT, file), join(project, file));
  }
  symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
  cpSync(join(ROOT, 'dist'), join(project, 'dist'), { recursive: true });
  git('init', '--quiet');
  // The pattern of .gitignore is one of a folder, and this is a link.
  writeFileSync(join(project, '.git/info/exclude'), 'node_modules\n');
  git('add', '--all');
  git('commit', '--quiet', '--message', 'what is released');
  first = join(folder, 'first');
  second = join(folder, 'second');
  const made = release(first);
  expect([made.status, made.stderr]).toEqual([0, expect.anything()]);
  expect(made.stdout).toContain(`git tag -a v${VERSION} ${git('rev-parse', 'HEAD')}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a second run, in another time zone, makes the same bytes', () => {
  expect(release(second, { TZ: 'America/St_Johns' }).status).toBe(0);
  expect(readdirSync(second)).toEqual(readdirSync(first));
  expect(readdirSync(first).filter((name) => !readFileSync(join(second, name)).equals(read(name)))).toEqual([]);
});

test('it has package, contracts, both forms of them, collection, change log, SBOM, provenance and sums', () => {
  expect(readdirSync(first).sort()).toEqual(
    [
      SUMS,
      `ocms-${VERSION}.cdx.json`,
      `ocms-${VERSION}.intoto.json`,
      `ocms-${VERSION}.postman_collection.json`,
      `ocms-conformance-${VERSION}.tgz`,
      `ocms-contracts-${VERSION}.zip`,
      `ocms-contracts-changes-${VERSION}.md`,
      `ocms-contracts-openapi-3.0-${VERSION}.zip`,
      `ocms-integration-platform-${VERSION}.tgz`,
    ].sort(),
  );
});

/** The rows under each heading of a release's change log. */
const changesIn = (out: string, version: string): Record<string, string[]> => {
  const [, ...sections] = readFileSync(join(out, `ocms-contracts-changes-${version}.md`), 'utf8').split(/^## /m);
  return Object.fromEntries(
    sections.map((section) => {
      const [title = '', ...lines] = section.split('\n');
      return [title, lines.filter((line) => /^\| \d/.test(line))];
    }),
  );
};

test('its change log says what is new since the last release', () => {
  const { 'The first release': all = [], ...others } = changesIn(first, VERSION);
  expect([all[0], others]).toEqual([expect.stringContaining('| 1.0.0 | cas-getPaymentStatus |'), {}]);
  const commit = git('rev-parse', 'HEAD');
  const contracts = join(project, 'contracts/README.md');
  const row = '| 9.9.9 | plus-queryNoticeInfo | something new |';
  try {
    git('tag', `v${VERSION}`);
    writeFileSync(contracts, readFileSync(contracts, 'utf8').replace(all[0]!, `${all[0]!}\n${row}`));
    git('commit', '--quiet', '--all', '--message', 'something new');
    const next = join(folder, 'next');
    expect(release(next, {}, { version: '1.3.0' }).status).toBe(0);
    expect(changesIn(next, '1.3.0')).toEqual({ [`Since v${VERSION}`]: [row], Before: all });
    // As it was, once it has its own tag, too.
    git('tag', 'v1.3.0');
    expect(release(join(folder, 'tagged'), {}, { version: '1.3.0' }).status).toBe(0);
    expect(changesIn(join(folder, 'tagged'), '1.3.0')).toEqual(changesIn(next, '1.3.0'));
  } finally {
    git('reset', '--quiet', '--hard', commit);
    git('tag', '--delete', ...git('tag').split('\n'));
  }
});

const hasJava = spawnSync('java', ['-version']).status === 0;
(hasJava ? test : test.skip)(
  'with Java the SDKs are in it, too: the archive of every package and their sums',
  () => {
    const out = join(folder, 'with-sdks');
    const made = release(out, {}, { options: [] });
    expect([made.status, made.stderr]).toEqual([0, expect.anything()]);
    expect(readdirSync(out)).toEqual([...readdirSync(first), `ocms-sdks-${VERSION}.zip`].sort());
    const names = namesIn(readFileSync(join(out, `ocms-sdks-${VERSION}.zip`)));
    for (const language of ['java', 'csharp', 'python', 'typescript'])
      expect(names.filter((name) => name.endsWith(`-${language}.zip`))).toHaveLength(4);
    for (const server of ['spring', 'aspnetcore'])
      expect(names.filter((name) => name.endsWith(`-${server}.zip`))).toHaveLength(
        readdirSync(join(project, 'contracts/outbound')).length,
      );
    expect(names).toContain(SUMS);
  },
  patience(240_000),
);

test('without a Java that works it is refused, unless the SDKs are left out', () => {
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  writeFileSync(join(bin, 'java'), '#!/bin/sh\nexit 127\n', { mode: 0o755 });
  const made = release(join(folder, 'no-java'), { PATH: `${bin}:${process.env.PATH}` }, { options: [] });
  expect([made.status, made.stderr]).toEqual([1, expect.stringContaining('--without-sdks')]);
});

/** Names of an archive's files, from its central directory. */
function namesIn(zip: Buffer): string[] {
  const names: string[] = [];
  for (let at = zip.indexOf('PK\u0001\u0002'); at >= 0; at = zip.indexOf('PK\u0001\u0002', at + 1))
    names.push(zip.toString('utf8', at + 46, at + 46 + zip.readUInt16LE(at + 28)));
  return names;
}

test('sums and provenance (in-toto, SLSA 1.0) are those of the files, and of the commit', () => {
  const names = readdirSync(first).filter((name) => name !== SUMS);
  const sums = read(SUMS).toString().trim().split('\n');
  expect(sums.sort()).toEqual(names.map((name) => `${sha256(read(name))}  ${name}`).sort());
  const statement = json<{
    _type: string;
    subject: { name: string; digest: { sha256: string } }[];
    predicateType: string;
    predicate: { buildDefinition: { resolvedDependencies: { name: string; digest: Record<string, string> }[] } };
  }>(`ocms-${VERSION}.intoto.json`);
  expect(statement).toMatchObject({
    _type: 'https://in-toto.io/Statement/v1',
    predicateType: 'https://slsa.dev/provenance/v1',
  });
  expect(statement.subject.map(({ name }) => name).sort()).toEqual(
    names.filter((name) => !name.endsWith('.intoto.json')).sort(),
  );
  for (const { name, digest } of statement.subject) expect(digest.sha256).toBe(sha256(read(name)));
  const [source, ...inputs] = statement.predicate.buildDefinition.resolvedDependencies;
  expect(source).toEqual({ name: 'source', digest: { gitCommit: git('rev-parse', 'HEAD') } });
  for (const { name, digest } of inputs) expect(digest.sha256).toBe(sha256(readFileSync(join(project, name))));
});

test('nothing in it tells where it was made', () => {
  for (const name of readdirSync(first)) expect([name, read(name).includes(folder)]).toEqual([name, false]);
  for (const name of ['ocms-integration-platform', 'ocms-conformance']) {
    const unpacked = execFileSync('tar', ['xzOf', join(first, `${name}-${VERSION}.tgz`)], { maxBuffer: 100_000_000 });
    for (const place of [folder, ROOT]) expect(unpacked.includes(place)).toBe(false);
  }
});

test('the SBOM has every production package of the lockfile with its hash, and no development package', () => {
  const bom = json<{
    components: { 'bom-ref': string; hashes?: unknown[] }[];
    dependencies: { ref: string; dependsOn: string[] }[];
    metadata: { component: { 'bom-ref': string } };
  }>(`ocms-${VERSION}.cdx.json`);
  const lockfile = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: true; devOptional?: true; name?: string; version: string }>;
  };
  const expected = Object.entries(lockfile.packages)
    .filter(([place, { dev, devOptional }]) => place !== '' && !dev && !devOptional)
    .map(([place, { name, version }]) => {
      const own = name ?? place.split('node_modules/').at(-1)!;
      return `pkg:npm/${own.replace('@', '%40')}@${version}`;
    });
  const refs = bom.components.map((component) => component['bom-ref']);
  expect(refs).toEqual([...new Set(expected)].sort());
  expect(refs.some((ref) => ref.startsWith('pkg:npm/jest@'))).toBe(false);
  expect(bom.components.filter(({ hashes }) => hashes?.length !== 1)).toEqual([]);
  // Every package is reached from the service.
  const of = new Map(bom.dependencies.map(({ ref, dependsOn }) => [ref, dependsOn]));
  const reached = new Set<string>();
  const reach = (ref: string): void => {
    if (reached.has(ref)) return;
    reached.add(ref);
    of.get(ref)!.forEach(reach);
  };
  reach(bom.metadata.component['bom-ref']);
  expect(refs.filter((ref) => !reached.has(ref))).toEqual([]);
});

test('the package serves in production where only its own packages are installed', async () => {
  const at = join(folder, 'installed');
  mkdirSync(at);
  execFileSync('tar', ['xzf', join(first, `ocms-integration-platform-${VERSION}.tgz`), '-C', at]);
  const installed = join(at, 'package');
  const { packages } = JSON.parse(readFileSync(join(installed, 'npm-shrinkwrap.json'), 'utf8')) as { packages: object };
  for (const place of Object.keys(packages)) {
    if (!/^node_modules\/(@[^/]+\/)?[^/]+$/.test(place)) continue;
    mkdirSync(dirname(join(installed, place)), { recursive: true });
    symlinkSync(join(ROOT, place), join(installed, place));
  }
  const data = join(folder, 'data');
  mkdirSync(data);
  const env = {
    ...{ NODE_ENV: 'production', OCMS_ROLES: 'api', PORT: String(await freePort()) },
    OCMS_INTRANET_DB: `sqlite:${join(data, 'intranet.db')}`,
    OCMS_INTERNET_DB: `sqlite:${join(data, 'internet.db')}`,
  };
  const ocms = (command: string) => startNode(['dist/src/cli/ocms.js', command], { cwd: installed, env });
  const migration = ocms('migrate');
  expect([await migration.ended(), migration.output()]).toEqual([
    0,
    expect.stringContaining('intranet: applied 001-notices'),
  ]);
  const service = ocms('serve');
  try {
    await service.said('"event":"started"');
    const catalog = `http://127.0.0.1:${env.PORT}/.well-known/api-catalog`;
    expect((await request(catalog)).status).toBe(200);
  } finally {
    expect(await service.ended('SIGTERM')).toBe(0);
  }
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as object;
  expect(manifest).toMatchObject({ version: VERSION });
  expect(manifest).not.toHaveProperty('devDependencies');
});

interface Item {
  name: string;
  item?: Item[];
  request?: {
    method: string;
    header: { key: string; value: string; disabled?: boolean }[];
    url: { raw: string; variable?: { key: string; value: string }[] };
    body?: { raw: string };
  };
}

test('each request of the collection is one the service answers: partners with success, staff once signed in', async () => {
  const { item, variable } = json<{ item: Item[]; variable: { key: string; value: string }[] }>(
    `ocms-${VERSION}.postman_collection.json`,
  );
  expect(variable.map(({ key }) => key)).toEqual(['baseUrl', 'casKey', 'cesKey', 'plusKey', 'repccsKey', 'staffToken']);
  expect(variable.find(({ key }) => key === 'casKey')!.value).toBe('ocms_cas_demo-key-for-local-use');
  const service = await startTestService();
  try {
    const values: Record<string, string> = { baseUrl: service.url, staffToken: 'none' };
    for (const [partner, key] of Object.entries<string>(service.keys as Record<Partner, string>))
      values[`${partner.toLowerCase()}Key`] = key;
    const filled = (text: string): string => text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => values[name]!);
    const requests = item.flatMap((each) => each.item!);
    expect(requests.length).toBeGreaterThan(40);
    const wrong: unknown[] = [];
    for (const { name, request: asked } of requests) {
      const { method, header, url, body } = asked!;
      const address = (url.variable ?? []).reduce(
        (at, { key, value }) => at.replace(`:${key}`, encodeURIComponent(value)),
        filled(url.raw),
      );
      const { status } = await request(address, {
        method,
        headers: Object.fromEntries(
          header.filter(({ disabled }) => !disabled).map(({ key, value }) => [key, filled(value)]),
        ),
        ...(body && { body: body.raw }),
      });
      const staff = header.some(({ value }) => value.includes('staffToken'));
      if (staff ? status !== 401 : status < 200 || status > 299) wrong.push([name, status]);
    }
    expect(wrong).toEqual([]);
  } finally {
    await service.close();
  }
});

test('what is not committed is not released, nor a version that is none', () => {
  const changed = join(project, 'README.md');
  const before = readFileSync(changed);
  writeFileSync(changed, 'changed\n');
  const { status, stderr } = release(join(folder, 'third'));
  expect([status, stderr]).toEqual([1, expect.stringContaining('README.md')]);
  writeFileSync(changed, before);
  expect(release(join(folder, 'third'), {}, { version: '1.2' }).stderr).toContain('--version takes a version');
  expect(release(first).stderr).toContain('is not empty');
});
