import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { SANDBOX_LAST } from '../../src/config/partner-sandbox';
import { PROJECT_ROOT } from '../../src/contract/documents';

/** A run of one of the project's programs, built (`npm test` builds before the suites run). */
export interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The environment of this process without what would configure the service. */
function cleanEnvironment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(OCMS_|PORT$|NODE_ENV$)/.test(name));
  return { ...Object.fromEntries(inherited), ...extra };
}

/** Runs `npm run ocms -- …` to its end, without npm's own time. */
export function ocms(args: readonly string[], env: Readonly<Record<string, string>>): Promise<Run> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [join(PROJECT_ROOT, 'scripts/ocms.mjs'), ...args],
      { env: cleanEnvironment(env) },
      (_error, stdout, stderr) => resolve({ code: child.exitCode, stdout, stderr }),
    );
  });
}

export interface RunningProcess {
  readonly child: ChildProcess;
  output(): string;
  /** Waits until the process has said this. */
  said(text: string | RegExp): Promise<void>;
  /** Waits for its end, after a signal if one is given. */
  ended(signal?: NodeJS.Signals): Promise<number | NodeJS.Signals>;
}

/** Starts `npm start`, without npm's own time. */
export const start = (env: Readonly<Record<string, string>>): RunningProcess =>
  startNode([join(PROJECT_ROOT, 'scripts/start.mjs')], { env });

/** Starts Node.js with these arguments. */
export function startNode(
  args: readonly string[],
  { env, cwd }: { env: Readonly<Record<string, string>>; cwd?: string },
): RunningProcess {
  const child = spawn(process.execPath, args, {
    env: cleanEnvironment(env),
    ...(cwd !== undefined && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const waiting = new Set<() => void>();
  const hear = (chunk: Buffer): void => {
    output += chunk.toString();
    for (const look of waiting) look();
  };
  child.stdout.on('data', hear);
  child.stderr.on('data', hear);
  const end = new Promise<number | NodeJS.Signals>((resolve) =>
    child.once('close', (code, signal) => resolve(code ?? signal!)),
  );
  return {
    child,
    output: () => output,
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          if (typeof text === 'string' ? !output.includes(text) : !text.test(output)) return;
          waiting.delete(look);
          resolve();
        };
        waiting.add(look);
        look();
        void end.then((code) => reject(new Error(`ended with ${code} before it said ${String(text)}:\n${output}`)));
      }),
    ended: (signal) => {
      if (signal) child.kill(signal);
      return end;
    },
  };
}

/** What `npm start` takes: PORT and those after it. */
const PORTS = SANDBOX_LAST + 1;

/**
 * A port that is free, as are the ones counted up from it. Below the range from which systems hand out ports to
 * whoever asks for any, so that nobody gets one of them in between.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = 10_000 + Math.floor(Math.random() * 20_000);
    const probes: Server[] = [];
    try {
      for (let offset = 0; offset < PORTS; offset += 1) probes.push(await listening(port + offset));
      return port;
    } catch {
      // Somebody has one of them: look elsewhere.
    } finally {
      for (const probe of probes) await new Promise((resolve) => probe.close(resolve));
    }
  }
}

function listening(port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, '127.0.0.1', () => resolve(probe));
  });
}
