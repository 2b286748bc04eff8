// Holds a partner's server to its contract: `npm run conformance -- --help`.
import { createRequire } from 'node:module';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry } from './lib/process.mjs';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return createRequire(import.meta.url)('../dist/src/conformance/cli.js').main(process.argv.slice(2));
});
