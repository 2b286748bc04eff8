import type { Database, Transaction } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import type { Logger } from '../../platform/logging';
import { currentSpan, inSpan, type Span } from '../../platform/tracing';
import type { MirroredNotice } from './columns';
import type { markStore, mirrorStore } from './store';

/** Runs a transaction of the intranet zone. */
export type Chunk = <T>(work: (trx: Transaction) => Promise<T>) => Promise<T>;

/** The internet zone as a whole cannot be reached or written: no notice is to blame. */
export class InternetZoneFault extends AppError {
  constructor(cause: unknown) {
    super('unavailable', 'the internet zone cannot be reached or written', { cause });
    this.name = 'InternetZoneFault';
  }
}

/** The mirror has a notice in a version above the intranet zone's, as after one of them was restored. */
export class MirrorAhead extends Error {
  constructor() {
    super('the mirror has a later version');
    this.name = 'MirrorAhead';
  }
}

/** What the internet zone did with a set of notices, when it did not take it. */
class CopyFault extends Error {
  /** `unavailable`: away, or kept waiting too long; `refused`: it answered no. */
  readonly kind: 'unavailable' | 'refused';

  constructor(cause: unknown) {
    super('not copied', { cause });
    this.kind =
      cause instanceof AppError && (cause.kind === 'unavailable' || cause.kind === 'unknown-outcome')
        ? 'unavailable'
        : 'refused';
  }
}

export interface CopyOptions {
  chunk: Chunk;
  signal?: AbortSignal;
  /** Told of each notice that could not be copied, and why. */
  onFailed?: (noticeNo: string, error: unknown) => Promise<void>;
}

export interface Copier {
  /**
   * Copies notices as they are now, then removes the marks of what was copied: a crash in between copies again, which
   * changes nothing. The version decides in the internet zone, so nobody who does the same meanwhile is in the way.
   * Where the zone does not take them together it gets them one by one, so that the others need not wait for the one
   * to blame.
   *
   * @returns how many were copied.
   * @throws InternetZoneFault
   */
  copy(noticeNumbers: readonly string[], options: CopyOptions): Promise<number>;
}

/** Another process adds the same notice at the same time: its row decides then. */
const ATTEMPTS = 3;
/** The zone may keep each waiting until a time limit. */
const UNAVAILABLE_IN_A_ROW = 3;
/** Of one batch, that hear of it. */
const TRACES = 100;
/** More than any notice has. */
export const MAX_VERSION = 2_147_483_647;

export function createCopier({
  intranet,
  internet,
  marks,
  mirror,
  clock,
  logger,
  boundary,
}: {
  intranet: Database;
  internet: Database;
  marks: ReturnType<typeof markStore>;
  mirror: ReturnType<typeof mirrorStore>;
  clock: Clock;
  logger: Logger;
  boundary: (label: string) => Promise<void>;
}): Copier {
  /** @returns the notices of which the mirror has a later version. @throws CopyFault */
  const copyToMirror = async (notices: readonly MirroredNotice[]): Promise<{ noticeNo: string; version: number }[]> => {
    for (let tried = 1; ; tried += 1) {
      try {
        return await internet.transaction((trx) => mirror.copy(trx, notices, clock.now()), { aside: true });
      } catch (error) {
        if (internet.dialect.faultOf(error) !== 'duplicate-key' || tried >= ATTEMPTS) throw new CopyFault(error);
      }
    }
  };

  /** @throws InternetZoneFault when what is written fails whatever it is. */
  const probe = async (): Promise<void> => {
    try {
      await internet.transaction((trx) => mirror.probe(trx, clock.now()));
    } catch (error) {
      throw new InternetZoneFault(error);
    }
  };

  /** @returns the notices that could not be copied because the mirror is ahead; their marks stay. */
  const copyTogether = async (noticeNumbers: readonly string[], chunk: Chunk): Promise<Set<string>> => {
    const notices = await intranet.read((executor) => marks.notices(executor, noticeNumbers), { aside: true });
    await boundary('mirror-read');
    const later = await copyToMirror(notices);
    await boundary('mirror-copied');
    const ahead = new Set<string>();
    if (later.length > 0) {
      // Usually another copier was faster with a change made since; then the intranet zone has that version too.
      const now = await intranet.read((executor) =>
        marks.notices(
          executor,
          later.map(({ noticeNo }) => noticeNo),
        ),
      );
      const versions = new Map(now.map(({ noticeNo, version }) => [noticeNo, version]));
      for (const { noticeNo, version } of later)
        if ((versions.get(noticeNo) ?? MAX_VERSION) < version) ahead.add(noticeNo);
    }
    // A notice that is no more has nothing to be copied.
    const found = new Set(notices.map(({ noticeNo }) => noticeNo));
    const gone = noticeNumbers
      .filter((noticeNo) => !found.has(noticeNo))
      .map((noticeNo) => ({ noticeNo, version: MAX_VERSION }));
    const done = [...notices, ...gone].filter(({ noticeNo }) => !ahead.has(noticeNo));
    await chunk((trx) => marks.unmark(trx, done));
    await boundary('mirror-unmarked');
    return ahead;
  };

  const fail = async (noticeNo: string, error: unknown, { onFailed }: CopyOptions): Promise<void> => {
    logger.warn({ event: 'notice-not-mirrored', noticeNo, error });
    await onFailed?.(noticeNo, error);
  };

  const copyOneByOne = async (noticeNumbers: readonly string[], options: CopyOptions): Promise<number> => {
    const { chunk, signal } = options;
    await probe();
    let copied = 0;
    let inARow = 0;
    const waitedFor: { noticeNo: string; cause: unknown }[] = [];
    for (const noticeNo of noticeNumbers) {
      signal?.throwIfAborted();
      try {
        const ahead = await copyTogether([noticeNo], chunk);
        if (ahead.size > 0) await fail(noticeNo, new MirrorAhead(), options);
        else copied += 1;
        inARow = 0;
      } catch (fault) {
        if (!(fault instanceof CopyFault)) throw fault;
        if (fault.kind === 'refused') {
          await fail(noticeNo, fault.cause, options);
          inARow = 0;
          continue;
        }
        waitedFor.push({ noticeNo, cause: fault.cause });
        inARow += 1;
        // The rest keeps its marks.
        if (inARow >= UNAVAILABLE_IN_A_ROW) break;
      }
    }
    // Rows that are locked are those notices' trouble, as long as others can be written.
    if (waitedFor.length > 0) await probe();
    for (const { noticeNo, cause } of waitedFor) await fail(noticeNo, cause, options);
    return copied;
  };

  /** A batch is a span where it is done; each trace that a notice of it was marked in has a span of it, too. */
  const tracedBatch = (noticeNumbers: readonly string[], copy: () => Promise<number>): Promise<number> => {
    if (!currentSpan()) return copy();
    return inSpan('mirror batch', { attributes: { 'ocms.notices': noticeNumbers.length } }, async (batch) => {
      const traces = await intranet.read((executor) => marks.traces(executor, noticeNumbers, TRACES), { aside: true });
      const shares: Span[] = traces.map((keptWith) => batch!.child('mirror', { keptWith }));
      try {
        return await copy();
      } catch (error) {
        for (const share of shares) share.fail('not-copied');
        throw error;
      } finally {
        for (const share of shares) share.end();
      }
    });
  };

  return {
    copy: (noticeNumbers, options) => tracedBatch(noticeNumbers, () => copyAll(noticeNumbers, options)),
  };

  async function copyAll(noticeNumbers: readonly string[], options: CopyOptions): Promise<number> {
    let ahead: Set<string>;
    try {
      ahead = await copyTogether(noticeNumbers, options.chunk);
    } catch (fault) {
      if (!(fault instanceof CopyFault)) throw fault;
      return copyOneByOne(noticeNumbers, options);
    }
    for (const noticeNo of ahead) await fail(noticeNo, new MirrorAhead(), options);
    return noticeNumbers.length - ahead.size;
  }
}
