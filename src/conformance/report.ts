/** What a check is about: the place in the contract, and what it says there. */
export interface Clause {
  readonly contract: string;
  readonly version: string;
  /** A JSON pointer into the published contract; of a file's contract, the element or column. */
  readonly pointer: string;
  readonly sentence: string;
  /** What its schema asks for, in words. */
  readonly rule?: string;
}

/** Something that is not as the contract has it: places and rules, never values. */
export interface Finding {
  readonly found: string;
  readonly clause: Clause;
  readonly mend: string;
  /** Where it was seen: the calls, entries or lines, the first few of them. */
  readonly seen: readonly string[];
  readonly times: number;
}

/** `advice`: nothing that the contract asks for, and worth knowing. It does not count. */
export type Outcome = 'passed' | 'failed' | 'advice' | 'skipped';

export interface Check {
  readonly group: string;
  /** A sentence that is true where the check passes. */
  readonly title: string;
  readonly operation?: string;
  readonly outcome: Outcome;
  readonly clause: Clause;
  /** Why it was skipped. */
  readonly reason?: string;
  readonly findings: readonly Finding[];
}

/** How long answers took, in milliseconds. */
export interface Latency {
  readonly operation: string;
  readonly calls: number;
  readonly p50: number;
  readonly p95: number;
  readonly longest: number;
  readonly limit: number;
}

export interface Report {
  readonly tool: { readonly name: 'ocms-conformance'; readonly version: string };
  /** `server`: a partner's own; `calls`: recorded ones; `file`. */
  readonly kind: 'server' | 'calls' | 'file';
  readonly subject: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly contracts: readonly { readonly name: string; readonly version: string }[];
  readonly score: Score;
  readonly checks: readonly Check[];
  readonly latency: readonly Latency[];
}

export interface Score {
  /** Of the checks that passed or failed, how many passed, in percent and rounded down: 100 is all of them. */
  readonly percent: number;
  readonly passed: number;
  readonly failed: number;
  readonly advice: number;
  readonly skipped: number;
}

export function scoreOf(checks: readonly Check[]): Score {
  const count = (outcome: Outcome): number => checks.filter((check) => check.outcome === outcome).length;
  const [passed, failed] = [count('passed'), count('failed')];
  return {
    percent: passed + failed === 0 ? 0 : Math.floor((100 * passed) / (passed + failed)),
    passed,
    failed,
    advice: count('advice'),
    skipped: count('skipped'),
  };
}

/** As many places as a report names of one finding. */
const NAMED = 5;

/** Findings of one check: the same one at many places is one. */
export class Findings {
  private readonly byText = new Map<
    string,
    { finding: Omit<Finding, 'seen' | 'times'>; seen: string[]; times: number }
  >();

  add(seen: string, finding: Omit<Finding, 'seen' | 'times'>): void {
    const key = `${finding.clause.pointer} ${finding.found}`;
    const known = this.byText.get(key) ?? { finding, seen: [], times: 0 };
    known.times += 1;
    if (known.seen.length < NAMED && !known.seen.includes(seen)) known.seen.push(seen);
    this.byText.set(key, known);
  }

  list(): Finding[] {
    return [...this.byText.values()].map(({ finding, seen, times }) => ({ ...finding, seen, times }));
  }
}
