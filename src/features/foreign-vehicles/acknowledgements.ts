import type { Database } from '../../db/database';
import { effectStore } from '../../effects';
import type { Calendar } from '../../platform/calendar';
import type { JobResult, JobRun } from '../../scheduling/job';
import { createFileCollector } from '../collected-files';
import { acknowledgementStore } from './acknowledgement-store';
import type { Acknowledgement, AcknowledgementSource } from './port';

export interface Acknowledgements {
  /**
   * Collects the files vHub acknowledges violation files with, matches them to the records of
   * `ocms_offence_avss_sftp`, and archives them (F appendix A, decisions §8). What matches nothing or is malformed is
   * reported, and kept in the archive like the others.
   */
  collect(run: JobRun): Promise<JobResult>;
}

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
  return createFileCollector({
    intranet,
    source,
    calendar,
    kind: 'acknowledgement',
    away: 'vhub-acknowledgements-away',
    files: { table: 'ocms_vhub_acknowledgement', nameColumn: 'ack_file_name' },
    none: { taken: 0, refused: 0 },
    words: {
      files: "vHub's acknowledgement files",
      server: "vHub's SFTP server",
      malformed: 'it is no acknowledgement',
      trouble: {
        problem:
          'vHub acknowledged records that OCMS did not send, refused some, or sent files that are no acknowledgements:',
        advice:
          'Records that were refused go again with the next violation file: mend what vHub says of them. Ask vHub about the others; the files are in the archive folder.',
      },
    },
    // Its records are not written down yet.
    waits: ({ fileName }) => intranet.read((executor) => effects.isSending(executor, fileName)),
    async record(read, { name, at, run }) {
      const matched = await run.chunk((trx) => store.acknowledge(trx, name, read, at));
      const taken = read.results.filter((result) => result.taken).length;
      return { problems: problemsOf(read, matched), counts: { taken, refused: read.results.length - taken } };
    },
  });
}

function problemsOf({ fileName, results }: Acknowledgement, matched: ReadonlySet<string>): string[] {
  return results.flatMap(({ noticeNo, taken, errorCode, errorDescription }) => {
    if (!matched.has(noticeNo)) return [`${noticeNo}: ${fileName} has no such record`];
    return taken ? [] : [`${noticeNo}: refused, ${[errorCode, errorDescription].filter(Boolean).join(' ')}`];
  });
}
