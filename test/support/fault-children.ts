import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { PROJECT_ROOT } from '../../src/contract/documents';
import type { DatabaseLocation } from '../../src/config/database-url';
import type { Offence } from '../../src/features/notice-creation';
import { runTypeScript } from './children';
import type { FaultPlace } from './fault';
import { nobodyWrites } from './write-lock';

/** A boundary of the job: the n-th time, from 1, that it is reached. */
export interface Moment {
  label: string;
  nth: number;
}

/** What children/instance.ts is told. */
export interface InstanceOptions {
  intranet: DatabaseLocation;
  internet: DatabaseLocation;
  casUrl: string;
  smtpUrl: string;
  /** More settings, as environment variables have them. */
  settings?: Readonly<Record<string, string>>;
  /** The job it runs; refresh_vip_vehicle if left out. */
  job?: string;
  /** The lease; the job's own if left out. */
  atMostMs?: number;
  /** Where it kills itself. */
  killAt?: Moment;
  /** Where it waits for `go`. */
  holdAt?: Moment;
  /** Where its event loop stands still until the file exists. */
  stallAt?: Moment & { untilFile: string };
  /** Whether it serves partners too. */
  server?: boolean;
}

/** What children/creator.ts is told. */
export interface CreatorOptions {
  intranet: DatabaseLocation;
  internet: DatabaseLocation;
  offence: Offence;
  /** Where it kills itself. */
  killAt?: Moment;
  /** Where it says `standing still`, and does until it is told SIGCONT. */
  stopAt?: Moment;
}

export interface ChildEvent {
  event: string;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- each event has fields of its own
  [field: string]: any;
}

/** A process of a test that says JSON lines and is told lines. */
export interface TalkingChild {
  readonly pid: number;
  /** Everything it said. */
  readonly said: readonly ChildEvent[];
  /** The next event of that name that nobody took yet. */
  next(event: string): Promise<ChildEvent>;
  tell(line: string): void;
  signal(signal: NodeJS.Signals): void;
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; stderr: string }>;
}

const running = new Set<TalkingChild>();

/** Runs test/fault/children/NAME.ts with one JSON argument. */
export function startChild(name: string, options: object): TalkingChild {
  const { process: child, done } = runTypeScript(join(PROJECT_ROOT, 'test/fault/children', `${name}.ts`), [
    JSON.stringify(options),
  ]);
  const said: ChildEvent[] = [];
  const untaken: ChildEvent[] = [];
  const waiting = new Set<() => void>();
  createInterface({ input: child.stdout! }).on('line', (line) => {
    if (!line.startsWith('{"event"')) return;
    const event = JSON.parse(line) as ChildEvent;
    said.push(event);
    untaken.push(event);
    for (const look of waiting) look();
  });
  // Told to a process that is gone.
  child.stdin!.on('error', () => undefined);
  const talking: TalkingChild = {
    pid: child.pid!,
    said,
    next: (event) =>
      new Promise((resolve, reject) => {
        const look = (): void => {
          const at = untaken.findIndex((each) => each.event === event);
          if (at < 0) return;
          waiting.delete(look);
          resolve(untaken.splice(at, 1)[0]!);
        };
        waiting.add(look);
        look();
        void done.then(({ code, signal, stderr }) =>
          reject(new Error(`${name} ended (${code ?? signal}) without ${event}: ${stderr}`)),
        );
      }),
    tell: (line) => void child.stdin!.write(`${line}\n`),
    signal: (signal) => void process.kill(child.pid!, signal),
    ended: done,
  };
  running.add(talking);
  void done.then(() => running.delete(talking));
  return talking;
}

/** Ends what a test left behind. */
export async function endChildren(): Promise<void> {
  for (const child of running) {
    child.signal('SIGKILL');
    await child.ended;
  }
}

export function startInstance({ context, sandbox }: FaultPlace, options: Partial<InstanceOptions> = {}): TalkingChild {
  const { intranet, internet } = context.place;
  return startChild('instance', {
    intranet,
    internet,
    casUrl: sandbox.url,
    smtpUrl: sandbox.smtpUrl,
    ...options,
  } satisfies InstanceOptions);
}

/** Stops an instance by SIGSTOP, but not while it writes: nobody could write then, whatever the lease says. */
export async function stopBetweenWrites({ pid, signal }: TalkingChild, { context }: FaultPlace): Promise<void> {
  for (;;) {
    signal('SIGSTOP');
    await stopped(pid);
    if (nobodyWrites((context.place.intranet as { path: string }).path)) return;
    signal('SIGCONT');
    await sleep(5);
  }
}

/** Waits until the system has stopped a process. */
async function stopped(pid: number): Promise<void> {
  for (;;) {
    const state = await new Promise<string>((resolve) => {
      const ps = spawn('ps', ['-o', 'stat=', '-p', String(pid)]);
      let text = '';
      ps.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
      ps.once('close', () => resolve(text.trim()));
    });
    if (state.startsWith('T')) return;
    if (state === '') throw new Error('the process is gone');
  }
}
