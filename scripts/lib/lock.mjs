// One at a time per checkout: two starts, or a start and a test run, must not install or build over each other.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { hostname } from 'node:os';
import path from 'node:path';
import { note, root } from './process.mjs';

const BEAT_MS = 1_000;
// Generous against a machine that is busy compiling; only a killed holder leaves the lock behind, and where its
// process id can be asked for, nobody waits that long.
const STALE_MS = 30_000;

// In dist/: ignored by git, and shared by whoever shares the checkout (node_modules is emptied by `npm ci`).
const lockPath = (name) => path.join(root, 'dist', `.lock-${name}`);

export async function withLock(name, body) {
  const lock = lockPath(name);
  fs.mkdirSync(path.dirname(lock), { recursive: true });
  const token = randomUUID();
  let told = false;
  for (;;) {
    try {
      fs.mkdirSync(lock);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
    }
    if (removeIfStale(lock)) continue;
    if (!told) note(`Waiting for another process of this checkout (${name}) …`);
    told = true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  fs.writeFileSync(path.join(lock, 'owner'), `${hostname()} ${process.pid} ${token}`);
  const release = () => {
    if (owner(lock).endsWith(token)) fs.rmSync(lock, { recursive: true, force: true });
  };
  // Kept fresh by a timer, so the body must not block the process for long.
  const beat = setInterval(() => {
    const now = new Date();
    fs.utimes(lock, now, now, () => undefined);
  }, BEAT_MS);
  process.once('exit', release);
  try {
    return await body();
  } finally {
    clearInterval(beat);
    process.off('exit', release);
    release();
  }
}

function owner(lock) {
  try {
    return fs.readFileSync(path.join(lock, 'owner'), 'utf8');
  } catch {
    return '';
  }
}

function removeIfStale(lock) {
  const holder = owner(lock);
  let age;
  try {
    age = Date.now() - fs.statSync(lock).mtimeMs;
  } catch {
    return true; // released meanwhile
  }
  if (age < STALE_MS && !isDead(holder)) return false;
  // Renamed first: of two processes that saw it stale, one wins the rename, and must not take a lock just made anew.
  const aside = `${lock}-stale-${randomUUID()}`;
  try {
    fs.renameSync(lock, aside);
  } catch {
    return true;
  }
  if (owner(aside) !== holder) {
    try {
      fs.renameSync(aside, lock);
    } catch {
      // a third process has it now; the next round tells
    }
    return false;
  }
  fs.rmSync(aside, { recursive: true, force: true });
  return true;
}

function isDead(holder) {
  const [host, pid] = holder.split(' ');
  if (host !== hostname() || !pid) return false;
  try {
    process.kill(Number(pid), 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
