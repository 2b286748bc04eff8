import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import {
  type BlobSettings,
  createFileExchange,
  type FileExchange,
  type FilePartner,
  type SftpSettings,
} from '../../../src/files';
import { createLogger } from '../../../src/platform/logging';
import type { Arrival } from '../../../src/partner-sandbox/arrivals';
import { hostKey } from '../../../src/partner-sandbox/sftp/keys';
import { patience } from '../../support/patience';
import { type TestSandbox, testSandbox } from '../sandbox/sandbox';

export const PASSWORD = 'sandbox-vhub-key';

export interface ExchangeOverrides {
  sftp?: Partial<SftpSettings>;
  blob?: Partial<BlobSettings>;
}

/** vHub's side of the sandbox, and what a test needs around it. */
export interface FileWorld {
  readonly sandbox: TestSandbox;
  /** Every line logged so far. */
  readonly log: string[];
  readonly registry: Registry;
  exchange(overrides?: ExchangeOverrides): FileExchange;
  /** A file of this machine, of random bytes where no content is given. */
  local(content: string | number): Promise<string>;
  fault(operation: string, fault: object): Promise<void>;
  arrivals(place: string): Promise<Arrival[]>;
  /** Names in a folder of vHub's server, sorted. */
  names(folder: string): Promise<string[]>;
  content(path: string): Promise<string>;
  put(path: string, text: string): Promise<void>;
  /** Attempts in the log, as `SYSTEM operation outcome`. */
  attempts(): string[];
  close(): Promise<void>;
}

export async function fileWorld(partner: FilePartner = 'VHUB'): Promise<FileWorld> {
  const sandbox = await testSandbox();
  const place = await mkdtemp(join(tmpdir(), 'ocms-files-'));
  const log: string[] = [];
  const registry = new Registry();
  const open: FileExchange[] = [];
  const { hostname, port, username } = new URL(sandbox.sftpUrls[partner]);
  const onServer = (path: string): string => join(sandbox.filesFolder, partner.toLowerCase(), path);
  const repeats = { attempts: 3, backoffMs: 1, timeoutMs: patience(15_000) };
  let made = 0;
  return {
    sandbox,
    log,
    registry,
    exchange({ sftp, blob } = {}) {
      const exchange = createFileExchange({
        partner,
        sftp: {
          host: hostname,
          port: Number(port),
          user: username,
          hostKeys: [hostKey().fingerprint],
          login: { password: PASSWORD },
          folder: 'incoming',
          waitingFolder: 'outgoing',
          archiveFolder: 'archive',
          ...repeats,
          ...sftp,
        },
        blob: {
          connectionString: sandbox.blobConnectionString,
          container: 'ocms',
          ...repeats,
          ...blob,
        },
        logger: createLogger({ level: 'debug', destination: { write: (line) => void log.push(line) } }),
        registry,
      });
      open.push(exchange);
      return exchange;
    },
    async local(content) {
      const path = join(place, `file-${(made += 1)}`);
      await writeFile(path, typeof content === 'string' ? content : randomBytes(content));
      return path;
    },
    async fault(operation, fault) {
      const { status } = await sandbox.admin('POST', '/faults', { operation, ...fault });
      expect(status).toBe(201);
    },
    arrivals: async (of) => (await sandbox.admin('GET', `/files?place=${of}`)).body as Arrival[],
    names: async (folder) => (await readdir(onServer(folder))).sort(),
    content: (path) => readFile(onServer(path), 'utf8'),
    put: (path, text) => writeFile(onServer(path), text),
    attempts: () =>
      log
        .map((line) => JSON.parse(line) as Record<string, string>)
        .filter(({ event }) => event === 'outbound-attempt')
        .map(({ system, operation, outcome }) => `${system} ${operation} ${outcome}`),
    async close() {
      for (const exchange of open) await exchange.close();
      await sandbox.close();
      await rm(place, { recursive: true, force: true });
    },
  };
}
