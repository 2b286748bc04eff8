import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = path.dirname(fileURLToPath(import.meta.url));
const { scripts } = JSON.parse(readFileSync(path.join(HERE, '../../package.json'), 'utf8'));
/** What the service's commands give Node.js. */
const FLAGS = scripts.ocms.match(/(?<= )--\S+/g) ?? [];

/** A script here as a process of its own, with its settings, and its first message. */
export function child(script, settings) {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !/^(OCMS_|NODE_|PORT$)/.test(key)),
  );
  const started = fork(path.join(HERE, script), [], {
    env: { ...inherited, BENCH_SETTINGS: JSON.stringify(settings) },
    execArgv: FLAGS,
  });
  const answer = new Promise((resolve, reject) => {
    started.once('message', resolve);
    started.once('exit', (code) => reject(new Error(`${script} ${JSON.stringify(settings)} ended with ${code}`)));
  });
  return { started, answer };
}
