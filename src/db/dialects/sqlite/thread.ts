import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Worker } from 'node:worker_threads';
import type { BatchStatement } from '../dialect';
import { driverName } from './driver';

/** What a statement answered: rows, or what it changed. */
export type ThreadAnswer = { rows: unknown[] } | { ran: { changes: number; lastInsertRowid: number | bigint } };

/** Whether a transaction was committed nobody can tell. */
export class OutcomeUnknown extends Error {}

/** As the thread sends it: rows as arrays, in JSON where that has all their values. */
type Message = (
  | Extract<ThreadAnswer, { ran: unknown }>
  | { returned: string }
  | { columns: readonly string[]; text: string }
  | { columns: readonly string[]; values: readonly unknown[][] }
) & { error?: object; inTransaction: boolean; commits: number };

const YOUNG_MB = 8;

interface Asked {
  resolve(message: Message): void;
  reject(error: Error): void;
}

/** A SQLite connection in a thread of its own. Statements are answered in the order they are asked. */
export class ThreadConnection {
  inTransaction = false;
  /** Whether the thread has ended; whatever it was asked then fails. */
  ended = false;
  readonly #thread: Worker;
  readonly #asked: Asked[] = [];
  /** A transaction that is to begin. */
  #toBegin: Beginning | undefined;
  /** The one that began last, or is about to. */
  #beginning: Promise<unknown> | undefined;
  /** Of batches: how many have begun, as the thread itself writes it, and of how many it is known here how they ended. */
  readonly #commits = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
  #commitsEnded = 0;

  /** @param onBatchEnded told of each that may have committed, before {@link mayHaveCommitted} is over */
  constructor(filename: string, pragmas: readonly string[], onBatchEnded: () => void = () => undefined) {
    this.#thread = new Worker(join(__dirname, 'thread-body.cjs'), {
      workerData: { filename, pragmas, driver: require.resolve(driverName), commits: this.#commits.buffer },
      // What it makes is passed on at once.
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    // It keeps the process only while something is asked.
    this.#thread.unref();
    this.#thread.on('message', (message: Message) => {
      this.inTransaction = message.inTransaction;
      if (message.commits !== this.#commitsEnded) onBatchEnded();
      this.#commitsEnded = message.commits;
      if (this.inTransaction || !message.error) this.#toBegin = undefined;
      const asked = this.#asked.shift()!;
      if (this.#asked.length === 0) this.#thread.unref();
      if (message.error) asked.reject(Object.assign(new Error(), message.error));
      else asked.resolve(message);
    });
    let cause: unknown;
    this.#thread.on('error', (error) => (cause = error));
    this.#thread.on('exit', () => {
      this.ended = true;
      this.inTransaction = false;
      if (this.mayHaveCommitted) onBatchEnded();
      this.#commitsEnded = this.#commits[0]!;
      const { code = 'SQLITE_IOERR_THREAD', message = 'the thread of the connection ended' } = (cause ?? {}) as {
        code?: string;
        message?: string;
      };
      for (const asked of this.#asked.splice(0)) asked.reject(Object.assign(new Error(message, { cause }), { code }));
    });
  }

  /**
   * A transaction begins (`BEGIN IMMEDIATE`) with the next statement, which saves asking twice.
   *
   * @param until when it waits for other processes
   */
  beginWithFirst(until: number): void {
    this.#toBegin = { until };
    this.#beginning = undefined;
  }

  /** The transaction shall not begin any more; if it is about to, that is waited for. */
  async endBeginning(): Promise<void> {
    if (this.#toBegin) this.#toBegin.until = 0;
    await this.#beginning?.catch(() => undefined);
    this.#toBegin = undefined;
  }

  async ask(sql: string, bindings: readonly unknown[] = []): Promise<ThreadAnswer> {
    const beginning = this.#toBegin;
    const message = await (beginning
      ? (this.#beginning = untilNotBusy(beginning, () => this.#send({ sql, bindings, begin: !this.inTransaction })))
      : this.#send({ sql, bindings }));
    return 'ran' in message ? message : { rows: rowsOf(message as Rows) };
  }

  /**
   * Runs a transaction of its own, all or nothing, once those that were asked for before have ended.
   *
   * @returns what each statement returned, by the first column of its rows; null for one that was left out.
   * @throws OutcomeUnknown where the thread ends meanwhile.
   */
  async batch(statements: readonly BatchStatement[]): Promise<(string[] | null)[]> {
    const wasThere = !this.ended;
    try {
      const message = await this.#send({ batch: statements });
      return JSON.parse((message as { returned: string }).returned) as (string[] | null)[];
    } catch (error) {
      if (wasThere && this.ended) throw new OutcomeUnknown('the thread ended in a transaction', { cause: error });
      throw error;
    }
  }

  /** Whether what a batch wrote may be seen by others already, while nobody here knows how it ended. */
  get mayHaveCommitted(): boolean {
    return Atomics.load(this.#commits, 0) !== this.#commitsEnded;
  }

  #send(question: object): Promise<Message> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(Object.assign(new Error('the thread of the connection ended'), { code: 'SQLITE_IOERR_THREAD' }));
        return;
      }
      this.#asked.push({ resolve, reject });
      this.#thread.ref();
      this.#thread.postMessage(question);
    });
  }

  /** As better-sqlite3's. */
  async exec(sql: string): Promise<void> {
    await this.ask(sql);
  }

  /** Ends the thread once what was asked is answered. */
  async close(): Promise<void> {
    if (this.ended) return;
    const exited = new Promise((resolve) => this.#thread.once('exit', resolve));
    this.#thread.postMessage('close');
    this.#thread.ref();
    await exited;
  }
}

/** How long a transaction may wait for others before it begins. */
interface Beginning {
  until: number;
}

/** Repeats what others that write keep from beginning. */
export async function untilNotBusy<T>(deadline: Readonly<Beginning>, begin: () => T | Promise<T>): Promise<T> {
  for (let wait = 2; ; wait = Math.min(wait * 2, 50)) {
    try {
      return await begin();
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || Date.now() > deadline.until) throw error;
      await sleep(wait * (0.5 + Math.random()));
    }
  }
}

type Rows = Extract<Message, { columns: readonly string[] }>;

function rowsOf(message: Rows): unknown[] {
  const { columns } = message;
  const rows = 'text' in message ? (JSON.parse(message.text) as unknown[][]) : message.values;
  return rows.map((values) => {
    const row: Record<string, unknown> = {};
    for (let index = 0; index < columns.length; index += 1) row[columns[index]!] = values[index];
    return row;
  });
}
