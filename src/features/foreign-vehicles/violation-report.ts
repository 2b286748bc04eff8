import type { Logger } from '../../platform/logging';
import type { JobAlert } from '../../scheduling/job';
import { NO_WORD, type Violation, type ViolationResult } from './port';

/** With records and reasons (decisions §8); what is more is counted, and in the log. */
const MOST_TOLD = 1_000;

/** What a run that tells vHub did, and what operations are to hear of it. */
export class ViolationReport {
  withoutCarParks = false;
  /** What vHub did not take is told first: what cannot be sent is so every day. */
  private readonly failed = new Lines();
  private readonly skipped = new Lines();
  private readonly by = { settled: 0, cancelled: 0, outstanding: 0, taken: 0, failed: 0, skipped: 0 };

  /**
   * @param failed what is wrong with a record that did not go, for people.
   * @param table where all that failed are.
   */
  constructor(
    private readonly words: { readonly failed: string; readonly table: string; readonly advice: string },
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  counts(): Record<string, number> {
    return { ...this.by };
  }

  skip(noticeNo: string, reason: string): void {
    this.by.skipped += 1;
    this.logger.warn({ event: 'violation-skipped', noticeNo, reason });
    this.skipped.add(`${noticeNo}: not sent, ${reason}`);
  }

  went({ noticeNo, status }: Violation, { taken, errorCode, errorDescription }: ViolationResult): void {
    this.by[({ S: 'settled', C: 'cancelled', O: 'outstanding' } as const)[status]] += 1;
    this.by[taken ? 'taken' : 'failed'] += 1;
    if (taken) return;
    // Of a batch or a file that failed as a whole one line is enough.
    if (errorCode !== undefined && errorCode !== NO_WORD)
      this.logger.warn({ event: 'violation-refused', noticeNo, status, errorCode });
    this.problem(`${noticeNo}: ${errorCode ?? ''} ${errorDescription ?? ''}`.replace(/ +/g, ' ').trimEnd());
  }

  problem(line: string): void {
    this.failed.add(line);
  }

  /** One e-mail for the run, with records and reasons (decisions §8). */
  alert(): JobAlert | undefined {
    const { failed, skipped } = this;
    if (failed.count + skipped.count === 0 && !this.withoutCarParks) return undefined;
    const lines = [
      ...(this.withoutCarParks
        ? ["REPCCS's car park list could not be had: notices went with the names OCMS has."]
        : []),
      ...(failed.count + skipped.count > 0
        ? [`${this.by.failed} records ${this.words.failed}, ${this.by.skipped} could not be sent:`]
        : []),
      ...failed.told(this.words.table),
      ...skipped.told('violation-skipped in the log'),
    ];
    return { problem: lines.join('\n'), advice: this.words.advice };
  }
}

/** Lines of a list, the first ones. */
class Lines {
  count = 0;
  private readonly first: string[] = [];

  add(line: string): void {
    this.count += 1;
    if (this.first.length < MOST_TOLD) this.first.push(line);
  }

  /** @param elsewhere where those are that are not told. */
  told(elsewhere: string): string[] {
    const more = this.count - this.first.length;
    return [...this.first.map((line) => `- ${line}`), ...(more > 0 ? [`- and ${more} more (${elsewhere})`] : [])];
  }
}
