import type { Database } from '../../db/database';
import { effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import { UpstreamError } from '../../platform/outbound';
import { conditionStore, type TellingRules } from '../../scheduling/conditions';
import { type JobAlert, JobError, type JobResult, type JobRun } from '../../scheduling/job';
import { acknowledgementStore, type Troubled } from './acknowledgement-store';
import type { Acknowledgement, AcknowledgementSource } from './port';

export interface Acknowledgements {
  /**
   * Collects the files vHub acknowledges violation files with, matches them to the records of
   * `ocms_offence_avss_sftp`, and archives them (F appendix A, decisions §8). What matches nothing or is malformed is
   * reported, and kept in the archive like the others.
   */
  collect(run: JobRun): Promise<JobResult>;
}

const AWAY = 'vhub-acknowledgements-away';
/** The job runs every hour. */
const TOLD_ONCE_A_DAY: TellingRules = { tellAfterMs: 0, tellAgainMs: 24 * 3_600_000 };
const MOST_TOLD = 30;

export function createAcknowledgements({
  intranet,
  source,
  calendar,
}: {
  intranet: Database;
  source: AcknowledgementSource;
  calendar: Calendar;
}): Acknowledgements {
  const store = acknowledgementStore(intranet);
  const effects = effectStore(intranet);
  const conditions = conditionStore(intranet);

  /** Every file that waits, one after another. */
  const collectAll = async (run: JobRun, troubled: Troubled[], counts: Record<Count, number>): Promise<void> => {
    for (const name of await source.waiting(run.signal)) {
      run.signal.throwIfAborted();
      const read = await source.read(name, run.signal);
      if (!read) continue;
      // Its records are not written down yet.
      if ('fileName' in read && (await intranet.read((executor) => effects.isSending(executor, read.fileName)))) {
        counts.postponed += 1;
        continue;
      }
      const at = calendar.now();
      const problems = await run.chunk(async (trx) => {
        const found =
          'malformed' in read
            ? [`it is no acknowledgement: ${read.malformed}`]
            : problemsOf(read, await store.acknowledge(trx, name, read, at));
        await store.received(trx, { name, problems: found, runId: run.runId, at });
        return found;
      });
      if (problems.length > 0) troubled.push({ name, problems });
      counts.files += 1;
      if ('malformed' in read) counts.malformed += 1;
      else for (const { taken } of read.results) counts[taken ? 'taken' : 'refused'] += 1;
      run.progress(counts);
      await run.boundary('acknowledgement-recorded');
      await source.archive(name, run.signal);
      await run.boundary('acknowledgement-archived');
    }
  };

  return {
    async collect(run) {
      const troubled = await run.chunk(async (trx) => {
        await store.noteTold(trx);
        return store.takeOver(trx, run.runId);
      });
      const counts = { files: 0, taken: 0, refused: 0, malformed: 0, postponed: 0 };
      try {
        await collectAll(run, troubled, counts);
      } catch (error) {
        if (!(error instanceof UpstreamError)) throw error;
        const tell = await run.chunk((trx) => conditions.goesOn(trx, AWAY, calendar.now(), TOLD_ONCE_A_DAY));
        throw new JobError(
          {
            problem: `vHub's acknowledgement files cannot be collected: ${error.message}. They wait there.`,
            advice: "Find out what is wrong with vHub's SFTP server or the Blob storage; the next run collects them.",
            recordOnly: !tell,
          },
          { cause: error },
        );
      }
      const since = await run.chunk((trx) => conditions.over(trx, AWAY));
      const alert = troubled.length > 0 ? alertOf(troubled) : since && backSince(since, calendar);
      return { counts, ...(alert && { alert }) };
    },
  };
}

type Count = 'files' | 'taken' | 'refused' | 'malformed' | 'postponed';

function problemsOf({ fileName, results }: Acknowledgement, matched: ReadonlySet<string>): string[] {
  return results.flatMap(({ noticeNo, taken, errorCode, errorDescription }) => {
    if (!matched.has(noticeNo)) return [`${noticeNo}: ${fileName} has no such record`];
    return taken ? [] : [`${noticeNo}: refused, ${[errorCode, errorDescription].filter(Boolean).join(' ')}`];
  });
}

function alertOf(troubled: readonly Troubled[]): JobAlert {
  const lines = troubled.flatMap(({ name, problems }) => problems.map((problem) => `- ${name}: ${problem}`));
  const more = lines.length - MOST_TOLD;
  return {
    problem: [
      'vHub acknowledged records that OCMS did not send, refused some, or sent files that are no acknowledgements:',
      ...lines.slice(0, MOST_TOLD),
      ...(more > 0 ? [`- and ${more} more (ocms_vhub_acknowledgement)`] : []),
    ].join('\n'),
    advice:
      'Records that were refused go again with the next violation file: mend what vHub says of them. Ask vHub about the others; the files are in the archive folder.',
  };
}

const backSince = (since: Date, calendar: Calendar): JobAlert => ({
  problem: `vHub's acknowledgement files, which could not be collected since ${calendar.format(since)}, are collected again.`,
  advice: 'Nothing: what waited is collected.',
  over: true,
});
