import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const SCHEMAS = 'contracts/shared/schemas.yaml';
const PATTERN = "'^[0-9A-Z]{1,10}$'";

// The generator takes seconds on a busy machine.
jest.setTimeout(60_000);

let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'ocms-generate-'));
  for (const part of ['scripts', 'contracts', 'package.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true }));

function generatedWith(pattern: string): { status: number | null; stderr: string } {
  const schemas = readFileSync(join(ROOT, SCHEMAS), 'utf8');
  expect(schemas).toContain(PATTERN);
  writeFileSync(
    join(copy, SCHEMAS),
    schemas.replace(PATTERN, () => `'${pattern}'`),
  );
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/generate.mjs')], { encoding: 'utf8' });
  return { status, stderr };
}

test.each([
  ['^[0-9A-Z]{1,1001}$', 'repeats more than 1000 times'],
  ['^(/[^/]{0,255}){1,128}$', 'has a repetition inside another'],
])('a pattern some tools cannot load is refused: %s', (pattern, why) => {
  const { status, stderr } = generatedWith(pattern);
  expect(status).toBe(1);
  expect(stderr).toContain(`the pattern ${pattern} ${why}`);
});

test('any other is taken', () => {
  const { status, stderr } = generatedWith('^[0-9A-Z]{1,1000}[(+*]{1,9}\\)?([0-9]{1,3})?$');
  expect([status, stderr]).toEqual([0, '']);
});

test('an object within another schema has a title, by which clients name it', () => {
  const schemas = readFileSync(join(ROOT, SCHEMAS), 'utf8');
  const titled = '      title: ErrorDetails\n';
  expect(schemas).toContain(titled);
  writeFileSync(join(copy, SCHEMAS), schemas.replace(titled, ''));
  const { status, stderr } = spawnSync(process.execPath, [join(copy, 'scripts/generate.mjs')], { encoding: 'utf8' });
  expect(status).toBe(1);
  expect(stderr).toContain('the object at /components/schemas/ErrorResponse/properties/data has no title');
});
