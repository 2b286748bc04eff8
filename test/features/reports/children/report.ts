// A process of its own that makes a report and prints what it took: rows' bytes, and the memory at most.
import { createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createContext } from '../../../../src/app/context';
import { readConfig } from '../../../../src/config/config';
import type { Format } from '../../../../src/features/reports';
import { createLogger } from '../../../../src/platform/logging';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { peakKib } = require('../../../support/peak-memory.cjs') as { peakKib: () => number };

async function main([intranetDb, out, format]: string[]): Promise<void> {
  const context = createContext(readConfig({ OCMS_INTRANET_DB: intranetDb! }, ['api']), {
    logger: createLogger({ level: 'error', destination: process.stderr }),
  });
  // Whether anything else had its turn.
  let turns = 0;
  const turning = setInterval(() => (turns += 1), 10);
  const period = { from: '2026-01-01', to: '2026-01-31' };
  const file = await context.services.ansReport.make({ period, format: format as Format, by: 'officer1' });
  await pipeline(file!.content, createWriteStream(out!));
  clearInterval(turning);
  await context.close();
  console.log(JSON.stringify({ bytes: statSync(out!).size, peakMb: peakKib() / 1_000, turns }));
}

void main(process.argv.slice(2));
