import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runStore } from '../../src/scheduling/run-store';
import { makeContext } from '../support/contexts';
import { endChildren, startChild } from '../support/fault-children';

const FIGHTERS = 8;

export interface Fight {
  /** Everything that was not as it must be. */
  problems: string[];
  ran: number;
  skipped: number;
  /** The most runs that one round had. */
  mostInARound: number;
}

/** Eight processes, one database, one lock: each round all try to run the job at once. */
export async function fight(rounds: number, roundsPerLock: number): Promise<Fight> {
  const context = await makeContext();
  const { intranet, place } = context;
  const marks = join(place.folder, 'marks');
  try {
    await intranet.transaction((trx) =>
      trx.raw('CREATE TABLE fight_mark (run_id varchar(36) primary key, round int, "left" int)'),
    );
    const fighters = Array.from({ length: FIGHTERS }, (_, index) =>
      startChild('fighter', { location: place.intranet, name: `fighter-${index}`, marks, roundsPerLock }),
    );
    await Promise.all(fighters.map((fighter) => fighter.next('ready')));

    const problems: string[] = [];
    const outcomes = new Map<string, string>();
    let mostInARound = 0;
    for (let round = 0; round < rounds; round += 1) {
      for (const fighter of fighters) fighter.tell(`round ${round}`);
      const done = await Promise.all(fighters.map((fighter) => fighter.next('done')));
      const ran = done.filter(({ outcome }) => outcome === 'SUCCEEDED').length;
      if (ran === 0) problems.push(`round ${round}: nobody ran`);
      mostInARound = Math.max(mostInARound, ran);
      for (const { outcome, runId, error } of done) {
        outcomes.set(runId as string, outcome as string);
        if (!['SUCCEEDED', 'SKIPPED'].includes(outcome as string)) problems.push(`round ${round}: ${outcome} ${error}`);
      }
    }

    // One file, written in the order things happened: an enter is followed by its own leave.
    const lines = readFileSync(marks, 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(' '));
    for (let at = 0; at < lines.length; at += 2) {
      const [enter, leave] = [lines[at]!, lines[at + 1]];
      if (enter[1] !== 'enter' || leave?.[1] !== 'leave' || enter[2] !== leave[2])
        problems.push(`overlap: ${enter.join(' ')} | ${leave?.join(' ')}`);
    }
    const ran = [...outcomes].filter(([, outcome]) => outcome === 'SUCCEEDED').map(([runId]) => runId);
    const skipped = [...outcomes.values()].filter((outcome) => outcome === 'SKIPPED').length;
    const entered = new Set(lines.map(([, , runId]) => runId));
    if (
      ran.length + skipped !== rounds * FIGHTERS ||
      lines.length !== 2 * ran.length ||
      ran.some((runId) => !entered.has(runId))
    ) {
      problems.push(`${lines.length} marks and ${skipped} skipped for ${ran.length} runs of ${rounds * FIGHTERS}`);
    }

    // What the database says of it.
    const records = await intranet.read((executor) =>
      runStore(intranet).history(executor, undefined, rounds * FIGHTERS * 2),
    );
    if (records.length !== rounds * FIGHTERS) problems.push(`${records.length} records`);
    for (const { runId, outcome, endedAt } of records) {
      if (outcomes.get(runId) !== outcome || !endedAt)
        problems.push(`run ${runId} is ${outcomes.get(runId)}, its record says ${outcome}, ended ${String(endedAt)}`);
    }
    const [written, fences] = await intranet.read(
      async (executor) =>
        [
          (await executor('fight_mark').where('left', 1).pluck('run_id')) as string[],
          (await executor('ocms_job_fence').sum({ fences: 'fence' }).first()) as { fences: number },
        ] as const,
    );
    if (written.sort().join() !== ran.sort().join()) problems.push('the rows written are not those of the runs');
    if (fences.fences !== ran.length) problems.push(`${fences.fences} fences for ${ran.length} runs`);
    return { problems, ran: ran.length, skipped, mostInARound };
  } finally {
    await endChildren();
    await context.close();
  }
}
