import { endChildren, type Moment, startInstance } from '../support/fault-children';
import { type FaultPlace, mailsByRun, makeFaultPlace, numbersOf, vehicles } from '../support/fault';

/** Three chunks, so that a first, a middle and a last one are staged. */
const OLD = vehicles('OLD', 4_100);
const NEW = vehicles('NEW', 5_000);

/** A run that succeeds, or one whose list is refused, which ends in an alert. */
export type Scenario = 'succeeding' | 'failing';

export interface Crash extends Moment {
  scenario: Scenario;
}

async function makeCrashPlace(scenario: Scenario): Promise<FaultPlace> {
  const place = await makeFaultPlace();
  await place.bringIn(OLD);
  await place.offer(NEW);
  if (scenario === 'failing') await place.sandbox.fault({ fault: 'wrong-total-count', times: 1 });
  return place;
}

/** Every labelled boundary of a run, as it goes through them; of one that comes often, the first and the last. */
export async function boundaries(scenario: Scenario): Promise<Crash[]> {
  const place = await makeCrashPlace(scenario);
  try {
    const reached = new Map<string, number>();
    const worker = place.anotherWorker({}, async (label) => void reached.set(label, (reached.get(label) ?? 0) + 1));
    await place.run(worker);
    return [...reached].flatMap(([label, times]) => [...new Set([1, times])].map((nth) => ({ scenario, label, nth })));
  } finally {
    await place.close();
  }
}

/**
 * Kills an instance at a boundary, looks at what it left, and lets another instance follow.
 *
 * @returns which list was left, and everything that is not as it must be.
 */
export async function crashAt({ scenario, label, nth }: Crash): Promise<{ left: string; problems: string[] }> {
  const place = await makeCrashPlace(scenario);
  const problems: string[] = [];
  const must = (what: string, holds: boolean, found?: unknown): void => {
    if (!holds)
      problems.push(
        `${scenario} ${label} ${nth}: ${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`,
      );
  };
  try {
    const instance = startInstance(place, { killAt: { label, nth } });
    await instance.next('ready');
    instance.tell('run');
    const { signal } = await instance.ended;
    must('killed', signal === 'SIGKILL', signal);

    const list = (await place.stored()).join();
    const left = list === numbersOf(OLD).join() ? 'old' : list === numbersOf(NEW).join() ? 'new' : 'a mix';
    must('the old list or the new', left !== 'a mix');
    if (scenario === 'failing') must('the old list', left === 'old', left);
    const [cut, ...none] = await place.runs();
    must('one run on record', cut !== undefined && none.length === 0);
    const recorded = cut!.outcome !== 'RUNNING';
    if (recorded)
      must('recorded as it ended', cut!.outcome === (scenario === 'failing' ? 'FAILED' : 'SUCCEEDED'), cut!.outcome);
    const alertsBefore = await place.alerts();
    const mailsBefore = await place.mails();
    must('no mail that is not recorded', mailsBefore.length <= alertsBefore.length);

    // As it is a minute after the restart, when the lease of the dead process, and its claim on an alert, have ended.
    const worker = place.anotherWorker();
    await place.endLease();
    await place.endClaims();
    const next = await place.run(worker);
    // A run killed before it asked CAS leaves it the fault that was meant for it.
    const failsNow = scenario === 'failing' && label === 'acquired';
    must('the next run', next.outcome === (failsNow ? 'FAILED' : 'SUCCEEDED'), next.outcome);
    must('the list of the next run', (await place.stored()).join() === numbersOf(failsNow ? OLD : NEW).join());
    must('nothing left in the making', failsNow || (await place.staged()) === 0);

    const first = (await place.runs()).find(({ runId }) => runId === cut!.runId)!;
    must('closed', first.outcome === (recorded ? cut!.outcome : 'CRASHED') && first.endedAt !== null, first.outcome);
    const owed = [...(first.outcome === 'SUCCEEDED' ? [] : [first.runId]), ...(failsNow ? [next.runId] : [])].sort();
    const alerts = await place.alerts();
    must(
      'one alert for each run that failed',
      alerts
        .map(({ run_id }) => run_id)
        .sort()
        .join() === owed.join(),
      alerts.length,
    );
    must(
      'all sent',
      alerts.every(({ sent_at }) => sent_at !== null),
    );
    const sent = await mailsByRun(place);
    for (const runId of owed) {
      // The crash between sending and noting it is the one that repeats a mail.
      const times = runId === first.runId && label === 'alert-sent' ? 2 : 1;
      must(`mails of a run: ${times}`, sent.get(runId) === times, sent.get(runId));
    }
    must('no other mails', sent.size === owed.length, sent.size);
    must(
      'one Message-ID for each',
      new Set((await place.mails()).map(({ messageId }) => messageId)).size === owed.length,
    );

    await place.endClaims();
    await place.run(worker);
    must(
      'nothing more sent later',
      (await place.mails()).length === [...sent.values()].reduce((sum, times) => sum + times, 0),
    );
    return { left, problems };
  } finally {
    await endChildren();
    await place.close();
  }
}
