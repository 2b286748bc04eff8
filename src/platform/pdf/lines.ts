import LineBreaker from 'linebreak';
import type { Run } from './fonts';

/** One line: its runs, from left to right, the space at which it was broken included: a reader needs it. */
export type Line = readonly Run[];

export interface Measuring {
  /** How a text is written. */
  readonly runs: (text: string) => Run[];
  /** In points. */
  readonly width: (run: Run) => number;
}

/**
 * Breaks a text where Unicode (UAX #14) allows it, so that no line is wider than `width` points. A word that is wider
 * itself is broken between characters as a reader sees them.
 */
export function breakLines(text: string, width: number, { runs, width: widthOf }: Measuring): Line[] {
  const measured = (piece: string): number => runs(piece).reduce((sum, run) => sum + widthOf(run), 0);
  const lines: Line[] = [];
  let line = '';
  let used = 0;
  const end = (): void => {
    if (line.trim() !== '') lines.push(runs(line));
    line = '';
    used = 0;
  };
  const space = measured(' ');
  const place = (piece: string): boolean => {
    // With the space after it, as it will be written: the library keeps what it measured.
    const full = measured(piece);
    if (used + full - (piece.endsWith(' ') ? space : 0) > width) return false;
    used += full;
    line += piece;
    return true;
  };

  for (const piece of pieces(text)) {
    if (place(piece)) continue;
    end();
    if (place(piece)) continue;
    for (const { segment } of new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(piece)) {
      if (place(segment)) continue;
      end();
      // Wider than a line, a single character has one for itself.
      if (!place(segment)) line = segment;
    }
  }
  end();
  return lines;
}

function pieces(text: string): string[] {
  const breaker = new LineBreaker(text);
  const found: string[] = [];
  let from = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    found.push(text.slice(from, next.position));
    from = next.position;
  }
  return found;
}
