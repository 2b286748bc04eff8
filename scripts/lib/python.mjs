// Python is CI's alone: developers need none.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { root } from './process.mjs';

/**
 * A Python that has these packages of PyPI, installed once per checkout and list; undefined, with a warning, where it
 * cannot be had.
 *
 * @param {string[]} requirements
 * @param {string} what is not checked then
 */
export function keptPythonWith(requirements, what) {
  const list = requirements.join('\n');
  const folder = path.join(
    root,
    'node_modules/.cache/python',
    createHash('sha256').update(list).digest('hex').slice(0, 16),
  );
  const whole = path.join(folder, 'installed.txt');
  const python = pythonIn(folder);
  // One whose Python has gone with the machine's is made again.
  if (existsSync(whole) && runSync(python, ['--version']).status === 0) return python;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const made = pythonWith(requirements, folder, what);
  if (made) writeFileSync(whole, `${list}\n`);
  return made;
}

const pythonIn = (folder) =>
  path.join(folder, 'venv', process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/**
 * A Python that has this package of PyPI (or these), in a folder of its own; undefined, with a warning, where it cannot be
 * had.
 */
export function pythonWith(requirement, folder, what) {
  const requirements = [requirement].flat();
  const venv = path.join(folder, 'venv');
  const python = pythonIn(folder);
  for (const [command, args] of [
    [process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', venv]],
    [
      python,
      ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', ...requirements],
    ],
  ]) {
    const { status, output } = runSync(command, args);
    if (status !== 0) {
      console.warn(
        `WARNING: ${what} not checked, ${requirements.join(', ')} could not be installed:\n${output.trim()}`,
      );
      return undefined;
    }
  }
  return python;
}

export function runSync(command, args, env = {}, input = '') {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    cwd: root,
    env: { ...process.env, ...env },
    input,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    timeout: 180_000,
  });
  return { status: error ? 1 : status, stdout, output: `${stdout ?? ''}${stderr ?? ''}${error ?? ''}` };
}
