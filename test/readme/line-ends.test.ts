import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

test('a checkout has the line ends of the repository, also where git would change them', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-line-ends-'));
  const git = (...args: string[]): Buffer =>
    execFileSync('git', ['-c', 'core.autocrlf=true', ...args], { cwd: folder });
  try {
    copyFileSync(join(__dirname, '../../.gitattributes'), join(folder, '.gitattributes'));
    writeFileSync(join(folder, 'contract.yaml'), 'a: 1\nb: 2\n');
    git('init', '--quiet');
    git('add', '.');
    rmSync(join(folder, 'contract.yaml'));
    git('checkout-index', '--all', '--force');
    expect(readFileSync(join(folder, 'contract.yaml'), 'utf8')).toBe('a: 1\nb: 2\n');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
