import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const HEAD = /^\| (Version|---) \|/;
const ROW = /^\| (\d+\.\d+\.\d+) \| ([^|]+) \| (.+) \|$/;

/** The rows of the table under "Change log" in the contracts' README; none where there is no README. */
export const changeLog = (contractsDir) => readChangeLog(contractsDir).rows;

/** The rows, and the lines with a column in them that are none. */
export function readChangeLog(contractsDir) {
  const file = path.join(contractsDir, 'README.md');
  if (!existsSync(file)) return { rows: [], noRows: [] };
  const [, section = ''] = readFileSync(file, 'utf8').split(/^### Change log$/m);
  const lines = section
    .split(/^##/m)[0]
    .split(/\r?\n/)
    .filter((line) => line.includes('|') && !HEAD.test(line));
  const found = lines.map((line) => ({ line, row: ROW.exec(line) }));
  return {
    rows: found.flatMap(({ row }) => {
      if (!row) return [];
      const [, version, contracts, change] = row;
      return {
        version,
        contracts: contracts.split(',').map((name) => name.trim()),
        change: change.replaceAll('`', ''),
      };
    }),
    noRows: found.filter(({ row }) => !row).map(({ line }) => line),
  };
}
