// Small helpers shared by the entry points. Nothing here may need node_modules: these files run before it exists.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** Notes go to stderr: what `npm run ocms` prints on stdout may be piped. */
export const note = (text) => process.stderr.write(`${text}\n`);

/** Says why it cannot go on, without a stack trace: the reader is a person at a terminal, or CI's log. */
export class Refusal extends Error {}

/** Runs an entry point's body: a Refusal is printed as it is, anything else with its stack; both exit non-zero. */
export async function entry(body) {
  try {
    const code = await body();
    if (typeof code === 'number') process.exitCode = code;
  } catch (error) {
    note(error instanceof Refusal ? error.message : (error?.stack ?? String(error)));
    process.exitCode ||= 1;
  }
}

/**
 * Runs a program to its end and returns { code, output, ms }. With `live`, its output goes straight to the terminal.
 * A signal that stops us is passed on, so that no npm or tsc is left running. With `cwd` it runs there and not in the
 * checkout; what takes longer than `timeoutMs` is ended.
 */
export function run(command, args, { env = {}, live = false, cwd = root, timeoutMs } = {}) {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: live ? 'inherit' : ['ignore', 'pipe', 'pipe'],
      timeout: timeoutMs,
    });
    let output = '';
    if (!live) {
      for (const stream of [child.stdout, child.stderr]) {
        stream.setEncoding('utf8');
        stream.on('data', (text) => (output += text));
      }
    }
    let stoppedBy;
    const forward = (signal) => {
      stoppedBy = signal;
      child.kill(signal);
    };
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
    for (const signal of signals) process.on(signal, forward);
    const done = () => signals.forEach((signal) => process.off(signal, forward));
    child.on('error', (error) => {
      done();
      reject(new Refusal(`Cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      done();
      if (stoppedBy) process.exit(128 + constants.signals[stoppedBy]);
      resolve({ code: code ?? 128 + constants.signals[signal], output, ms: performance.now() - started });
    });
  });
}

/** Says every few seconds that something which takes long, and says nothing itself, is still under way. */
export async function showingLife(what, work, everyMs = 10_000) {
  const started = performance.now();
  const said = setInterval(() => {
    note(`${what}: still at it after ${Math.round((performance.now() - started) / 1000)} s …`);
  }, everyMs);
  try {
    return await work;
  } finally {
    clearInterval(said);
  }
}

/** Runs a package's command line with the Node.js that runs us, without npx's start-up. */
export const node = (file, args = [], options = {}) => run(process.execPath, [path.join(root, file), ...args], options);
