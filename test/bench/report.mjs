/** What was reported with a limit, in the order of the run. */
const limited = [];

/** All of it once more, as one table. */
export function reportLimits() {
  if (limited.length === 0) return;
  console.log('\nEverything that has a limit');
  print([['', 'figure', 'limit', ''], ...limited]);
}

/**
 * Requests per second of every turn, by workload and candidate. `limits` are the least that the service shall reach of
 * each of the others.
 *
 * @typedef {{ name: string, size: number, limits: Record<string, number>, turns: Record<string, number[]> }} Measured
 */

/**
 * @param {Measured[]} measured
 * @param {typeof import('./candidates.mjs').CANDIDATES} candidates
 * @returns whether every limit was kept.
 */
export function report(measured, candidates) {
  let kept = true;
  for (const { name, size, limits, turns } of measured) {
    console.log(`\n${name}, ${size} ${size === 1 ? 'notice' : 'notices'}`);
    const lines = [['', 'req/s', 'min–max', 'MAD']];
    for (const [candidate, values] of Object.entries(turns)) {
      const middle = median(values);
      const deviation = median(values.map((value) => Math.abs(value - middle)));
      lines.push([
        candidates[candidate].title,
        whole(middle),
        `${whole(Math.min(...values))}–${whole(Math.max(...values))}`,
        `${((deviation / middle) * 100).toFixed(1)} %`,
      ]);
    }
    print(lines);

    const ratios = [['', 'of medians', 'median of turns', 'limit', '']];
    for (const other of Object.keys(turns).filter((candidate) => candidate !== 'service')) {
      const ofMedians = median(turns.service) / median(turns[other]);
      const ofTurns = median(turns.service.map((value, turn) => value / turns[other][turn]));
      const limit = limits[other];
      const what = `(a) ÷ ${candidates[other].title.split(' ')[0]}`;
      const row = [what, ofMedians.toFixed(2), ofTurns.toFixed(2)];
      if (limit === undefined) ratios.push([...row, 'none', '']);
      else {
        const verdict = ofTurns >= limit ? 'pass' : 'MISS';
        kept &&= verdict === 'pass';
        ratios.push([...row, limit.toFixed(2), verdict]);
        limited.push([`${name}, ${size}: ${what}`, ofTurns.toFixed(2), `at least ${limit.toFixed(2)}`, verdict]);
      }
    }
    print(ratios);
  }
  return kept;
}

/**
 * Figures of which each has a most or a least that it may be.
 *
 * @param {string} heading
 * @param {{ what: string, values: number[], digits?: number, most?: number, least?: number }[]} figures
 * @returns whether every limit was kept.
 */
export function reportFigures(heading, figures) {
  console.log(`\n${heading}`);
  const lines = [['', 'median', 'min–max', 'limit', '']];
  let kept = true;
  for (const { what, values, digits, most, least } of figures) {
    const text = (value) => (digits === undefined ? whole(value) : value.toFixed(digits));
    const middle = median(values);
    const within = !(middle > most) && !(middle < least);
    kept &&= within;
    const judged = [most === undefined ? `at least ${text(least)}` : `at most ${text(most)}`, within ? 'pass' : 'MISS'];
    lines.push([what, text(middle), `${text(Math.min(...values))}–${text(Math.max(...values))}`, ...judged]);
    limited.push([`${heading}: ${what}`, text(middle), ...judged]);
  }
  print(lines);
  return kept;
}

/** @param {{ name: string, size: number, rate: number, cpuMs: number }[]} costs `cpuMs`: processor time of a request */
export function reportCosts(costs) {
  print([
    ['', 'notices', 'req/s', 'CPU ms a request'],
    ...costs.map(({ name, size, rate, cpuMs }) => [name, String(size), whole(rate), cpuMs.toFixed(2)]),
  ]);
}

export function reportCreationStatements({ counts }) {
  console.log('\nSQL statements of (a) per notice created, besides BEGIN and COMMIT; the key costs none');
  print(counts.map(({ name, statements }) => [name, String(statements.length), verbs(statements)]));
}

export function reportStatements({ counts, withUnknown }) {
  console.log('\nSQL statements per request of (a), besides BEGIN and COMMIT of the updates; the key costs none');
  const lines = counts.map(({ name, size, statements }) => [
    `${name}, ${size}`,
    String(statements.length),
    verbs(statements),
  ]);
  lines.push(['updateCourtNotices, some not updated', String(withUnknown.length), verbs(withUnknown)]);
  print(lines);
}

const verbs = (statements) => statements.map((sql) => /^\w+/.exec(sql)[0]).join(', ');
const whole = (value) => (value < 1_000 ? value.toFixed(0) : Math.round(value).toLocaleString('en'));

/** @param {readonly number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Columns side by side, the first to the left and the others to the right. */
function print(lines) {
  const widths = lines[0].map((_, column) => Math.max(...lines.map((line) => line[column].length)));
  for (const line of lines) {
    console.log(
      `  ${line
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]) : cell.padStart(widths[column])))
        .join('  ')
        .trimEnd()}`,
    );
  }
}
