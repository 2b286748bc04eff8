import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The rows of the table under "Change log" in the contracts' README; none where there is no README. */
export function changeLog(contractsDir) {
  const file = path.join(contractsDir, 'README.md');
  if (!existsSync(file)) return [];
  const [, section = ''] = readFileSync(file, 'utf8').split(/^### Change log$/m);
  const rows = section.split(/^##/m)[0].matchAll(/^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$/gm);
  return [...rows].map(([, version, contracts, change]) => ({
    version,
    contracts: contracts.split(',').map((name) => name.trim()),
    change: change.replaceAll('`', ''),
  }));
}
