// Compiles src/ and generated/ into dist/, with the pages, stylesheets and templates beside them, when they changed since the last
// time.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { projectFiles } from './files.mjs';
import { withLock } from './lock.mjs';
import { Refusal, node, note, root } from './process.mjs';

const DIST = path.join(root, 'dist');
const STAMP = path.join(DIST, '.build-stamp');

/** @param {{ typesChecked?: boolean }} [options] `typesChecked`: somebody else looks at the types */
export async function ensureBuilt({ typesChecked = false } = {}) {
  if (isFresh(inputsHash())) return;
  await withLock('build', async () => {
    const hash = inputsHash();
    if (isFresh(hash)) return;
    note('Building dist/ …');
    // Without a stamp dist/ may have been emptied by hand; tsc, trusting its build info, would not write it again.
    if (!fs.existsSync(STAMP)) fs.rmSync(path.join(DIST, '.tsbuildinfo'), { force: true });
    fs.rmSync(STAMP, { force: true });
    const { code, output, ms } = await node('node_modules/typescript/bin/tsc', [
      ...(typesChecked ? ['--noCheck'] : []),
      ...['-p', 'tsconfig.build.json', '--noEmitOnError', '--pretty', String(Boolean(process.stderr.isTTY))],
    ]);
    if (code !== 0) {
      note(output.trimEnd());
      throw new Refusal('The build failed: see the type errors above.');
    }
    copyAssets();
    removeOrphans();
    fs.writeFileSync(STAMP, hash);
    note(`Built in ${(ms / 1000).toFixed(1)} s.`);
  });
}

/** Of a build whose types turned out wrong: the next one looks at them. */
export function forgetBuild() {
  fs.rmSync(STAMP, { force: true });
}

const isFresh = (hash) => fs.existsSync(STAMP) && fs.readFileSync(STAMP, 'utf8') === hash;

function inputsHash() {
  const hash = createHash('sha1');
  for (const file of inputs()) {
    hash.update(`\0${file}\0`);
    hash.update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

function inputs() {
  const files = ['package-lock.json', 'node_modules/typescript/package.json'];
  files.push(...fs.readdirSync(root).filter((name) => /^tsconfig.*\.json$/.test(name)));
  files.push(...projectFiles('src').filter((file) => /\.(ts|json)$/.test(file) && !file.endsWith('.test.ts')));
  files.push(...projectFiles('src').filter(isAsset));
  files.push(...projectFiles('generated'));
  return files.sort();
}

const isAsset = (file) => /\.(html|txt|css|c?js|svg)$/.test(file);

/** The code finds its assets beside itself, in src/ as in dist/src/. */
function copyAssets() {
  for (const file of projectFiles('src').filter(isAsset)) {
    fs.mkdirSync(path.join(DIST, path.dirname(file)), { recursive: true });
    fs.copyFileSync(path.join(root, file), path.join(DIST, file));
  }
}

/** Files of an earlier build whose source is gone would still be found by require(). */
function removeOrphans() {
  for (const file of [...projectFiles('dist/src'), ...projectFiles('dist/generated')]) {
    const source = path.relative('dist', file);
    const sources = [source, source.replace(/\.js(\.map)?$/, '.ts')];
    if (!sources.some((each) => fs.existsSync(path.join(root, each)))) fs.rmSync(path.join(root, file));
  }
}
