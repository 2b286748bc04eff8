import type { JobAlert } from '../../scheduling/job';
import type { Violation, ViolationResult } from './port';

const MOST_TOLD = 30;

/** What a run that tells vHub did, and what operations are to hear of it. */
export class ViolationReport {
  withoutCarParks = false;
  private readonly problems: string[] = [];
  private problemCount = 0;
  private readonly by = { settled: 0, cancelled: 0, outstanding: 0, taken: 0, failed: 0, skipped: 0 };

  /**
   * @param failed what is wrong with a record that did not go, for people.
   * @param table where all that failed are.
   */
  constructor(private readonly words: { readonly failed: string; readonly table: string; readonly advice: string }) {}

  counts(): Record<string, number> {
    return { ...this.by };
  }

  skip(noticeNo: string, reason: string): void {
    this.by.skipped += 1;
    this.problem(`${noticeNo}: not sent, ${reason}`);
  }

  went({ noticeNo, status }: Violation, { taken, errorCode, errorDescription }: ViolationResult): void {
    this.by[({ S: 'settled', C: 'cancelled', O: 'outstanding' } as const)[status]] += 1;
    this.by[taken ? 'taken' : 'failed'] += 1;
    if (!taken) this.problem(`${noticeNo}: ${errorCode ?? ''} ${errorDescription ?? ''}`.replace(/ +/g, ' ').trimEnd());
  }

  problem(line: string): void {
    this.problemCount += 1;
    if (this.problems.length < MOST_TOLD) this.problems.push(line);
  }

  /** One e-mail for the run, with records and reasons (decisions §8). */
  alert(): JobAlert | undefined {
    if (this.problemCount === 0 && !this.withoutCarParks) return undefined;
    const more = this.problemCount - this.problems.length;
    const lines = [
      ...(this.withoutCarParks
        ? ["REPCCS's car park list could not be had: notices went with the names OCMS has."]
        : []),
      ...(this.problemCount > 0
        ? [`${this.by.failed} records ${this.words.failed}, ${this.by.skipped} could not be sent:`]
        : []),
      ...this.problems.map((line) => `- ${line}`),
      ...(more > 0 ? [`- and ${more} more (${this.words.table})`] : []),
    ];
    return { problem: lines.join('\n'), advice: this.words.advice };
  }
}
