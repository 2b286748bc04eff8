// The conformance kit as a package of its own: what it loads of the build, the published contracts, and the packages that
// these need, in one archive. A partner needs Node.js, and neither this repository nor a registry.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { projectFiles } from './files.mjs';
import { Refusal, root, run } from './process.mjs';

export const NAME = 'ocms-conformance';
const CLI = 'dist/src/conformance/cli.js';
/** A thread's body and an ES module that it loads: nothing requires them. */
const LOADED_LATER = ['dist/src/files/xml/thread-body.cjs'];
const PACKAGES_LOADED_LATER = ['libxml2-wasm'];
const README = 'src/conformance/package.md';
/** What of a package is for those who build with it. */
const NOT_RUN =
  /\.(map|ts|mts|cts|flow)$|^(lib\/cjs|dist\/(esm|iife|umd))\/|(^|\/)(tests?|docs|\.[^/]*|eslint\.config\.js|tsconfig\.json)(\/|$)/;

/**
 * The kit as npm packs it. The same build and version make the same bytes. `dist/` is built.
 *
 * @returns {Promise<Buffer>}
 * @throws Refusal
 */
export async function conformancePackage(version) {
  const lockfile = JSON.parse(read('package-lock.json'));
  const { files, packages } = loadedBy(CLI);
  const bundled = withTheirs([...packages, ...PACKAGES_LOADED_LATER], lockfile);
  const direct = [...new Set([...packages, ...PACKAGES_LOADED_LATER])].sort();
  const manifest = JSON.parse(read('package.json'));
  const staged = fs.mkdtempSync(path.join(os.tmpdir(), `${NAME}-`));
  try {
    const write = (file, body) => {
      fs.mkdirSync(path.dirname(path.join(staged, file)), { recursive: true });
      fs.writeFileSync(path.join(staged, file), body);
    };
    write(
      'package.json',
      `${JSON.stringify(
        {
          name: NAME,
          version,
          description: "Holds a partner's server, recorded calls and files to the contracts with OCMS",
          license: manifest.license,
          engines: manifest.engines,
          bin: { [NAME]: 'bin.js' },
          files: ['bin.js', 'dist', 'generated'],
          dependencies: Object.fromEntries(
            direct.map((name) => [name, lockfile.packages[`node_modules/${name}`].version]),
          ),
          bundleDependencies: direct,
        },
        undefined,
        2,
      )}\n`,
    );
    write(
      'bin.js',
      `#!/usr/bin/env node
require('./${CLI}')
  .main(process.argv.slice(2))
  .then((code) => {
    process.exitCode = code;
  });
`,
    );
    write('README.md', read(README));
    for (const file of [...files, ...LOADED_LATER]) write(file, withoutSourceMap(read(file)));
    for (const file of projectFiles('generated/contracts')) write(file, read(file));
    write('generated/files/files.json', read('generated/files/files.json'));
    for (const folder of bundled)
      for (const file of projectFiles(folder)) {
        const own = path.relative(folder, file);
        if (!own.startsWith('node_modules/') && !NOT_RUN.test(own)) write(file, read(file));
      }
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const { code, output } = await run(npm, ['pack', staged, '--ignore-scripts', '--pack-destination', staged]);
    if (code !== 0) throw new Refusal(`npm pack failed:\n${output.trim()}`);
    return fs.readFileSync(path.join(staged, `${NAME}-${version}.tgz`));
  } finally {
    fs.rmSync(staged, { recursive: true, force: true });
  }
}

/** The files of the build that a program loads, and the packages. */
function loadedBy(program) {
  const require = createRequire(import.meta.url);
  const start = path.join(root, program);
  require(start);
  const seen = new Map();
  const visit = (module) => {
    if (seen.has(module.filename)) return;
    seen.set(module.filename, module);
    if (!module.filename.includes(`${path.sep}node_modules${path.sep}`)) module.children.forEach(visit);
  };
  visit(require.cache[require.resolve(start)]);
  const all = [...seen.keys()].map((file) => path.relative(root, file));
  const packageOf = (file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file.split(path.sep).join('/'))?.[1];
  return {
    files: all.filter((file) => packageOf(file) === undefined).sort(),
    packages: [...new Set(all.map(packageOf).filter(Boolean))].sort(),
  };
}

/** The folders of packages and of those that they need. */
function withTheirs(names, { packages }) {
  const folders = new Set();
  const visit = (name, from) => {
    const folder = [`${from}/node_modules/${name}`, `node_modules/${name}`].find((each) => each in packages);
    if (!folder) throw new Refusal(`package-lock.json has no ${name}.`);
    if (folders.has(folder)) return;
    folders.add(folder);
    for (const needed of Object.keys(packages[folder].dependencies ?? {})) visit(needed, folder);
  };
  for (const name of names) visit(name, '');
  return [...folders].sort();
}

const withoutSourceMap = (body) => body.toString().replace(/\n\/\/# sourceMappingURL=[^\n]*\s*$/, '\n');

function read(file) {
  return fs.readFileSync(path.join(root, file));
}
