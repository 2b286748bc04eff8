import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry } from './lib/process.mjs';

await entry(async () => {
  if (existsSync('.env')) process.loadEnvFile('.env');
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_532)
    throw new Refusal('PORT takes a whole number from 1 to 65532.');
  await ensureInstalled();
  await ensureBuilt();
  // Beside the service: it has PORT and the one after.
  return createRequire(import.meta.url)('../dist/src/partner-sandbox/main.js').sandboxMain(port + 2);
});
