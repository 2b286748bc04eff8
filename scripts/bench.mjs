import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry } from './lib/process.mjs';

await entry(async () => {
  await ensureInstalled();
  await ensureBuilt();
  const { bench } = await import('../test/bench/bench.mjs');
  return bench(process.argv.slice(2));
});
