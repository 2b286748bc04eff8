import { Mutex } from 'async-mutex';
import type { Database } from '../../db/database';
import { effectStore, readAhead, sendOverlapped } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import type { JobResult, JobRun } from '../../scheduling/job';
import { fileName } from '../../platform/file-names';
import type { Violation, ViolationFile, ViolationFileReceiver, ViolationResult } from './port';
import { type Batch, frozenContent, thawed, type ViolationLists } from './violation-lists';
import { ViolationReport } from './violation-report';
import { EFFECTS, type ListDates, violationStore } from './violation-store';

export interface ViolationFiles {
  /**
   * Tells vHub by files what it is told by its API, with a history of their own (F 2.4, decisions §8). What a crash left
   * in doubt goes first, under the name it had.
   *
   * @throws JobError without a usable parameter FOR.
   */
  send(run: JobRun): Promise<JobResult>;
}

const EFFECT = EFFECTS.SFTP;
/** Of a file, so that one transaction can settle it. */
const RECORDS = 1_500;
/** Files that are claimed and not settled: one is delivered, one settled, one claimed. */
const MOST_IN_DOUBT = 3;

const WORDS = {
  failed: 'did not reach vHub by file',
  table: 'ocms_offence_avss_sftp',
  advice:
    "Find out what is wrong with the Blob storage or vHub's SFTP server, or with the records named; they go again with the next run.",
};

export function createViolationFiles({
  intranet,
  lists,
  receiver,
  calendar,
}: {
  intranet: Database;
  lists: ViolationLists;
  receiver: ViolationFileReceiver;
  calendar: Calendar;
}): ViolationFiles {
  const store = violationStore(intranet);
  const effects = effectStore(intranet);

  /** Names after all that went before, a second apart. */
  const names = async (): Promise<() => string> => {
    const last = await intranet.read((executor) => effects.last(executor, EFFECT));
    let at = calendar.now().getTime();
    const nameAt = (): string => fileName('URA_VHUB_VIOLATION', new Date(at), 'xml', calendar);
    while (last !== undefined && nameAt() <= last) at += 1_000;
    return () => {
      const name = nameAt();
      at += 1_000;
      return name;
    };
  };

  /** @param createdAt when it was claimed, or is to be: sent again, it is the same file. */
  const fileOf = ({ reference, violations }: Batch, createdAt: Date, run: JobRun): Promise<ViolationFile> =>
    receiver.make({ name: reference, createdAt, violations }, run.signal);

  const delivered = async (run: JobRun, claimed: Claimed): Promise<Delivered> => {
    const failure = await claimed.file.deliver(run.signal).then(
      () => undefined,
      (error: unknown) => {
        if (error instanceof UpstreamError) return error;
        throw error;
      },
    );
    await run.boundary('file-delivered');
    return { ...claimed, failure };
  };

  const settle = async (run: JobRun, { batch, file, failure }: Delivered, report: ViolationReport): Promise<void> => {
    const { reference, violations } = batch;
    const at = calendar.now();
    const result = ({ noticeNo }: Violation): ViolationResult => {
      const errorDescription = file.leftOut.get(noticeNo) ?? failure?.message.slice(0, 200);
      return { noticeNo, taken: errorDescription === undefined, ...(errorDescription && { errorDescription }) };
    };
    const refused = violations.flatMap((violation) => {
      const { taken, errorDescription } = result(violation);
      return taken ? [] : [{ ...violation, reference, errorDescription }];
    });
    await run.chunk(
      async (trx) => {
        const recorded = { references: [reference], records: violations.length, refused };
        await store.record(trx, 'SFTP', { ...recorded, at, calendar });
        await effects.settle(
          trx,
          [{ reference }],
          failure === undefined ? 'SENT' : failure.outcome === 'rejected' ? 'REJECTED' : 'UNKNOWN',
          at,
        );
      },
      { long: true },
    );
    if (failure) run.logger.warn({ event: 'violation-file-not-delivered', file: reference, error: failure });
    else run.logger.info({ event: 'violation-file-delivered', file: reference, records: violations.length });
    for (const violation of violations) report.went(violation, result(violation));
    run.progress(report.counts());
    await run.boundary('file-settled');
  };

  /** What a crash left claimed and not settled. */
  async function* doubtful(run: JobRun): AsyncGenerator<Claimed> {
    for (let after: string | undefined; ;) {
      run.signal.throwIfAborted();
      const [left] = await intranet.read((executor) => effects.inState(executor, EFFECT, 'SENDING', 1, after));
      if (!left) return;
      after = left.reference;
      const batch = thawed(left);
      yield { batch, file: await fileOf(batch, left.claimedAt, run) };
    }
  }

  /** Makes files: while one is checked, the next is written. */
  async function* made(run: JobRun, dates: ListDates, report: ViolationReport): AsyncGenerator<Made> {
    const nextName = await names();
    const make = (violations: readonly Violation[]): Made => {
      const batch = { reference: nextName(), violations };
      const createdAt = calendar.now();
      const file = fileOf(batch, createdAt, run);
      // Nobody may want it any more.
      file.catch(() => undefined);
      return { ...batch, createdAt, file };
    };
    let ready: Violation[] = [];
    for await (const page of lists.prepared(run, 'SFTP', dates, report)) {
      ready.push(...page);
      while (ready.length >= RECORDS) {
        const next = ready.slice(0, RECORDS);
        ready = ready.slice(RECORDS);
        yield make(next);
      }
    }
    if (ready.length > 0) yield make(ready);
  }

  /** Claims files, and freezes what they say; meanwhile the next is made. */
  async function* claimed(run: JobRun, dates: ListDates, report: ViolationReport): AsyncGenerator<Claimed> {
    for await (const { reference, violations, createdAt, file: unchecked } of readAhead(made(run, dates, report))) {
      const file = await unchecked;
      const kept = await lists.without(run, 'SFTP', violations, ({ noticeNo }) => file.leftOut.get(noticeNo), report);
      if (kept.length === 0) continue;
      const content = frozenContent(kept, calendar);
      await run.chunk((trx) => effects.claim(trx, EFFECT, [{ reference, content }], createdAt), { long: true });
      await run.boundary('file-claimed');
      yield { batch: { reference, violations: kept }, file };
    }
  }

  return {
    async send(run) {
      const dates = await lists.datesFor(run);
      const report = new ViolationReport(WORDS, run.logger);
      let files = 0;
      // vHub is told by one connection.
      const inTurn = new Mutex();
      const sendAll = (all: AsyncIterator<Claimed>): Promise<void> =>
        sendOverlapped(all, {
          most: MOST_IN_DOUBT,
          send: (one) => inTurn.runExclusive(() => delivered(run, one)),
          async settle(one) {
            files += 1;
            await settle(run, one, report);
          },
        });
      await sendAll(doubtful(run));
      await run.boundary('doubtful-delivered');
      await sendAll(claimed(run, dates, report));
      const alert = report.alert();
      return { counts: { files, ...report.counts() }, ...(alert && { alert }) };
    },
  };
}

/** A file that is being made, of what is to be frozen. */
interface Made extends Batch {
  createdAt: Date;
  file: Promise<ViolationFile>;
}

/** A file that is claimed in the ledger, and made. */
interface Claimed {
  batch: Batch;
  file: ViolationFile;
}

interface Delivered extends Claimed {
  failure: UpstreamError | undefined;
}
