import { type LetterReturn, writePrinterLetterReturns } from '../../generated/files/printer-letterReturns';

/** A letter that SLIFT took. */
export interface PrintedLetter {
  id: string;
  reference: string;
  recipient: { name: string };
}

/** Words in a recipient's name that the printing vendor goes by. */
const REJECTED = /\bSPOILT\b/;
const UNREPORTED = /\bUNREPORTED\b/;
const SINGAPORE_MS = 8 * 3_600_000;

/** Prints what SLIFT took, at once, and tells of it in a return file when somebody looks for one. */
export class PrintingVendor {
  private readonly told = new Set<string>();
  private lastFileAt = 0;

  /** @param letters all that SLIFT took. */
  constructor(private readonly letters: () => readonly PrintedLetter[]) {}

  /** The file about letters that no file has told of yet; undefined where there are none. */
  nextFile(): { name: string; text: string } | undefined {
    const news = this.letters().filter(({ id, recipient }) => !this.told.has(id) && !UNREPORTED.test(recipient.name));
    if (news.length === 0) return undefined;
    for (const { id } of news) this.told.add(id);
    // A name is used once.
    this.lastFileAt = Math.max(Date.now(), this.lastFileAt + 1_000);
    const now = new Date(this.lastFileAt + SINGAPORE_MS).toISOString();
    const [date, time] = [now.slice(0, 10), now.slice(11, 19)];
    const rows = news.map(({ id, reference, recipient }): LetterReturn => ({
      NOTICE_NO: reference.split('-')[0]!,
      SUBMISSION_ID: id,
      STATUS: REJECTED.test(recipient.name) ? 'REJECTED' : 'PRINTED',
      STATUS_DATE: `${date} ${time}`,
      ERROR_CODE: REJECTED.test(recipient.name) ? 'PRINT_SPOILT' : '',
    }));
    return {
      name: `URA_AN_LETTER_RETURN_${date.replaceAll('-', '')}_${time.replaceAll(':', '')}.csv`,
      text: writePrinterLetterReturns(rows, { header: true }),
    };
  }

  reset(): void {
    this.told.clear();
  }
}
