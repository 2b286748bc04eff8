import { createRequire } from 'node:module';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry } from './lib/process.mjs';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const built = createRequire(import.meta.url);
  const port = portOf(built('../dist/src/config/env.js'));
  // Beside the service: it has PORT and the one after.
  return built('../dist/src/partner-sandbox/main.js').sandboxMain(port + 2);
});

/** Of the same settings as the service. */
function portOf({ environment }) {
  let given;
  try {
    given = environment().PORT;
  } catch (error) {
    throw new Refusal(error.message);
  }
  const port = Number(given || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_532) {
    throw new Refusal('PORT takes a whole number from 1 to 65532.');
  }
  return port;
}
