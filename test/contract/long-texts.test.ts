import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/contract/documents';

// A process that has compiled many patterns no longer optimises new ones, and an unoptimised pattern can overflow its
// stack on a text of some megabytes: valid texts of the greatest length have to pass there too.

interface LongText {
  contract: string;
  pattern: string;
  maxLength: number;
  example: string;
}

const folder = join(PROJECT_ROOT, 'generated', 'contracts');

function* longTextsIn(contract: string, node: unknown): Generator<LongText> {
  if (typeof node !== 'object' || node === null) return;
  const { pattern, maxLength, examples } = node as { pattern?: unknown; maxLength?: unknown; examples?: unknown };
  if (typeof pattern === 'string' && typeof maxLength === 'number' && maxLength >= 100_000)
    yield { contract, pattern, maxLength, example: String((examples as unknown[])[0]) };
  for (const value of Object.values(node)) yield* longTextsIn(contract, value);
}

const longTexts = readdirSync(folder)
  .filter((file) => file.endsWith('.json'))
  .flatMap((file) => [...longTextsIn(file, JSON.parse(readFileSync(join(folder, file), 'utf8')))]);

test('there are such texts', () => expect(longTexts.length).toBeGreaterThan(0));

test.each(longTexts)(
  '$contract: a text of $maxLength characters passes $pattern',
  ({ pattern, maxLength, example }) => {
    const script = `console.log(new RegExp(${JSON.stringify(pattern)}, 'u').test(${JSON.stringify(example)}[0].repeat(${maxLength})))`;
    const printed = execFileSync(process.execPath, ['--no-regexp-optimization', '-e', script], { encoding: 'utf8' });
    expect(printed.trim()).toBe('true');
  },
);
