import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Calendar } from '../../../platform/calendar';
import type { Sender } from '../sender';
import { createLetterWriter, type LetterFacts } from './writer';

/** Makes letters where nobody else of the process waits for them. */
export interface LetterThread {
  /**
   * Begins it, unless it has begun: its fonts take their time, and many processes write no letter.
   *
   * @returns what writes a letter, in its turn; it rejects with an Error, by the name it has there, where that cannot be made.
   * @throws Error where the sender, or the template, does not fit.
   */
  begun(): Promise<(facts: LetterFacts) => Promise<Uint8Array>>;
  /** Ends it. What it is asked then begins another. */
  close(): Promise<void>;
}

/** How long it is kept without a letter: fonts take memory. */
const KEPT_MS = 60_000;

/** A thread loads compiled code only. */
const COMPILED = __filename.endsWith('.js');

interface Asked {
  resolve: (pdf: Uint8Array) => void;
  reject: (error: Error) => void;
}
interface Answer {
  pdf?: Uint8Array;
  error?: { name: string; message: string };
}

export function createLetterThread({ sender, calendar }: { sender: Sender; calendar: Calendar }): LetterThread {
  return COMPILED ? inThread(sender, calendar.timeZone) : inPlace(sender, calendar);
}

function inPlace(sender: Sender, calendar: Calendar): LetterThread {
  let writer: ReturnType<typeof createLetterWriter> | undefined;
  return {
    async begun() {
      const letters = (writer ??= createLetterWriter({ sender, calendar }));
      return async (facts) => letters.write(facts).pdf;
    },
    close: () => Promise.resolve(),
  };
}

function inThread(sender: Sender, timeZone: string): LetterThread {
  let running:
    { ready: Promise<void>; ask: (facts: LetterFacts) => Promise<Uint8Array>; end: () => Promise<unknown> } | undefined;

  const start = (): NonNullable<typeof running> => {
    const thread = new Worker(join(__dirname, 'thread-body.cjs'), {
      workerData: { sender, timeZone },
      resourceLimits: { maxYoungGenerationSizeMb: 8 },
    });
    const asked: Asked[] = [];
    let idle: NodeJS.Timeout | undefined;
    const forget = (): void => {
      clearTimeout(idle);
      if (running === self) running = undefined;
    };
    const wait = (): void => {
      thread.unref();
      idle = setTimeout(() => {
        forget();
        void thread.terminate();
      }, KEPT_MS).unref();
    };
    const ask = (send: () => void): Promise<Uint8Array> =>
      new Promise((resolve, reject) => {
        clearTimeout(idle);
        thread.ref();
        asked.push({ resolve, reject });
        send();
      });
    const self = {
      // It answers to its beginning, too.
      ready: ask(() => undefined).then(() => undefined),
      ask: (facts: LetterFacts) => ask(() => thread.postMessage(facts)),
      end: () => thread.terminate(),
    };
    thread.on('message', ({ pdf, error }: Answer) => {
      const next = asked.shift();
      if (asked.length === 0) wait();
      if (error) next?.reject(Object.assign(new Error(error.message), { name: error.name }));
      else next?.resolve(pdf ?? new Uint8Array());
    });
    let cause: unknown;
    thread.on('error', (error) => (cause = error));
    thread.on('exit', () => {
      forget();
      for (const { reject } of asked.splice(0)) reject(new Error('the thread that writes letters ended', { cause }));
    });
    return self;
  };

  return {
    async begun() {
      const { ready, ask } = (running ??= start());
      await ready;
      return ask;
    },
    async close() {
      await running?.end();
    },
  };
}
