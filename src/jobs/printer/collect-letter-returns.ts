import type { FileCollector } from '../../features/collected-files';
import { defineJob } from '../../scheduling/job';

/** The printing vendor's return files are collected (A 8.1b). */
export const collectLetterReturns = defineJob<{ letterReturns: FileCollector }>({
  name: 'collect_letter_returns',
  source: 'A 8.1b',
  partners: ['printing vendor'],
  schedule: '0 0 * * * *',
  lock: { atMostMs: 60_000, atLeastMs: 30_000 },
  // The next hour's run collects everything that waits.
  catchUp: false,
  untouched: 'What was not collected waits on the server.',
  run: ({ letterReturns }, run) => letterReturns.collect(run),
});
