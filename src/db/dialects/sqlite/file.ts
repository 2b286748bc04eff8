import { close, fdatasync, openSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { E_TIMEOUT, Mutex, withTimeout } from 'async-mutex';
import { sqliteDriver } from './driver';

const closeFile = promisify(close);

interface SharedTurn {
  turn: Promise<() => void>;
  users: number;
  begun: boolean;
}

/**
 * The file a database was opened with, and its write-ahead log. A file put in its place is another database, and one
 * deleted is written in vain.
 *
 * Commits write their part of the log; {@link synced} forces it to the disk, off the event loop, and for all who
 * committed meanwhile at once.
 */
export class DatabaseFile {
  #identity: string | undefined;
  readonly #writers = new Mutex();
  #log: { descriptor: number; identity: string } | undefined;
  /** Forcing the log to the disk, as it goes on now; and once more, of whoever committed since it began. */
  #current: Promise<void> | undefined;
  #next: Promise<void> | undefined;
  #failed: Error | undefined;
  /** Commits whose end is not known here yet: others may see what they wrote before that. */
  #committing = 0;
  /** Whether there are more such. */
  readonly #committingElsewhere: (() => boolean)[] = [];
  /** How many wait for a turn that they share with nobody. */
  #waiting = 0;
  #shared: SharedTurn | undefined;

  constructor(readonly path: string) {
    this.#identity = identityOf(path);
  }

  /**
   * @throws an error as SQLite's own where the file was deleted or replaced since, or its log cannot be forced to the
   *   disk.
   */
  requireUsable(): void {
    if (this.#failed) throw this.#failed;
    this.#requireUnmoved();
  }

  #requireUnmoved(): void {
    const now = identityOf(this.path);
    this.#identity ??= now;
    if (now !== this.#identity)
      throw Object.assign(new Error('the file was deleted or replaced'), { code: 'SQLITE_READONLY_DBMOVED' });
  }

  /**
   * Waits until no other connection of this process writes: in order, which SQLite's own lock is not.
   *
   * @returns what ends the turn.
   * @throws an error as SQLite's own where it does not come in time.
   */
  async turnToWrite(patienceMs: number): Promise<() => void> {
    this.#waiting += 1;
    try {
      return await this.#turn(patienceMs);
    } finally {
      this.#waiting -= 1;
    }
  }

  /**
   * The same for those who take turns among themselves: they come in with one another, unless somebody else waits by then.
   */
  async turnToShare(patienceMs: number): Promise<() => void> {
    if (!this.#shared || (this.#shared.begun && this.#waiting > 0))
      this.#shared = { turn: this.#turn(patienceMs), users: 0, begun: false };
    const shared = this.#shared;
    const noMore = (): void => {
      if (this.#shared === shared) this.#shared = undefined;
    };
    shared.users += 1;
    let end: () => void;
    try {
      end = await shared.turn;
    } catch (error) {
      noMore();
      throw error;
    }
    shared.begun = true;
    return () => {
      shared.users -= 1;
      if (shared.users > 0) return;
      noMore();
      end();
    };
  }

  async #turn(patienceMs: number): Promise<() => void> {
    if (!this.#writers.isLocked()) return this.#writers.acquire();
    try {
      return await withTimeout(this.#writers, patienceMs).acquire();
    } catch (error) {
      throw error === E_TIMEOUT
        ? Object.assign(new Error('another connection of the process writes'), { code: 'SQLITE_BUSY' })
        : error;
    }
  }

  /**
   * Once it is done, a power cut takes nothing back of what any process committed before the call.
   *
   * @throws an error as SQLite's own where it fails; then so does every other, until {@link repair}.
   */
  synced(): Promise<void> {
    if (this.#next) return this.#next;
    if (!this.#current) return this.#begin();
    const following = (): Promise<void> => {
      this.#next = undefined;
      return this.#begin();
    };
    return (this.#next = this.#current.then(following, following));
  }

  /** Commits, and begins to force to the disk what was committed: {@link forced} waits for that. */
  async committing<T>(commit: () => Promise<T>): Promise<T> {
    this.#committing += 1;
    try {
      return await commit();
    } finally {
      this.#committing -= 1;
      this.synced().catch(() => undefined);
    }
  }

  /** @throws an error as SQLite's own where it fails. */
  async forced(): Promise<void> {
    await (this.#next ?? this.#current);
    if (this.#failed) throw this.#failed;
  }

  /** As {@link synced}, of what this process committed, as far as others can see it; at once where all is on the disk. */
  settled(): Promise<void> {
    return this.#committing > 0 || this.#committingElsewhere.some((may) => may()) ? this.synced() : this.forced();
  }

  /** From now on these may have committed, too, what nobody here knows of yet. */
  alsoCommitting(mayHave: () => boolean): void {
    this.#committingElsewhere.push(mayHave);
  }

  /**
   * After a failure the system may take for written what is not. So all that the log has is copied into the file.
   *
   * @throws where that fails, too, or others are in the way.
   */
  repair(): void {
    if (!this.#failed) return;
    // With another file the log would be taken for its own.
    this.#requireUnmoved();
    const connection = new sqliteDriver(this.path, { fileMustExist: true, timeout: 0 });
    try {
      connection.pragma('synchronous = FULL');
      const [answer] = connection.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      if (answer?.busy !== 0) throw this.#failed;
    } finally {
      connection.close();
    }
    this.#failed = undefined;
  }

  async close(): Promise<void> {
    await Promise.allSettled([this.#next ?? this.#current]);
    await this.#closeLog();
  }

  async #closeLog(): Promise<void> {
    const log = this.#log;
    this.#log = undefined;
    // What it says proves nothing of what was forced.
    if (log) await closeFile(log.descriptor).catch(() => undefined);
  }

  #begin(): Promise<void> {
    const running = this.#force().finally(() => {
      if (this.#current === running) this.#current = undefined;
    });
    return (this.#current = running);
  }

  async #force(): Promise<void> {
    if (this.#failed) throw this.#failed;
    try {
      const descriptor = await this.#openLog();
      if (descriptor !== undefined) await promisify(fdatasync)(descriptor);
    } catch (cause) {
      this.#failed = Object.assign(new Error('the log cannot be forced to the disk', { cause }), {
        code: 'SQLITE_IOERR_FSYNC',
      });
      throw this.#failed;
    }
  }

  /**
   * It stays open: what fails between two calls is told those only who had the file open.
   *
   * @returns undefined where there is none: the last connection has copied it into the file and removed it.
   */
  async #openLog(): Promise<number | undefined> {
    const path = `${this.path}-wal`;
    const identity = identityOf(path);
    if (this.#log?.identity !== identity) await this.#closeLog();
    if (identity === undefined) return undefined;
    this.#log ??= { descriptor: openSync(path, 'r+'), identity };
    return this.#log.descriptor;
  }
}

function identityOf(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
