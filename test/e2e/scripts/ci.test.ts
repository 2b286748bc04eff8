import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');

describe('.ci/run', () => {
  /** What the lines say that look for a browser. */
  const said = (chromium: string): string => {
    const [lines] = /^ *if ! node -e "[^"]*chromium\.cjs[^]*?^ *fi$/m.exec(
      readFileSync(join(ROOT, '.ci/run'), 'utf8'),
    )!;
    const { stdout, stderr, status } = spawnSync('bash', ['--norc', '-euo', 'pipefail', '-c', lines], {
      ...{ cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
      env: { ...process.env, OCMS_TEST_CHROMIUM: chromium },
    });
    expect([stderr, status]).toEqual(['', 0]);
    return stdout;
  };

  test('names what is skipped where there is no browser (test/README.md)', () => {
    expect(said('/nowhere/chromium')).toMatch(/^WARNING: console and portal not tested in a browser: .*CHROMIUM\)\n$/);
    expect(said('')).toMatch(/^WARNING: /);
    expect(said(process.execPath)).toBe('');
  });
});
