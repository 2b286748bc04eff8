import type { BatchStatement } from '../dialect';
import type { DatabaseFile } from './file';
import { ThreadConnection, untilNotBusy } from './thread';

/**
 * Transactions whose statements are known before they begin, in a thread that goes from one to the next without asking the
 * process anything in between.
 */
export class ThreadBatches {
  #thread: ThreadConnection | undefined;
  readonly #file: DatabaseFile;
  readonly #pragmas: readonly string[];
  readonly #patienceMs: number;

  /** @param patienceMs how long a transaction waits for others to finish writing */
  constructor(file: DatabaseFile, { pragmas, patienceMs }: { pragmas: readonly string[]; patienceMs: number }) {
    this.#file = file;
    this.#pragmas = pragmas;
    this.#patienceMs = patienceMs;
    file.alsoCommitting(() => this.#thread?.mayHaveCommitted ?? false);
  }

  /**
   * As {@link ThreadConnection.batch}, in turn with the process's other transactions. What was committed is on its way to
   * the disk: {@link DatabaseFile.forced}.
   */
  async run(statements: readonly BatchStatement[]): Promise<(string[] | null)[]> {
    const until = Date.now() + this.#patienceMs;
    const endTurn = await this.#file.turnToShare(this.#patienceMs);
    try {
      this.#file.requireUsable();
      return await untilNotBusy({ until }, () => this.#open().batch(statements));
    } finally {
      endTurn();
    }
  }

  async close(): Promise<void> {
    await this.#thread?.close();
  }

  /** Never one that could not end its transaction. */
  #open(): ThreadConnection {
    if (this.#thread?.inTransaction) void this.#thread.close();
    else if (this.#thread && !this.#thread.ended) return this.#thread;
    const force = (): void => void this.#file.synced().catch(() => undefined);
    return (this.#thread = new ThreadConnection(this.#file.path, this.#pragmas, force));
  }
}
