import { Readable } from 'node:stream';
import {
  type LetterReturn as Row,
  printerLetterReturnsFileName,
  readPrinterLetterReturns,
} from '../../../generated/files/printer-letterReturns';
import type { LetterReturn, LetterReturnSource } from '../../features/advisory-notices/port';
import type { FileExchange } from '../../files';
import type { Calendar } from '../../platform/calendar';

/** As the contract has it. */
const MOST_ROWS = 10_000;
/** More than they take. */
const MAX_BYTES = 2_000_000;

/** The printing vendor's return files (A 8.1b), read by their contract. */
export function createLetterReturnSource({
  exchange,
  calendar,
}: {
  exchange: Pick<FileExchange, 'waiting' | 'read' | 'archive'>;
  calendar: Calendar;
}): LetterReturnSource {
  const sizes = new Map<string, number>();
  return {
    async waiting(signal) {
      const files = await exchange.waiting(signal);
      sizes.clear();
      for (const { name, bytes } of files) sizes.set(name, bytes);
      return files.map(({ name }) => name);
    },

    async read(name, signal) {
      if (!printerLetterReturnsFileName.test(name)) return { malformed: 'it does not have the name of one' };
      if ((sizes.get(name) ?? 0) > MAX_BYTES) return { malformed: `it is larger than ${MAX_BYTES} bytes` };
      const content = await exchange.read(name, { maxBytes: MAX_BYTES }, signal);
      const returns: LetterReturn[] = [];
      // As the databases tell ids apart.
      const seen = new Set<string>();
      try {
        for await (const row of readPrinterLetterReturns(Readable.from([content]))) {
          const letter = `${row.NOTICE_NO} ${row.SUBMISSION_ID.toUpperCase()}`;
          if (seen.has(letter)) return { malformed: `line ${returns.length + 2}: a letter is in it twice` };
          seen.add(letter);
          returns.push(returned(row, calendar));
          if (returns.length > MOST_ROWS) return { malformed: `it has more than ${MOST_ROWS} rows` };
        }
      } catch (error) {
        return { malformed: (error as Error).message };
      }
      return { returns };
    },

    archive: (name, signal) => exchange.archive(name, signal),
  };
}

const returned = (
  { NOTICE_NO, SUBMISSION_ID, STATUS, STATUS_DATE, ERROR_CODE }: Row,
  calendar: Calendar,
): LetterReturn => ({
  noticeNo: NOTICE_NO,
  submissionId: SUBMISSION_ID,
  status: STATUS as LetterReturn['status'],
  at: calendar.parseInstant(STATUS_DATE.replace(' ', 'T')),
  errorCode: ERROR_CODE === '' ? undefined : ERROR_CODE,
});
