/** Texts that a pattern of the contracts takes, of a given length. */

interface Piece {
  readonly min: number;
  readonly max: number;
  /** One character, or each of several ways to go on. */
  readonly of: string | readonly (readonly Piece[])[];
}

/** Tried in this order for a class of characters. */
const CHARACTERS = [...'A1a-_ .@/+é'];
/** Beyond the first 65,536 characters of Unicode: two units of UTF-16, one character. */
const ASTRAL = '😀';
const MANY = 10_000_000;

/**
 * A text of `length` characters (code points) that the pattern takes; undefined where this finds none. It knows what the
 * contracts' patterns use: literals, classes, groups with alternatives, quantifiers.
 *
 * @param astral with characters that take two units of UTF-16, where the pattern lets it have any
 */
export function textOf(pattern: string, length: number, { astral = false } = {}): string | undefined {
  let parsed: readonly (readonly Piece[])[];
  try {
    parsed = new PatternReader(pattern.replace(/^\^/, '').replace(/\$$/, ''), astral).alternatives();
  } catch {
    return undefined;
  }
  const expression = new RegExp(pattern, 'u');
  for (const pieces of parsed) {
    const text = fill(pieces, length);
    if (text !== undefined && [...text].length === length && expression.test(text)) return text;
  }
  return undefined;
}

const shortest = (pieces: readonly Piece[]): number =>
  pieces.reduce((sum, { min, of }) => sum + min * (typeof of === 'string' ? 1 : shortest(of[0]!)), 0);

function fill(pieces: readonly Piece[], length: number): string | undefined {
  let spare = length - shortest(pieces);
  if (spare < 0) return undefined;
  let text = '';
  for (const { min, max, of } of pieces) {
    const width = typeof of === 'string' ? 1 : shortest(of[0]!);
    const more = width === 0 ? 0 : Math.min(max - min, Math.floor(spare / width));
    spare -= more * width;
    text += (typeof of === 'string' ? of : fill(of[0]!, width)!).repeat(min + more);
  }
  return text;
}

class PatternReader {
  private at = 0;

  constructor(
    private readonly source: string,
    private readonly astral: boolean,
  ) {}

  alternatives(): Piece[][] {
    const options: Piece[][] = [[]];
    while (this.at < this.source.length && this.source[this.at] !== ')') {
      if (this.source[this.at] === '|') {
        this.at += 1;
        options.push([]);
      } else options.at(-1)!.push(this.piece());
    }
    return options;
  }

  private piece(): Piece {
    const of = this.atom();
    const quantifier = /^(?:\{(\d+)(,?)(\d*)\}|[*+?])/.exec(this.source.slice(this.at));
    if (!quantifier) return { min: 1, max: 1, of };
    const [all, from, comma, to] = quantifier;
    this.at += all.length;
    if (from !== undefined) {
      const min = Number(from);
      return { min, max: comma === '' ? min : to === '' ? MANY : Number(to), of };
    }
    return { min: all === '+' ? 1 : 0, max: all === '?' ? 1 : MANY, of };
  }

  private atom(): Piece['of'] {
    const rest = this.source.slice(this.at);
    const group = /^\((?:\?:)?/.exec(rest);
    if (group) {
      this.at += group[0].length;
      const options = this.alternatives();
      this.at += 1;
      return options;
    }
    const [one] = /^(?:\[(?:\\.|[^\]\\])*\]|\\(?:u\{[0-9a-f]+\}|u[0-9a-f]{4}|x[0-9a-f]{2}|.)|[^])/iu.exec(rest)!;
    this.at += one.length;
    const expression = new RegExp(`^${one}$`, 'u');
    const found = (this.astral ? [ASTRAL, ...CHARACTERS] : [...CHARACTERS, ASTRAL]).find((each) =>
      expression.test(each),
    );
    if (found !== undefined) return found;
    // A class of few characters has its first one; an escape is the character behind it.
    const [, first = one] = /^\[\^?(\\?.)/u.exec(one) ?? [];
    return first.replace(/^\\(?=.$)/u, '');
  }
}
