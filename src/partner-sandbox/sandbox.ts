import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type ErrorRequestHandler } from 'express';
import { letOrigins } from '../platform/cross-origin';
import type { Logger } from '../platform/logging';
import { sandboxAdmin } from './admin';
import { type ContractSource, outboundContract, publishedContracts } from './outbound';
import { FaultBook } from './faults/book';
import { FILE_PARTNERS, type FilePartner } from './arrivals';
import { startFileServers } from './file-servers';
import { startMailReceiver } from './mail';
import { partnerOperations } from './operations';
import { startIssuer } from './issuer/issuer';
import { sandboxKeys } from './keys';
import type { Partner } from './partner';
import { PrintingVendor } from './printing-vendor';
import { RequestRecord } from './record';
import { PartnerStates } from './states';

export interface SandboxOptions {
  /** A loopback address: the sandbox is nobody else's. */
  host?: '127.0.0.1';
  /** 0 takes any free port. */
  httpPort: number;
  smtpPort: number;
  /** Any free ones unless told otherwise. */
  sftpPorts?: Readonly<Record<FilePartner, number>>;
  blobPort?: number;
  issuerPort?: number;
  /** Where the partners' files are kept; without it they are gone at the end. */
  filesFolder?: string;
  /** The key each system expects, by its name; see {@link sandboxKeys}. */
  keys?: Readonly<Record<string, string>>;
  logger?: Logger;
  /** Whose pages may call: the documentation's, where calls are tried. */
  origins?: readonly string[];
  /** In place of those in `partners/`. */
  partners?: readonly Partner[];
  /** In place of the published ones. */
  contracts?: ContractSource;
}

export interface RunningSandbox {
  /** Base URL of every partner, and of `/_sandbox`. */
  readonly url: string;
  readonly smtpUrl: string;
  /** `sftp://user@host:port`, by partner. */
  readonly sftpUrls: Readonly<Record<FilePartner, string>>;
  readonly blobConnectionString: string;
  /** Of the issuer that signs demo officers in. */
  readonly issuerUrl: string;
  /** Where the partners' files are. */
  readonly filesFolder: string;
  /** Ends at once, whatever is still waiting for an answer. */
  close(): Promise<void>;
}

const keyHeaderOf = ({ keyHeader }: { keyHeader: string }): string => keyHeader;
const ANY_PORTS = Object.fromEntries(FILE_PARTNERS.map((partner) => [partner, 0])) as Record<FilePartner, number>;

/**
 * Plays the systems OCMS calls, by their contracts, over HTTP, receives mail over SMTP, exchanges files over SFTP and
 * Blob, and signs demo officers in.
 *
 * @throws Error with code EADDRINUSE when a port is taken.
 */
export async function startSandbox({
  host = '127.0.0.1',
  httpPort,
  smtpPort,
  sftpPorts = ANY_PORTS,
  blobPort = 0,
  issuerPort = 0,
  filesFolder,
  contracts = publishedContracts(),
  keys = sandboxKeys(contracts.operations),
  logger,
  origins = [],
  partners,
}: SandboxOptions): Promise<RunningSandbox> {
  const closing = new AbortController();
  const contract = outboundContract(contracts);
  const states = new PartnerStates(contract, partners);
  const faults = new FaultBook();
  const vendor = new PrintingVendor(() => states.sliftLetters());
  const record = new RequestRecord(Object.values(contract.operations).map(({ keyHeader }) => keyHeader));
  const starting = [
    startMailReceiver(host, smtpPort, faults),
    startFileServers({ host, sftpPorts, blobPort, folder: filesFolder, faults, vendor }),
    startIssuer({ host, port: issuerPort }),
  ] as const;
  const started = await Promise.allSettled(starting);
  const failed = started.find((each) => each.status === 'rejected');
  if (failed) {
    for (const each of started) if (each.status === 'fulfilled') await each.value.close();
    throw failed.reason;
  }
  const [mail, files, issuer] = await Promise.all(starting);
  const smtpUrl = `smtp://${host}:${mail.port}`;

  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', 'simple');
  app.enable('case sensitive routing');
  app.enable('strict routing');
  // Evidence: whose answers these are.
  app.enable('sandbox');
  app.use(
    '/_sandbox',
    sandboxAdmin({
      contract,
      states,
      faults,
      record,
      mail,
      files,
      keys,
      urls: () => ({ url: urlOf(server), smtpUrl }),
    }),
  );
  const headers = ['Content-Type', 'X-Request-Id', ...new Set(Object.values(contract.operations).map(keyHeaderOf))];
  app.use((request, response, next) => {
    if (!letOrigins(request, response, { origins, headers })) next();
  });
  app.use(partnerOperations({ contract, states, faults, record, keys, signal: closing.signal, logger }));
  app.use(((error, _request, response, _next) => {
    logger?.error({ event: 'sandbox-failed', error: error as unknown });
    response.status(500).json({ sandbox: String(error) });
  }) satisfies ErrorRequestHandler);

  // Longer than any client keeps one, so that no call meets a connection that is just being closed.
  const server = createServer({ keepAliveTimeout: 120_000 }, app);
  const urlOf = (running: Server): string => `http://${host}:${(running.address() as AddressInfo).port}`;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(httpPort, host, () => {
        server.off('error', reject);
        resolve();
      });
    });
  } catch (error) {
    await Promise.all([mail.close(), files.close(), issuer.close()]);
    throw error;
  }

  return {
    url: urlOf(server),
    smtpUrl,
    sftpUrls: files.sftpUrls,
    blobConnectionString: files.blobConnectionString,
    filesFolder: files.folder,
    issuerUrl: issuer.url,
    async close() {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await Promise.all([closed, mail.close(), files.close(), issuer.close()]);
    },
  };
}
