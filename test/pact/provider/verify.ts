import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { STATES_PATH, type Switchboard } from './switchboard';

/**
 * Verifies the pact at this path against what is behind the switchboard.
 *
 * @returns Pact's report where it failed, or undefined.
 */
export function verify(pactPath: string, switchboard: Switchboard): Promise<string | undefined> {
  // A proxy would be asked for 127.0.0.1 too.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(https?|all)_proxy$/i.test(name)));
  const args = [join(__dirname, 'verifier-process.cjs'), pactPath, switchboard.url, `${switchboard.url}${STATES_PATH}`];
  const options = { env: { ...env, PACT_DO_NOT_TRACK: '1' }, maxBuffer: 64 * 1024 * 1024 };
  switchboard.stateFailures.length = 0;
  return new Promise((resolve) => {
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      const report = [error?.message, ...switchboard.stateFailures, stdout, stderr].join('\n');
      resolve(error ? stripVTControlCharacters(report) : undefined);
    });
  });
}
