import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { Socket } from 'node:net';
import { Transform, type Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client, SFTPWrapper, Stats } from 'ssh2';
import type SftpClient from 'ssh2-sftp-client';
import { type FailedOutcome, OutboundFault } from '../platform/outbound';
import type { SftpSettings } from './settings';
import { Standstill } from './standstill';

/** One connection to an SFTP server. Whatever fails is an OutboundFault whose message names no value. */
export interface SftpSession {
  /** Undefined where there is no such file. */
  size(path: string): Promise<number | undefined>;
  /** Plain files only. */
  list(folder: string): Promise<{ name: string; bytes: number }[]>;
  upload(localPath: string, path: string): Promise<void>;
  /** Ends `sink`. */
  download(path: string, sink: Writable): Promise<void>;
  /** Where `to` is there already, it is replaced: by one step where the server can do that. */
  replace(from: string, to: string): Promise<void>;
  /** Where `to` is not there, as whoever calls made sure. */
  move(from: string, to: string): Promise<void>;
  /** As far as that is possible; tells nothing. */
  removeQuietly(path: string): Promise<void>;
}

const NO_SUCH_FILE = 2;
/** SSH_FX codes that will be the same next time. */
const LASTING: Readonly<Record<number, string>> = {
  [NO_SUCH_FILE]: 'there is no such file or folder on the server',
  3: 'the server denies permission',
  8: 'the server cannot do that',
};
const GOODBYE_MS = 1_000;
const CLEANING_MS = 5_000;

/** As `ssh-keygen -l` prints it. */
export const fingerprintOf = (key: Buffer): string =>
  `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;

/**
 * Connects, does the work and always closes the connection.
 *
 * @throws OutboundFault; the signal's reason, at once, when it fires.
 */
export async function withSftp<T>(
  settings: SftpSettings,
  signal: AbortSignal,
  work: (session: SftpSession) => Promise<T>,
): Promise<T> {
  signal.throwIfAborted();
  const connection = new Connection(settings, signal);
  try {
    return await work(await connection.open());
  } finally {
    await connection.close();
  }
}

class Connection {
  private client: SftpClient | undefined;
  private sftp: SFTPWrapper | undefined;
  private readonly standstill: Standstill;
  /** The host key shown, where it is a wrong one. */
  private wrongKey: string | undefined;
  private loginRefused = false;
  private lost = false;

  constructor(
    private readonly settings: SftpSettings,
    private readonly signal: AbortSignal,
  ) {
    this.standstill = new Standstill(settings.timeoutMs, signal);
  }

  async open(): Promise<SftpSession> {
    // Loaded only where files are moved: most processes never do.
    const { default: Client } = await import('ssh2-sftp-client');
    const { host, port, user, hostKeys, login, timeoutMs } = this.settings;
    const gone = (): void => {
      this.lost = true;
    };
    this.client = new Client('ocms', { error: gone, end: gone, close: gone });
    this.client.on('error', (error: Error & { level?: string }) => {
      if (error.level === 'client-authentication') this.loginRefused = true;
    });
    const { client } = this;
    const connected = client.connect({
      host,
      port,
      username: user,
      ...login,
      readyTimeout: timeoutMs,
      // It must answer at once: a promise would be taken for a yes.
      hostVerifier: (key: Buffer): boolean => {
        const shown = fingerprintOf(key);
        if (hostKeys.includes(shown)) return true;
        this.wrongKey = shown;
        return false;
      },
    });
    // Small packets go back and forth: none should wait for another.
    innerOf(client).setNoDelay();
    this.sftp = await this.done(connected);
    return {
      size: (path) => this.size(path),
      list: async (folder) => {
        const found = await this.done(this.open_.list(folder));
        return found.filter(({ type }) => type === '-').map(({ name, size }) => ({ name, bytes: size }));
      },
      upload: (localPath, path) => this.upload(localPath, path),
      download: async (path, sink) => {
        const counted = this.watched();
        let broken: Error | undefined;
        sink.once('error', (error) => (broken = error));
        counted.pipe(sink);
        const written = new Promise<void>((resolve, reject) => {
          sink.once('finish', resolve);
          sink.once('error', reject);
        });
        written.catch(() => undefined);
        await this.done(
          Promise.race([
            this.open_.get(path, counted).then(() => written),
            // Without this a sink that refuses would be waited for.
            written.then(() => new Promise<void>(() => undefined)),
          ]),
          () => broken,
        );
      },
      replace: (from, to) => this.replace(from, to),
      move: (from, to) => this.done(this.open_.rename(from, to), undefined, 'unknown').then(() => undefined),
      removeQuietly: async (path) => {
        if (this.lost || this.standstill.ended.aborted) return;
        await Promise.race([this.open_.delete(path, true), sleep(CLEANING_MS, undefined, { ref: false })]).catch(
          () => undefined,
        );
      },
    };
  }

  async close(): Promise<void> {
    this.standstill.finish();
    if (!this.client) return;
    if (this.sftp && !this.lost && !this.standstill.ended.aborted) {
      await Promise.race([this.client.end(), sleep(GOODBYE_MS, undefined, { ref: false })]).catch(() => undefined);
    }
    innerOf(this.client)._sock?.destroy();
  }

  private get open_(): SftpClient {
    return this.client!;
  }

  /** Not by the client's own: it takes every failure for a file that is not there. */
  private size(path: string): Promise<number | undefined> {
    return this.done(
      new Promise((resolve, reject) => {
        this.sftp!.stat(path, (error: (Error & { code?: number }) | undefined, stats: Stats) => {
          if (!error) resolve(stats.size);
          else if (error.code === NO_SUCH_FILE) resolve(undefined);
          else reject(error);
        });
      }),
    );
  }

  private async upload(localPath: string, path: string): Promise<void> {
    const source = createReadStream(localPath);
    let broken: Error | undefined;
    source.once('error', (error) => {
      broken = error;
      counted.destroy(error);
    });
    const counted = source.pipe(this.watched());
    try {
      await this.done(this.open_.put(counted, path), () => broken);
    } finally {
      source.destroy();
    }
  }

  private async replace(from: string, to: string): Promise<void> {
    const rename = (how: 'posixRename' | 'rename'): Promise<unknown> =>
      this.done(this.open_[how](from, to), undefined, 'unknown');
    if (canReplace(this.sftp!)) return void (await rename('posixRename'));
    // Plain rename is for names that are free.
    if ((await this.size(to)) !== undefined) await this.done(this.open_.delete(to));
    await rename('rename');
  }

  /** Passes data on and counts it as progress. */
  private watched(): Transform {
    const { progress } = this.standstill;
    return new Transform({
      transform(chunk, _encoding, done) {
        progress();
        done(null, chunk);
      },
    });
  }

  /**
   * @param ours tells of an error of our own side
   * @param outcome what is known where it fails
   */
  private async done<T>(
    step: Promise<T>,
    ours?: () => Error | undefined,
    outcome: FailedOutcome = 'rejected',
  ): Promise<T> {
    step.catch(() => undefined);
    this.standstill.progress();
    try {
      return await Promise.race([step, this.standstill.over]);
    } catch (error) {
      if (this.signal.aborted) throw this.signal.reason;
      throw ours?.() ?? this.faultOf(error, outcome);
    }
  }

  private faultOf(error: unknown, outcome: FailedOutcome): OutboundFault {
    if (error instanceof OutboundFault) return new OutboundFault(outcome, error.message, error.temporary);
    if (this.wrongKey !== undefined)
      return new OutboundFault(
        'rejected',
        `the server shows the host key ${this.wrongKey}, which is not pinned`,
        false,
      );
    if (this.loginRefused) return new OutboundFault('rejected', 'the server refuses the login', false);
    const { code, message } = error as { code?: unknown; message?: string };
    if (typeof code === 'number') {
      const lasting = LASTING[code];
      if (lasting !== undefined) return new OutboundFault('rejected', lasting, false);
      return new OutboundFault(outcome, `the server failed (SSH_FX ${code})`);
    }
    if (!this.sftp && /private ?key/i.test(message ?? ''))
      return new OutboundFault(
        'rejected',
        'the private key cannot be used: its form or its passphrase is wrong',
        false,
      );
    const suffix = typeof code === 'string' && /^E[A-Z]+$/.test(code) ? ` (${code})` : '';
    return new OutboundFault(outcome, this.sftp ? `the connection was lost${suffix}` : `no connection${suffix}`);
  }
}

/** The connection below and its socket, which the client keeps for itself; its own `destroy` spares a socket that was ended. */
const innerOf = (client: SftpClient): Client & { _sock?: Socket } =>
  (client as unknown as { client: Client & { _sock?: Socket } }).client;

/** Whether the server has `posix-rename@openssh.com`; ssh2 has no question of its own for that. */
const canReplace = (sftp: SFTPWrapper): boolean =>
  (sftp as unknown as { _extensions: Record<string, string> })._extensions['posix-rename@openssh.com'] === '1';
