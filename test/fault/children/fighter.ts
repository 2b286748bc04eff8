// Told `round N`, tries to run a job at once with the other fighters; the job's body must never overlap.
import { appendFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseLocation } from '../../../src/config/database-url';
import { openDatabase } from '../../../src/db/database';
import type { BoundJob } from '../../../src/scheduling/job';
import { createJobRunner } from '../../../src/scheduling/runner';
import { createLogger } from '../../../src/platform/logging';
import { onTold, say } from './talk';

interface FighterOptions {
  location: DatabaseLocation;
  name: string;
  marks: string;
  roundsPerLock: number;
}

function main({ location, name, marks, roundsPerLock }: FighterOptions): void {
  const database = openDatabase('intranet', location);
  const logger = createLogger({ level: 'silent' });
  const alerts = { record: () => Promise.resolve(), sendPending: () => Promise.resolve() };
  const runner = createJobRunner({ database, alerts, logger, instance: name });

  const jobOf = (round: number): BoundJob => ({
    // A new lock now and then: its first run ever is a race of its own.
    name: `fight_${Math.floor(round / roundsPerLock)}`,
    source: 'test',
    schedule: '0 0 1 * * *',
    catchUp: false,
    untouched: 'Everything is as it was.',
    lock: { atMostMs: 10_000, atLeastMs: 0 },
    async run(run) {
      const mark = (what: string): void =>
        appendFileSync(marks, `${round} ${what} ${run.runId} ${process.hrtime.bigint()}\n`);
      mark('enter');
      await run.chunk((trx) => trx('fight_mark').insert({ run_id: run.runId, round, left: 0 }));
      await sleep(Math.random() * 10);
      await run.chunk((trx) => trx('fight_mark').where('run_id', run.runId).update({ left: 1 }));
      mark('leave');
      return { counts: { round } };
    },
  });

  onTold((line) => {
    const round = Number(line.split(' ')[1]);
    runner.run(jobOf(round), { trigger: 'MANUAL' }).then(
      ({ outcome, runId, error }) => say('done', { round, outcome, runId, error }),
      (error: unknown) => say('done', { round, outcome: 'THREW', error: error instanceof Error ? error.stack : error }),
    );
  });
  say('ready');
}

main(JSON.parse(process.argv[2]!) as FighterOptions);
