// oasdiff is CI's alone: it needs Go, which no developer does.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { root } from './process.mjs';

const VERSION = 'v1.37.0';
const FOLDER = path.join(root, 'node_modules/.cache/oasdiff', VERSION);

/** @returns what runs oasdiff; undefined, with a warning, where it cannot be had. */
export function oasdiff() {
  const binary = path.join(FOLDER, process.platform === 'win32' ? 'oasdiff.exe' : 'oasdiff');
  if (!existsSync(binary)) {
    const { status, stderr, error } = spawnSync('go', ['install', `github.com/oasdiff/oasdiff@${VERSION}`], {
      env: { ...process.env, GOBIN: FOLDER },
      encoding: 'utf8',
    });
    if (status !== 0) {
      console.warn(`WARNING: contracts not compared, oasdiff could not be installed:\n${error ?? stderr.trim()}`);
      return undefined;
    }
  }
  /** @returns the changes from one document to the other, each with id, text and level: 1 told, 2 may break, 3 breaks. */
  return (base, revision) => {
    const { status, stdout, stderr } = spawnSync(binary, ['changelog', base, revision, '--format', 'json'], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (status !== 0) throw new Error(`oasdiff: ${stderr}`);
    return stdout.trim() === '' ? [] : JSON.parse(stdout);
  };
}
