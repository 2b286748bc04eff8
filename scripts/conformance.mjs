// Holds a partner's side to its contracts: `npm run conformance -- --help`. With `--pack [--out FOLDER]`, makes the package that
// a partner runs.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry, root } from './lib/process.mjs';

await entry(async () => {
  const args = process.argv.slice(2);
  await ensureInstalled();
  await ensureBuilt();
  if (args.includes('--pack')) return pack(args);
  return createRequire(import.meta.url)('../dist/src/conformance/cli.js').main(args);
});

async function pack(args) {
  const { out } = packOptions(args);
  const { NAME, conformancePackage } = await import('./lib/conformance-package.mjs');
  const { version } = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'));
  fs.mkdirSync(out, { recursive: true });
  const file = path.join(out, `${NAME}-${version}.tgz`);
  fs.writeFileSync(file, await conformancePackage(version));
  console.log(file);
}

function packOptions(args) {
  try {
    const { values } = parseArgs({ args, options: { pack: { type: 'boolean' }, out: { type: 'string' } } });
    return { out: path.resolve(values.out ?? '.') };
  } catch (error) {
    throw new Refusal(`${error.message}\n--pack takes --out FOLDER, and nothing else.`);
  }
}
