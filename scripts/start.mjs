import { createRequire } from 'node:module';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry } from './lib/process.mjs';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  // In this process: signals that npm forwards reach the service itself, and its exit code is ours.
  return createRequire(import.meta.url)('../dist/src/main.js').main();
});
