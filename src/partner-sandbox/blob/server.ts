import { once } from 'node:events';
import { Agent, createServer, type IncomingMessage, request as forward, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { pipeline } from 'node:stream';
import { Worker } from 'node:worker_threads';
import type { ArrivalRecord } from '../arrivals';
import type { FaultBook } from '../faults/book';

/** Everybody knows them. */
const ACCOUNT = 'sandbox';
const KEY = Buffer.from('sandbox-blob-key').toString('base64');
/** It is there from the start, as in production. */
export const BLOB_CONTAINER = 'ocms';

export interface BlobServer {
  readonly connectionString: string;
  /** A blob's content; undefined where there is none. */
  read(path: string): Promise<Buffer | undefined>;
  empty(): Promise<void>;
  /** Ends at once. */
  close(): Promise<void>;
}

/** Azurite, loaded when it is asked for the first time, behind a door that has the faults and the record. */
export async function startBlobServer({
  host,
  port,
  arrivals,
  faults,
}: {
  host: string;
  port: number;
  arrivals: ArrivalRecord;
  faults: FaultBook;
}): Promise<BlobServer> {
  let azurite: Promise<{ worker: Worker; port: number }> | undefined;
  const loaded = () => (azurite ??= startAzurite());
  const agent = new Agent({ keepAlive: true });

  const server = createServer({ keepAliveTimeout: 120_000 }, (request, response) => {
    const fault = faults.takeForBlob();
    const [path] = request.url!.split('?');
    // A request that only asks is no arrival.
    const [, , ...named] = decodeURIComponent(path!).split('/');
    const arrival =
      request.method === 'PUT' && named.length > 1
        ? arrivals.add({
            place: 'blob',
            path: named.join('/'),
            bytes: Number(request.headers['content-length'] ?? 0),
            state: 'arriving',
            ...(fault && { fault: fault.fault }),
          })
        : undefined;
    response.once('close', () => {
      if (arrival) arrival.state = response.statusCode === 201 && response.writableFinished ? 'stored' : 'cut';
    });
    if (fault?.fault === 'refuse') return void request.socket.resetAndDestroy();
    if (fault?.fault === 'hang') return void request.resume();
    if (fault) return refuse(request, response, fault.status);
    loaded().then(
      ({ port: behind }) => pass(request, response, { host, port: behind, agent }),
      () => refuse(request, response, 500),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const endpoint = `http://${host}:${(server.address() as AddressInfo).port}/${ACCOUNT}`;

  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=${ACCOUNT};AccountKey=${KEY};BlobEndpoint=${endpoint};`,
    async read(path) {
      const { BlobServiceClient, StorageSharedKeyCredential } = await import('@azure/storage-blob');
      const [container, ...name] = path.split('/');
      const url = `http://${host}:${(await loaded()).port}/${ACCOUNT}`;
      const service = new BlobServiceClient(url, new StorageSharedKeyCredential(ACCOUNT, KEY));
      const blob = service.getContainerClient(container!).getBlobClient(name.join('/'));
      return blob.downloadToBuffer().catch((error: { statusCode?: number }) => {
        if (error.statusCode === 404) return undefined;
        throw error;
      });
    },
    async empty() {
      if (!azurite) return;
      const { worker } = await azurite;
      worker.postMessage('empty');
      await once(worker, 'message');
    },
    async close() {
      agent.destroy();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
      await azurite?.then(({ worker }) => worker.terminate()).catch(() => undefined);
    },
  };
}

async function startAzurite(): Promise<{ worker: Worker; port: number }> {
  const worker = new Worker(join(__dirname, 'azurite.cjs'), {
    // It reads its accounts from there, and must not find anything else.
    env: { AZURITE_ACCOUNTS: `${ACCOUNT}:${KEY}` },
    workerData: { account: ACCOUNT, key: KEY, container: BLOB_CONTAINER },
  });
  // It keeps nothing alive that has ended.
  worker.unref();
  const [{ port }] = (await once(worker, 'message')) as [{ port: number }];
  return { worker, port };
}

function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  to: { host: string; port: number; agent: Agent },
): void {
  const { method, url, rawHeaders } = incoming;
  const outgoing = forward({ ...to, method, path: url, headers: rawHeaders }, (answer) => {
    response.writeHead(answer.statusCode!, answer.rawHeaders);
    pipeline(answer, response, () => undefined);
  });
  outgoing.on('error', () => response.destroy());
  pipeline(incoming, outgoing, () => undefined);
}

function refuse(request: IncomingMessage, response: ServerResponse, status: number): void {
  request.resume();
  response.writeHead(status, { 'Content-Type': 'application/xml', 'x-ms-error-code': 'ServerBusy' });
  response.end('<?xml version="1.0"?><Error><Code>ServerBusy</Code><Message>As asked for.</Message></Error>');
}
