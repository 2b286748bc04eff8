import type { Database } from '../../db/database';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import { conditionStore, type TellingRules } from '../../scheduling/conditions';
import { type JobAlert, JobError, type JobResult, type JobRun } from '../../scheduling/job';
import { collectedFileStore, type FileTable, type Troubled } from './store';

/** Why a file is not what it should be. */
export interface Malformed {
  malformed: string;
}

/** Where a partner's files for OCMS wait. All may throw UpstreamError. */
export interface FileSource<Content> {
  /** The names of those that wait. */
  waiting(signal: AbortSignal): Promise<readonly string[]>;
  /** @returns undefined where it is gone, `malformed` with the reason where it is no such file. */
  read(name: string, signal: AbortSignal): Promise<Content | Malformed | undefined>;
  /** Keeps it where it waits no longer. */
  archive(name: string, signal: AbortSignal): Promise<void>;
}

/** What came of a file: what is wrong in it, and what is counted. */
export interface Recorded<Count extends string> {
  problems: string[];
  counts: Readonly<Record<Count, number>>;
}

export interface FileCollector {
  /** Collects every file that waits, once each: its content is recorded, then it is archived. */
  collect(run: JobRun): Promise<JobResult>;
}

/** The jobs run every hour. */
const TOLD_ONCE_A_DAY: TellingRules = { tellAfterMs: 0, tellAgainMs: 24 * 3_600_000 };
const MOST_TOLD = 30;

/**
 * Files that a partner leaves for OCMS. What is malformed, or has something wrong in it, is reported once, by a run that
 * ends well, and archived like the others. A server that is away is told of once a day, and when it is back.
 *
 * @param kind names the boundaries, `<kind>-recorded` and `<kind>-archived`.
 * @param away name of the condition that the files cannot be collected.
 * @param none what is counted before there is any file.
 * @param waits whether a file is to be left for a later run.
 * @param record writes down what the file says; the same file may come again after a crash, and comes to the same then.
 */
export function createFileCollector<Content extends object, Count extends string>({
  intranet,
  source,
  calendar,
  kind,
  away,
  files,
  none,
  words,
  waits = () => Promise.resolve(false),
  record,
}: {
  intranet: Database;
  source: FileSource<Content>;
  calendar: Calendar;
  kind: string;
  away: string;
  files: FileTable;
  none: Readonly<Record<Count, number>>;
  words: {
    /** `vHub's acknowledgement files`. */
    files: string;
    /** `vHub's SFTP server`. */
    server: string;
    /** What a malformed one is not: `it is no acknowledgement`. */
    malformed: string;
    /** What is reported, and what to do then. */
    trouble: JobAlert;
  };
  waits?: (content: Content) => Promise<boolean>;
  record: (content: Content, file: { name: string; at: Date; run: JobRun }) => Promise<Recorded<Count>>;
}): FileCollector {
  const store = collectedFileStore(files);
  const conditions = conditionStore(intranet);

  /** Every file that waits, one after another. */
  const collectAll = async (
    run: JobRun,
    troubled: Troubled[],
    counts: Record<Count | 'files' | 'malformed' | 'postponed', number>,
  ): Promise<void> => {
    for (const name of await source.waiting(run.signal)) {
      run.signal.throwIfAborted();
      const read = await source.read(name, run.signal);
      if (!read) continue;
      const malformed = 'malformed' in read ? `${words.malformed}: ${read.malformed}` : undefined;
      if (malformed === undefined && (await waits(read as Content))) {
        counts.postponed += 1;
        continue;
      }
      const at = calendar.now();
      const { problems, counts: found } =
        malformed === undefined
          ? await record(read as Content, { name, at, run })
          : { problems: [malformed], counts: none };
      await run.chunk((trx) => store.received(trx, { name, problems, runId: run.runId, at }));
      if (problems.length > 0) troubled.push({ name, problems });
      counts.files += 1;
      if (malformed !== undefined) counts.malformed += 1;
      for (const count of Object.keys(none) as Count[]) counts[count] += found[count];
      run.progress(counts);
      await run.boundary(`${kind}-recorded`);
      await source.archive(name, run.signal);
      await run.boundary(`${kind}-archived`);
    }
  };

  const alertOf = (troubled: readonly Troubled[]): JobAlert => {
    const lines = troubled.flatMap(({ name, problems }) => problems.map((problem) => `- ${name}: ${problem}`));
    const more = lines.length - MOST_TOLD;
    return {
      ...words.trouble,
      problem: [
        words.trouble.problem,
        ...lines.slice(0, MOST_TOLD),
        ...(more > 0 ? [`- and ${more} more (${files.table})`] : []),
      ].join('\n'),
    };
  };
  const backSince = (since: Date): JobAlert => ({
    problem: `${words.files}, which could not be collected since ${calendar.format(since)}, are collected again.`,
    advice: 'Nothing: what waited is collected.',
    over: true,
  });

  return {
    async collect(run) {
      const troubled = await run.chunk(async (trx) => {
        await store.noteTold(trx);
        return store.takeOver(trx, run.runId);
      });
      const counts = { files: 0, ...none, malformed: 0, postponed: 0 };
      try {
        await collectAll(run, troubled, counts);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const tell = await run.chunk((trx) => conditions.goesOn(trx, away, calendar.now(), TOLD_ONCE_A_DAY));
        throw new JobError(
          {
            problem: `${words.files} cannot be collected: ${error.message}. They wait there.`,
            advice: `Find out what is wrong with ${words.server} or the Blob storage; the next run collects them.`,
            recordOnly: !tell,
          },
          { cause: error },
        );
      }
      const since = await run.chunk((trx) => conditions.over(trx, away));
      const alert = troubled.length > 0 ? alertOf(troubled) : since && backSince(since);
      return { counts, ...(alert && { alert }) };
    },
  };
}
