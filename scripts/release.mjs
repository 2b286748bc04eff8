// Makes a release of what is committed: `npm run release -- --version 1.2.0 [--out FOLDER] [--without-sdks]`. The same commit,
// version and Node.js make the same bytes. The SDKs need Java. It tags and publishes nothing: it prints how that is done.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { gitOf, lastRelease } from './lib/contract-changes.mjs';
import { projectFiles } from './lib/files.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry, root, run } from './lib/process.mjs';

const SEMVER = /^\d+\.\d+\.\d+(-[0-9A-Za-z.-]+)?$/;
/** What only the next build needs. */
const NOT_SHIPPED = /(^|\/)(\.tsbuildinfo|\.build-stamp)$|^generated\/.*\.ts$/;

await entry(async () => {
  await ensureInstalled();
  const { version, out, withoutSdks } = options();
  await refuseChanges();
  await ensureBuilt();
  const commit = await git('rev-parse', 'HEAD');
  const committedAt = new Date(Number(await git('show', '-s', '--format=%ct', 'HEAD')) * 1_000);
  const artefacts = await artefactsOf({ version, commit, committedAt, withoutSdks });
  fs.mkdirSync(out, { recursive: true });
  if (fs.readdirSync(out).length > 0) throw new Refusal(`${out} is not empty.`);
  for (const [name, body] of artefacts) fs.writeFileSync(path.join(out, name), body);
  console.log(`${[...artefacts.keys()].join('\n')}\n\nin ${out}, of ${commit}. Next:

  git tag -a v${version} ${commit} -m 'Release ${version}' && git push origin v${version}
  docker build -t ocms:${version} --label org.opencontainers.image.revision=${commit} .
  (cd '${out}' && sha256sum -c SHA256SUMS)`);
});

function options() {
  const { values } = parseArgs({
    options: {
      version: { type: 'string' },
      out: { type: 'string' },
      'without-sdks': { type: 'boolean', default: false },
    },
  });
  const { version, out, 'without-sdks': withoutSdks } = values;
  if (!version || !SEMVER.test(version)) throw new Refusal('--version takes a version such as 1.2.0.');
  return { version, withoutSdks, out: path.resolve(out ?? path.join(root, '.data/releases', version)) };
}

async function git(...args) {
  const { code, output } = await run('git', args);
  if (code !== 0) throw new Refusal(`git ${args.join(' ')} failed:\n${output.trim()}`);
  return output.trim();
}

async function refuseChanges() {
  const changes = await git('status', '--porcelain');
  if (changes !== '') throw new Refusal(`A release is made of what is committed. Not committed:\n${changes}`);
}

/** @returns what a release has, by file name, the sums last */
async function artefactsOf({ version, commit, committedAt, withoutSdks }) {
  // Only now is there what these need.
  const { sbom } = await import('./release/sbom.mjs');
  const { collection } = await import('./release/collection.mjs');
  const { zip } = await import('./release/zip.mjs');
  const { NAME: kit, conformancePackage } = await import('./lib/conformance-package.mjs');
  const built = createRequire(import.meta.url);
  const { openApi30 } = built('../dist/src/contract/openapi-3.0.js');
  const { inboundOperations } = built('../dist/generated/inbound/operations.js');
  const { DEMO_KEYS } = built('../dist/src/demo/keys.js');

  const manifest = json('package.json');
  const lockfile = json('package-lock.json');
  const published = projectFiles('generated/contracts');
  const apis = published.filter((file) => file.endsWith('.json') && 'openapi' in json(file));
  const called = new Set(Object.values(inboundOperations).map(({ contract }) => contract));
  const contracts = apis.filter((file) => called.has(path.basename(file, '.json'))).map(json);

  const artefacts = new Map();
  artefacts.set(`${manifest.name}-${version}.tgz`, await packed({ manifest, lockfile, version }));
  artefacts.set(`${kit}-${version}.tgz`, await conformancePackage(version));
  artefacts.set(
    `ocms-contracts-${version}.zip`,
    await zip(
      published.map((file) => [path.relative('generated/contracts', file), read(file)]),
      committedAt,
    ),
  );
  artefacts.set(
    `ocms-contracts-openapi-3.0-${version}.zip`,
    await zip(
      apis.map((file) => [path.basename(file), text(openApi30(json(file)))]),
      committedAt,
    ),
  );
  if (!withoutSdks) artefacts.set(`ocms-sdks-${version}.zip`, await zip(await sdks(), committedAt));
  artefacts.set(`ocms-${version}.postman_collection.json`, text(collection(contracts, { version, keys: DEMO_KEYS })));
  artefacts.set(`ocms-contracts-changes-${version}.md`, await changeLog(version));
  artefacts.set(
    `ocms-${version}.cdx.json`,
    text(
      sbom(lockfile, {
        name: manifest.name,
        version,
        description: manifest.description,
        timestamp: committedAt.toISOString(),
        serialNumber: `urn:uuid:${uuidOf(`${commit} ${version}`)}`,
      }),
    ),
  );
  artefacts.set(`ocms-${version}.intoto.json`, text(provenance(artefacts, { version, commit })));
  artefacts.set('SHA256SUMS', Buffer.from([...artefacts].map(([name, body]) => `${sha256(body)}  ${name}\n`).join('')));
  return artefacts;
}

/** The service as npm packs it, with the versions of all its packages: `npm ci --omit=dev`, then `node dist/src/cli/ocms.js`. */
async function packed({ manifest, lockfile, version }) {
  const staged = fs.mkdtempSync(path.join(os.tmpdir(), 'ocms-release-'));
  try {
    const rest = { ...manifest, scripts: undefined, devDependencies: undefined };
    const write = (file, body) => {
      fs.mkdirSync(path.dirname(path.join(staged, file)), { recursive: true });
      fs.writeFileSync(path.join(staged, file), body);
    };
    write('package.json', text({ ...rest, version }));
    const own = { ...lockfile.packages[''], devDependencies: undefined };
    const shipped = Object.entries(lockfile.packages).filter(([place, { dev }]) => place !== '' && !dev);
    write(
      'npm-shrinkwrap.json',
      text({ ...lockfile, version, packages: { '': { ...own, version }, ...Object.fromEntries(shipped) } }),
    );
    for (const file of [...projectFiles('dist'), ...projectFiles('generated')])
      if (!NOT_SHIPPED.test(file)) write(file, read(file));
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code, output } = await run(npm, ['pack', staged, '--ignore-scripts', '--pack-destination', staged]);
    if (code !== 0) throw new Refusal(`npm pack failed:\n${output.trim()}`);
    return fs.readFileSync(path.join(staged, `${manifest.name}-${version}.tgz`));
  } finally {
    fs.rmSync(staged, { recursive: true, force: true });
  }
}

/** The archives of all SDKs, with their sums. */
async function sdks() {
  const { makeSdks } = await import('./sdks/make.mjs');
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'ocms-release-sdks-'));
  try {
    await makeSdks(made).catch((error) => {
      throw error instanceof Refusal
        ? new Refusal(`The SDKs cannot be made; --without-sdks makes a release without them.\n${error.message}`)
        : error;
    });
    const archives = path.join(made, 'archives');
    return fs
      .readdirSync(archives)
      .sort()
      .map((name) => [name, fs.readFileSync(path.join(archives, name))]);
  } finally {
    fs.rmSync(made, { recursive: true, force: true });
  }
}

/** The table of contracts/README.md: what the release before this one did not have, then the rest. */
async function changeLog(version) {
  const rows = rowsOf(read('contracts/README.md').toString());
  const last = lastRelease(gitOf(root), `v${version}`);
  const had = new Set(last === undefined ? [] : rowsOf(await git('show', `${last}:contracts/README.md`)));
  const section = (title, own) => [
    `## ${title}`,
    '',
    ...(own.length > 0 ? ['| Version | API | Change |', '| --- | --- | --- |', ...own] : ['Nothing.']),
    '',
  ];
  return Buffer.from(
    [
      `# Contracts: change log of release ${version}`,
      '',
      ...section(
        last === undefined ? 'The first release' : `Since ${last}`,
        rows.filter((row) => !had.has(row)),
      ),
      ...(last === undefined
        ? []
        : section(
            'Before',
            rows.filter((row) => had.has(row)),
          )),
    ].join('\n'),
  );
}

function rowsOf(readme) {
  const [, after = ''] = readme.split('### Change log\n');
  const [table] = after.split(/^## /m);
  return table.split('\n').filter((line) => /^\| \d/.test(line));
}

/** What was made, and of what: an in-toto statement with SLSA's provenance, unsigned. */
function provenance(artefacts, { version, commit }) {
  return {
    _type: 'https://in-toto.io/Statement/v1',
    subject: [...artefacts].map(([name, body]) => ({ name, digest: { sha256: sha256(body) } })),
    predicateType: 'https://slsa.dev/provenance/v1',
    predicate: {
      buildDefinition: {
        buildType: 'urn:ocms:release:v1',
        externalParameters: { version },
        internalParameters: { node: process.version },
        resolvedDependencies: [
          { name: 'source', digest: { gitCommit: commit } },
          ...['package.json', 'package-lock.json', 'scripts/release.mjs'].map((name) => ({
            name,
            digest: { sha256: sha256(read(name)) },
          })),
        ],
      },
      runDetails: {
        builder: { id: 'urn:ocms:scripts/release.mjs' },
        metadata: { invocationId: `${commit}-${version}` },
      },
    },
  };
}

function read(file) {
  return fs.readFileSync(path.join(root, file));
}

function json(file) {
  return JSON.parse(read(file));
}

function text(value) {
  return Buffer.from(`${JSON.stringify(value, undefined, 2)}\n`);
}

function sha256(body) {
  return createHash('sha256').update(body).digest('hex');
}

/** RFC 9562's version 8, of a hash: the same for the same release. */
function uuidOf(name) {
  const hex = sha256(name);
  const variant = ((parseInt(hex[16], 16) & 3) | 8).toString(16);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `${variant}${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join('-');
}
