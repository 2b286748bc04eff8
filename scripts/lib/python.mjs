// Python is CI's alone: developers need none.
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { root } from './process.mjs';

/** A Python that has this package of PyPI, in a folder of its own; undefined, with a warning, where it cannot be had. */
export function pythonWith(requirement, folder, what) {
  const venv = path.join(folder, 'venv');
  const python = path.join(venv, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');
  for (const [command, args] of [
    [process.platform === 'win32' ? 'python' : 'python3', ['-m', 'venv', venv]],
    [python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--only-binary', ':all:', requirement]],
  ]) {
    const { status, output } = runSync(command, args);
    if (status !== 0) {
      console.warn(`WARNING: ${what} not checked, ${requirement} could not be installed:\n${output.trim()}`);
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
