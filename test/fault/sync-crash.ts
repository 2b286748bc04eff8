import { createWorker } from '../../src/app/worker';
import { systemClock } from '../../src/platform/clock';
import { runStore } from '../../src/scheduling/run-store';
import { noticeNumbers, storedNotices, type VonRow } from '../support/contexts';
import { defaultKind } from '../support/databases';
import { endChildren, type InstanceOptions, type Moment, startChild } from '../support/fault-children';
import { AGREED, differingNotices, makeMirrorPlace, type MirrorPlace, refuseNotice } from '../support/mirror';

const JOB = 'sync_internet_zone';
const CAS_URL = 'http://127.0.0.1:1';

/** Whole pages: three of them. Notice by notice: one of few is refused, so that each goes alone. */
export type Way = 'whole pages' | 'notice by notice';

export interface SyncCrash extends Moment {
  way: Way;
}

interface SyncPlace extends MirrorPlace {
  numbers: string[];
  refused: string | undefined;
  mend(): Promise<void>;
}

/** Notices of which some are in the mirror as they are, some in an older state, and most not at all. */
async function makePlace(way: Way): Promise<SyncPlace> {
  const place = await makeMirrorPlace(defaultKind, {}, { clock: systemClock });
  const numbers = noticeNumbers(way === 'whole pages' ? 1_300 : 6);
  await place.createMany(numbers.slice(0, numbers.length / 2));
  await place.sync();
  await place.createMany(numbers.slice(numbers.length / 2));
  await place.change(...numbers.slice(0, numbers.length / 3));
  const refused = way === 'whole pages' ? undefined : numbers[4]!;
  const mend =
    refused === undefined ? () => Promise.resolve() : await refuseNotice(place.context, defaultKind, refused);
  return { ...place, numbers, refused, mend };
}

/** Every labelled boundary of a run; of one that comes often, the first and the last. */
export async function syncBoundaries(way: Way): Promise<SyncCrash[]> {
  const place = await makePlace(way);
  const reached = new Map<string, number>();
  const boundary = async (label: string): Promise<void> => void reached.set(label, (reached.get(label) ?? 0) + 1);
  const worker = createWorker(place.context.another({}, { boundary }), { boundary });
  try {
    await worker.runner.run(worker.jobs.find(({ job }) => job.name === JOB)!.job, { trigger: 'MANUAL' });
    return [...reached].flatMap(([label, times]) => [...new Set([1, times])].map((nth) => ({ way, label, nth })));
  } finally {
    await worker.close();
    await place.close();
  }
}

/**
 * Kills an instance at a boundary of the job, looks at what it left, and lets another follow.
 *
 * @returns everything that is not as it must be.
 */
export async function crashSync({ way, label, nth }: SyncCrash): Promise<string[]> {
  const place = await makePlace(way);
  const { context, numbers, refused } = place;
  const problems: string[] = [];
  const must = (what: string, holds: boolean, found?: unknown): void => {
    if (!holds)
      problems.push(`${way} ${label} ${nth}: ${what}${found === undefined ? '' : `, not ${JSON.stringify(found)}`}`);
  };
  try {
    const child = startChild('instance', {
      intranet: context.place.intranet,
      internet: context.place.internet,
      casUrl: CAS_URL,
      smtpUrl: place.smtpUrl,
      job: JOB,
      killAt: { label, nth },
    } satisfies InstanceOptions);
    await child.next('ready');
    child.tell('run');
    // A run that ends otherwise leaves nothing to wait for.
    child.next('report').then(
      () => child.tell('exit'),
      () => undefined,
    );
    const { signal, stderr } = await child.ended;
    must('killed', signal === 'SIGKILL', stderr);

    // Whatever the mirror lacks is still marked, so that nothing is forgotten.
    const differing = await differingNotices(context);
    const own = await storedNotices(context.intranet);
    const marks = new Set(await place.marks());
    const unmarked = differing.filter((noticeNo) => !marks.has(`${noticeNo}:${own.get(noticeNo)!.version}`));
    must('a mark for all that differs', unmarked.length === 0, unmarked.slice(0, 5));
    must('no notice lost', own.size === numbers.length, own.size);

    // As it is a minute after the restart: the lease of the dead process has ended.
    await context.intranet.transaction((trx) =>
      trx('shedlock')
        .where('name', JOB)
        .update({ lock_until: trx.raw(context.intranet.dialect.now) }),
    );
    const next = await place.sync();
    must('the next run', next.outcome === 'SUCCEEDED', next);
    const stillDiffering = await differingNotices(context);
    must('all copied', stillDiffering.join() === (refused ?? ''), stillDiffering.slice(0, 5));
    if (refused !== undefined) {
      const failures = await context.services.internetMirror.failures(10);
      must(
        'the refused notice is remembered, once or twice failed',
        failures.length === 1 && failures[0]!.noticeNo === refused && failures[0]!.failures <= 2,
        failures,
      );
      await place.mend();
      // As when its minute is over.
      await context.intranet.transaction((trx) =>
        trx('ocms_internet_mirror_failure').update({ retry_at: context.intranet.dialect.bindInstant(new Date(0)) }),
      );
      const { counts } = await place.sync();
      must('it is copied once the cause is gone', counts.copied === 1, counts);
    }
    must(
      'no differences',
      JSON.stringify(await place.reconcile()) ===
        JSON.stringify({ compared: numbers.length, awaited: 0, differing: 0, differences: AGREED, repaired: 0 }),
    );
    must('the zones agree', (await differingNotices(context)).length === 0);
    must(
      'no marks, none twice',
      (await place.marks()).length === 0 && (await place.mirroredNumbers()).length === numbers.length,
    );

    const rows = await context.internet.read(
      async (executor) => (await executor('eocms_valid_offence_notice').select('*')) as VonRow[],
    );
    must(
      'its own audit users',
      rows.every(
        ({ cre_user_id, upd_user_id }) =>
          cre_user_id === 'ocmsez_app_conn' && (upd_user_id ?? 'ocmsez_app_conn') === 'ocmsez_app_conn',
      ),
    );
    const runs = await context.intranet.read((executor) => runStore(context.intranet).history(executor, JOB, 5_000));
    const cut = runs.filter(({ instance }) => instance !== 'one');
    must('closed', cut.length === 1 && cut[0]!.outcome === (label === 'recorded' ? 'SUCCEEDED' : 'CRASHED'), cut);
    must(
      'one mail where the run was cut off',
      place.mails().length === (label === 'recorded' ? 0 : 1),
      place.mails().length,
    );
    return problems;
  } finally {
    await endChildren();
    await place.close();
  }
}
