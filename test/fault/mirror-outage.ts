import { inboundOperations } from '../../generated/inbound/operations';
import { createWorker } from '../../src/app/worker';
import type { RunReport } from '../../src/scheduling/runner';
import { noticeNumbers, storedNotices } from '../support/contexts';
import { fullRequests } from '../support/inbound-operations';
import { AGREED, differingNotices, takeAway } from '../support/mirror';
import { patience } from '../support/patience';
import { startTestService } from '../support/service';

const CALLERS = 12;
const WEBHOOK = 'repccsWebhook';
const JOB = 'sync_internet_zone';

export interface Outage {
  /** Everything that was not as it must be. */
  problems: string[];
  /** How often each status was answered. */
  statuses: Record<number, number>;
  slowestMs: number;
  /** Runs of the job it took once the zone was back. */
  runs: number;
}

/** Notices come in over HTTP from several callers at once while the internet database goes away, and comes back later. */
export async function outage(notices: number): Promise<Outage> {
  const service = await startTestService({
    config: { mirror: { attempts: 5, backoffMs: 60_000, nudgeMs: 50 }, dbLockTimeoutMs: patience(5_000) },
  });
  const { context, place } = service;
  const worker = createWorker(context);
  const run = (): Promise<RunReport> =>
    worker.runner.run(worker.jobs.find(({ job }) => job.name === JOB)!.job, { trigger: 'MANUAL' });
  const problems: string[] = [];
  const must = (what: string, holds: boolean, found?: unknown): void => {
    if (!holds) problems.push(`${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`);
  };
  try {
    const numbers = noticeNumbers(notices);
    const statuses: Record<number, number> = {};
    let slowestMs = 0;
    let sent = 0;
    let back: () => Promise<void> = () => Promise.resolve();
    const call = async (): Promise<void> => {
      for (let index = sent++; index < notices; index = sent++) {
        // It goes away while calls, and copies, are under way.
        if (index === Math.floor(notices / 10)) back = takeAway(context.internet, place.folder);
        const began = performance.now();
        const { status } = await service.post(inboundOperations[WEBHOOK].path, {
          ...fullRequests[WEBHOOK],
          transactionId: `T-${index}`,
          noticeNo: numbers[index],
          vehicleNo: `SB${index % 997}`,
          // Another offence each, but for a few that are double bookings.
          noticeDateAndTime: `2026-01-15T${String(Math.floor(index / 60) % 24).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}:00`,
          vehicleRegistrationType: index % 5 === 0 ? 'F' : 'S',
        });
        slowestMs = Math.max(slowestMs, performance.now() - began);
        statuses[status] = (statuses[status] ?? 0) + 1;
        if (index % Math.ceil(notices / 4) === 0 && index > notices / 10) {
          const report = await run();
          must(
            'a run meanwhile fails, and says why',
            report.outcome === 'FAILED' && report.error!.startsWith('The internet zone cannot be reached'),
            report,
          );
        }
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, call));
    must('every webhook answered 200', statuses[200] === notices, statuses);

    const own = await storedNotices(context.intranet);
    must('every notice stored', own.size === notices, own.size);
    const { notices: behind } = await context.services.internetMirror.backlog();
    must('the mirror far behind', behind >= notices / 2, behind);

    await back();
    let runs = 0;
    for (let waiting = true; waiting && runs < 5; runs += 1) {
      const { outcome } = await run();
      must('runs succeed when it is back', outcome === 'SUCCEEDED', outcome);
      waiting = (await context.services.internetMirror.backlog()).notices > 0;
    }
    must('the zones agree', (await differingNotices(context)).length === 0);
    const reconciled = await context.services.internetMirror.reconcile({ repair: false });
    must(
      'no differences',
      JSON.stringify(reconciled) ===
        JSON.stringify({ compared: notices, awaited: 0, differing: 0, differences: AGREED, repaired: 0 }),
      reconciled,
    );
    must('no notice blamed', (await context.services.internetMirror.failures(10)).length === 0);
    return { problems, statuses, slowestMs, runs };
  } finally {
    await worker.close();
    await service.close();
  }
}
