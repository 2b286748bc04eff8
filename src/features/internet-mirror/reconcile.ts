import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { type MirroredNotice, sameNotice } from './columns';
import { MAX_VERSION } from './copier';
import type { markStore, mirrorStore } from './store';

export interface ReconcileOptions {
  /** Whether the mirror is made to agree where the intranet zone has the notice. */
  repair: boolean;
  /** Whether notices that only the mirror has are removed from it. */
  removeSurplus?: boolean;
  onProgress?: (compared: number) => void;
}

/** How a notice differs: not in the mirror, in the mirror only, another content, or a version above the intranet's. */
export type Difference = 'missing' | 'surplus' | 'different' | 'ahead';

export interface Reconciliation {
  /** Notices of the intranet zone. */
  compared: number;
  /** Not up to date in the mirror, but marked: `sync_internet_zone` copies them. */
  awaited: number;
  /** Notices that differ. */
  differing: number;
  /** Their numbers by the kind of difference, the first {@link MOST_NAMED} of each. */
  differences: Readonly<Record<Difference, readonly string[]>>;
  repaired: number;
}

interface Parts {
  intranet: Database;
  internet: Database;
  marks: ReturnType<typeof markStore>;
  mirror: ReturnType<typeof mirrorStore>;
  clock: Clock;
  /** @returns how many could be copied. */
  copy: (noticeNumbers: readonly string[]) => Promise<number>;
}

const PAGE = 1_000;
const MOST_NAMED = 1_000;

/**
 * Walks through both zones side by side, a page of notice numbers at a time. What seems to differ is looked at again,
 * since notices change meanwhile.
 */
export async function reconcile(
  parts: Parts,
  { repair, removeSurplus = false, onProgress }: ReconcileOptions,
): Promise<Reconciliation> {
  const { intranet, internet, marks, mirror } = parts;
  const differences: Record<Difference, string[]> = { missing: [], surplus: [], different: [], ahead: [] };
  let compared = 0;
  let awaited = 0;
  let differing = 0;
  let repaired = 0;

  const settle = async (suspects: readonly string[]): Promise<void> => {
    const found = await lookAgain(parts, suspects);
    awaited += found.awaited;
    differing += found.differing.length;
    for (const { noticeNo, difference } of found.differing) {
      if (differences[difference].length < MOST_NAMED) differences[difference].push(noticeNo);
    }
    repaired += await mend(
      parts,
      found.differing.filter(({ difference }) => (difference === 'surplus' ? removeSurplus : repair)),
    );
  };

  let after = '';
  for (;;) {
    const own = await intranet.read((executor) => marks.noticesAfter(executor, after, PAGE));
    const last = own.length === PAGE ? own.at(-1)!.noticeNo : undefined;
    const page = new Map<string, MirroredNotice>(own.map((notice) => [notice.noticeNo, notice]));
    const suspects = new Set(page.keys());
    // The mirror can hold more than a page between two numbers.
    for (let from = after; ;) {
      const mirrored = await internet.read((executor) => mirror.noticesBetween(executor, from, last, PAGE));
      for (const notice of mirrored) {
        const ours = page.get(notice.noticeNo);
        if (ours && sameNotice(ours, notice)) suspects.delete(notice.noticeNo);
      }
      await settle(mirrored.map(({ noticeNo }) => noticeNo).filter((noticeNo) => !page.has(noticeNo)));
      if (mirrored.length < PAGE) break;
      from = mirrored.at(-1)!.noticeNo;
    }
    await settle([...suspects]);

    compared += own.length;
    onProgress?.(compared);
    if (last === undefined) {
      if (repair) await release(parts);
      return { compared, awaited, differing, differences, repaired };
    }
    after = last;
    await nextTurn();
  }
}

/** Ends what is remembered of notices left for manual verification that agree by now, or are no more. */
async function release({ intranet, internet, marks, mirror }: Parts): Promise<void> {
  for (let after = ''; ;) {
    const page = await intranet.read((executor) => marks.leftToPeople(executor, after, PAGE));
    if (page.length === 0) return;
    const mirrored = new Map(
      (await internet.read((executor) => mirror.notices(executor, page))).map((notice) => [notice.noticeNo, notice]),
    );
    const own = new Map(
      (await intranet.read((executor) => marks.notices(executor, page))).map((notice) => [notice.noticeNo, notice]),
    );
    const settled = page.flatMap((noticeNo) => {
      const ours = own.get(noticeNo);
      const theirs = mirrored.get(noticeNo);
      if (!ours) return theirs ? [] : [{ noticeNo, version: MAX_VERSION }];
      return theirs && sameNotice(ours, theirs) ? [{ noticeNo, version: ours.version }] : [];
    });
    await intranet.transaction((trx) => marks.unmark(trx, settled));
    after = page.at(-1)!;
  }
}

interface Differing {
  noticeNo: string;
  difference: Difference;
  /** The mirror's version, 0 where it has none. */
  version: number;
}

/**
 * A difference counts where the notice stayed the same before and after the mirror was read and was not to be copied.
 * Whoever changed one meanwhile marked it. The mirror is read in between: what it has, the intranet zone has had before.
 */
async function lookAgain(
  { intranet, internet, marks, mirror }: Parts,
  suspects: readonly string[],
): Promise<{ awaited: number; differing: Differing[] }> {
  if (suspects.length === 0) return { awaited: 0, differing: [] };
  const ownNow = async (): Promise<Map<string, MirroredNotice>> =>
    new Map(
      (await intranet.read((executor) => marks.notices(executor, suspects))).map((notice) => [notice.noticeNo, notice]),
    );
  const before = await ownNow();
  const awaited = await intranet.read((executor) => marks.awaited(executor, suspects));
  const mirrored = new Map(
    (await internet.read((executor) => mirror.notices(executor, suspects))).map((notice) => [notice.noticeNo, notice]),
  );
  const own = await ownNow();

  let waiting = 0;
  const differing: Differing[] = [];
  for (const noticeNo of suspects) {
    const ours = own.get(noticeNo);
    const theirs = mirrored.get(noticeNo);
    const difference = ours ? differenceOf(ours, theirs) : theirs && 'surplus';
    if (!difference) continue;
    const changed = before.get(noticeNo)?.version !== ours?.version;
    const toBeCopied = changed || (awaited.has(noticeNo) && (theirs?.version ?? 0) < (ours?.version ?? 0));
    if (toBeCopied && difference !== 'ahead' && difference !== 'surplus') waiting += 1;
    else differing.push({ noticeNo, difference, version: theirs?.version ?? 0 });
  }
  return { awaited: waiting, differing };
}

function differenceOf(ours: MirroredNotice, theirs: MirroredNotice | undefined): Difference | undefined {
  if (!theirs) return 'missing';
  if (theirs.version > ours.version) return 'ahead';
  return sameNotice(ours, theirs) ? undefined : 'different';
}

/** @returns how many were repaired. */
async function mend(
  { intranet, internet, marks, mirror, clock, copy }: Parts,
  differing: readonly Differing[],
): Promise<number> {
  if (differing.length === 0) return 0;
  const surplus = differing.filter(({ difference }) => difference === 'surplus').map(({ noticeNo }) => noticeNo);
  const others = differing.filter(({ difference }) => difference !== 'surplus');
  if (surplus.length > 0) await internet.transaction((trx) => mirror.remove(trx, surplus));
  if (others.length > 0) {
    // Newer than whatever the mirror has: the one rule of the mirror stays whole.
    await intranet.transaction((trx) => marks.raiseVersions(trx, others, clock.now()));
    return surplus.length + (await copy(others.map(({ noticeNo }) => noticeNo)));
  }
  return surplus.length;
}
