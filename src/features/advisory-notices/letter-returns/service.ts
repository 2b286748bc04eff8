import type { Database } from '../../../db/database';
import type { Calendar } from '../../../platform/calendar';
import { createFileCollector, type FileCollector } from '../../collected-files';
import type { LetterReturn, LetterReturnSource } from '../port';
import { letterReturnStore } from './store';

/** So many letters in a transaction. */
const AT_ONCE = 2_000;

/**
 * Collects the printing vendor's return files, writes down what they say of each letter, and archives them (A 8.1b). A
 * letter that OCMS did not submit is kept like the others, and reported; so is one that was rejected.
 */
export function createLetterReturns({
  intranet,
  source,
  calendar,
}: {
  intranet: Database;
  source: LetterReturnSource;
  calendar: Calendar;
}): FileCollector {
  const store = letterReturnStore(intranet);
  return createFileCollector({
    intranet,
    source,
    calendar,
    kind: 'letter-return',
    away: 'letter-returns-away',
    files: { table: 'ocms_letter_return_file', nameColumn: 'file_name' },
    none: { printed: 0, rejected: 0 },
    words: {
      files: "The printing vendor's return files",
      server: "the printing vendor's SFTP server",
      malformed: 'it is no return file',
      trouble: {
        problem:
          'The printing vendor rejected letters, tells of some that OCMS did not submit, or sent files that are no return files:',
        advice:
          'Agree with the printing vendor that rejected letters are printed after all: OCMS submits a letter once. Ask it about the others; the files are in the archive folder.',
      },
    },
    async record({ returns }, { name, at, run }) {
      const problems: string[] = [];
      for (let start = 0; start < returns.length; start += AT_ONCE) {
        const some = returns.slice(start, start + AT_ONCE);
        const unknown = await run.chunk(async (trx) => {
          await store.record(trx, name, some, at);
          return store.unknown(trx, some);
        });
        problems.push(
          ...problemsOf(some, new Set(unknown.map(({ noticeNo, submissionId }) => `${noticeNo} ${submissionId}`))),
        );
      }
      const rejected = returns.filter(({ status }) => status === 'REJECTED').length;
      return { problems, counts: { printed: returns.length - rejected, rejected } };
    },
  });
}

const problemsOf = (returns: readonly LetterReturn[], unknown: ReadonlySet<string>): string[] =>
  returns.flatMap(({ noticeNo, submissionId, status, errorCode }) => {
    if (unknown.has(`${noticeNo} ${submissionId}`)) return [`${noticeNo}: OCMS submitted no letter ${submissionId}`];
    return status === 'REJECTED' ? [`${noticeNo}: rejected${errorCode === undefined ? '' : `, ${errorCode}`}`] : [];
  });
