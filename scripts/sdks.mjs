// Makes the SDKs: `npm run sdks [-- --out FOLDER]`. Clients of what partners call, for each partner in Java, C#, Python and
// TypeScript, and server stubs of what OCMS calls, in Spring Boot and ASP.NET Core. contracts/sdks/ says how things are
// called. The same contracts make the same bytes. Needs Java.
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { entry, note, root } from './lib/process.mjs';

await entry(async () => {
  const { values } = parseArgs({ options: { out: { type: 'string' } } });
  const out = path.resolve(values.out ?? path.join(root, '.data/sdks'));
  await ensureInstalled();
  await ensureBuilt();
  const { makeSdks } = await import('./sdks/make.mjs');
  const packages = await makeSdks(out);
  for (const { language, packageName, version } of packages)
    console.log(`${language.padEnd(10)} ${packageName} ${version}`);
  note(`\n${packages.length} packages in ${out}; as archives, with their sums, in ${path.join(out, 'archives')}.`);
});
