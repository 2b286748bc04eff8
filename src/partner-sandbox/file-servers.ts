import express, { type Router } from 'express';
import { ArrivalRecord, FILE_PARTNERS, type FilePartner } from './arrivals';
import { type BlobServer, startBlobServer } from './blob/server';
import type { FaultBook } from './faults/book';
import type { PrintingVendor } from './printing-vendor';
import { partnerFolders } from './sftp/folders';
import { hostKey } from './sftp/keys';
import { SFTP_USER, type SftpServer, startSftpServer } from './sftp/server';

/** The partners' SFTP servers and Blob. */
export interface FileServers {
  readonly arrivals: ArrivalRecord;
  readonly sftpUrls: Readonly<Record<FilePartner, string>>;
  readonly blobConnectionString: string;
  /** Where the partners' folders are on this machine. */
  readonly folder: string;
  /** Below `/_sandbox/files`: what arrived, and what is in the folders. */
  readonly router: Router;
  /** For people. */
  facts(): FileServerFacts;
  reset(): Promise<void>;
  /** Ends at once. */
  close(): Promise<void>;
}

export interface FileServerFacts {
  folder: string;
  hostKey: string;
  servers: readonly { partner: string; url: string; password: string; folder: string }[];
  blob: string;
}

/** The key of each partner, its password here. */
export const sftpPassword = (partner: FilePartner): string => `sandbox-${partner.toLowerCase()}-key`;

/** @throws Error with code EADDRINUSE when a port is taken. */
export async function startFileServers({
  host,
  sftpPorts,
  blobPort,
  folder,
  faults,
  vendor,
}: {
  host: string;
  sftpPorts: Readonly<Record<FilePartner, number>>;
  blobPort: number;
  folder: string | undefined;
  faults: FaultBook;
  vendor: PrintingVendor;
}): Promise<FileServers> {
  const arrivals = new ArrivalRecord();
  const folders = await partnerFolders(folder);
  const running: { close(): Promise<void> }[] = [folders];
  const kept = <T extends { close(): Promise<void> }>(server: T): T => {
    running.unshift(server);
    return server;
  };
  const close = async (): Promise<void> => {
    for (const server of running) await server.close();
  };
  /** The vendor's file is there when somebody looks for it. */
  const offerReturns = async (looked: string): Promise<void> => {
    if (looked !== 'outgoing') return;
    const file = vendor.nextFile();
    if (!file) return;
    const path = `outgoing/${file.name}`;
    await folders.write(`printer/${path}`, file.text);
    arrivals.add({ place: 'printer', path, bytes: Buffer.byteLength(file.text), state: 'offered' });
  };
  const sftp = (partner: FilePartner): Promise<SftpServer> =>
    startSftpServer({
      host,
      port: sftpPorts[partner],
      partner,
      password: sftpPassword(partner),
      folder: folders.of(partner.toLowerCase()),
      arrivals,
      faults,
      beforeList: partner === 'PRINTER' ? offerReturns : undefined,
    }).then(kept);

  // Each to its end, so that those that run are known when another could not.
  const started = await Promise.allSettled([
    startBlobServer({ host, port: blobPort, arrivals, faults }).then(kept),
    ...FILE_PARTNERS.map(sftp),
  ]);
  const failed = started.find((each) => each.status === 'rejected');
  if (failed) {
    await close();
    throw failed.reason;
  }
  const [blob, ...servers] = started.map((each) => (each as PromiseFulfilledResult<unknown>).value) as [
    BlobServer,
    ...SftpServer[],
  ];
  const urlOf = (partner: FilePartner): string =>
    `sftp://${SFTP_USER}@${host}:${servers[FILE_PARTNERS.indexOf(partner)]!.port}`;

  const router = express.Router({ caseSensitive: true });
  router.get('/', (request, response) => {
    const { place } = request.query;
    response.json(arrivals.list(typeof place === 'string' ? place : undefined));
  });
  router.get('/{*path}', async (request, response) => {
    const [place, ...path] = pathIn(request.params);
    const content = await (place === 'blob' ? blob.read(path.join('/')) : folders.read([place, ...path].join('/')));
    if (content === undefined) return void response.status(404).json({ sandbox: 'no such file' });
    // As text, whatever it is: nothing in it is for a browser to run.
    response.set({ 'Content-Type': 'text/plain; charset=utf-8', 'X-Content-Type-Options': 'nosniff' }).send(content);
  });
  router.put('/{*path}', async (request, response) => {
    const path = pathIn(request.params);
    const { text } = request.body as { text?: unknown };
    const known = FILE_PARTNERS.some((partner) => partner.toLowerCase() === path[0]);
    const plain = path.length === 3 && path.every((part) => /^[^./\\\0][^/\\\0]*$/.test(part));
    if (typeof text !== 'string' || !known || !plain)
      return void response.status(400).json({ sandbox: 'send {"text": "…"} to /files/PARTNER/FOLDER/NAME' });
    await folders.write(path.join('/'), text);
    response.status(201).json({ bytes: Buffer.byteLength(text) });
  });

  return {
    arrivals,
    sftpUrls: Object.fromEntries(FILE_PARTNERS.map((partner) => [partner, urlOf(partner)])) as Record<
      FilePartner,
      string
    >,
    blobConnectionString: blob.connectionString,
    folder: folders.root,
    router,
    facts: () => ({
      folder: folders.root,
      hostKey: hostKey().fingerprint,
      servers: FILE_PARTNERS.map((partner) => ({
        partner,
        url: urlOf(partner),
        password: sftpPassword(partner),
        folder: folders.of(partner.toLowerCase()),
      })),
      blob: blob.connectionString,
    }),
    async reset() {
      arrivals.clear();
      vendor.reset();
      await folders.empty();
      await blob.empty();
    },
    close,
  };
}

const pathIn = (params: unknown): string[] => (params as { path: string[] }).path;
