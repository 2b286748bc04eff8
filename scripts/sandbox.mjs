import { createRequire } from 'node:module';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry } from './lib/process.mjs';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const built = createRequire(import.meta.url);
  const given = settings(built('../dist/src/config/env.js'));
  const folder = path.resolve(given.OCMS_DATA_DIR || '.data', 'sandbox');
  // Beside the service: it has PORT and the one after.
  const failed = await built('../dist/src/app/inbound-sandbox/main.js').inboundSandboxMain();
  return failed ?? built('../dist/src/partner-sandbox/main.js').sandboxMain(portOf(given) + 2, folder);
});

/** Of the same settings as the service. */
function settings({ environment }) {
  try {
    return environment();
  } catch (error) {
    throw new Refusal(error.message);
  }
}

function portOf({ PORT }) {
  const port = Number(PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_525) {
    throw new Refusal('PORT takes a whole number from 1 to 65525.');
  }
  return port;
}
