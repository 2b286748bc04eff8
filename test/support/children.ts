import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

export interface Child {
  readonly process: ChildProcess;
  /** Resolves once the child has printed the text. */
  printed(text: string): Promise<void>;
  readonly done: Promise<{ code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }>;
}

/** Runs a TypeScript file of a test as a process of its own. `env` is all of its environment, in place of this one's. */
export function runTypeScript(script: string, args: readonly string[] = [], env?: NodeJS.ProcessEnv): Child {
  return runNode(['--require', require.resolve('./typescript.cjs'), script, ...args], undefined, env);
}

export function runNode(
  args: readonly string[],
  command: readonly string[] = [process.execPath],
  env?: NodeJS.ProcessEnv,
): Child {
  const [executable, ...first] = command;
  const child = spawn(executable!, [...first, ...args], { stdio: ['pipe', 'pipe', 'pipe'], ...(env && { env }) });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const done = once(child, 'close').then(([code, signal]) => ({
    code: code as number | null,
    signal: signal as NodeJS.Signals | null,
    stdout,
    stderr,
  }));
  return {
    process: child,
    done,
    async printed(text) {
      while (!stdout.includes(text)) {
        const ended = await Promise.race([once(child.stdout, 'data').then(() => undefined), done]);
        if (ended && !stdout.includes(text)) throw new Error(`ended without printing ${text}: ${ended.stderr}`);
      }
    },
  };
}
