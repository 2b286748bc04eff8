import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { ContainerClient } from '@azure/storage-blob' with { 'resolution-mode': 'import' };
import { OutboundFault } from '../platform/outbound';
import type { Attempts } from './attempts';
import { contentType, numberedName } from './names';
import type { BlobSettings } from './settings';
import { Standstill } from './standstill';

/** A file of this machine, as it is when it is measured. */
export interface LocalFile {
  path: string;
  bytes: number;
  md5: Buffer;
}

/** Where copies of files are kept (F 2.4). */
export interface BlobStore {
  /** A blob of that name is replaced. @throws UpstreamError of the system BLOB. */
  put(name: string, file: LocalFile, signal: AbortSignal): Promise<void>;
  /** A blob of that name stays; where it holds something else, the copy gets a number. @throws UpstreamError of BLOB. */
  keep(name: string, file: LocalFile, signal: AbortSignal): Promise<void>;
}

const PUT = 'putBlob';
const MOST_OF_ONE_NAME = 1_000;

export function createBlobStore(settings: BlobSettings, attempts: Attempts): BlobStore {
  let opened: Promise<ContainerClient> | undefined;
  const container = (): Promise<ContainerClient> => (opened ??= open(settings));

  async function upload(name: string, file: LocalFile, signal: AbortSignal, overwrite: boolean): Promise<void> {
    const blob = (await container()).getBlockBlobClient(name);
    const standstill = new Standstill(settings.timeoutMs, signal);
    try {
      await Promise.race([
        blob.upload(() => createReadStream(file.path), file.bytes, {
          abortSignal: standstill.ended,
          blobHTTPHeaders: { blobContentType: contentType(name), blobContentMD5: file.md5 },
          onProgress: standstill.progress,
          ...(!overwrite && { conditions: { ifNoneMatch: '*' } }),
        }),
        standstill.over,
      ]);
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw standstill.ended.aborted ? standstill.ended.reason : faultOf(error);
    } finally {
      standstill.finish();
    }
  }

  /** Whether the blob of that name holds the same. */
  async function isThere(name: string, { bytes, md5 }: LocalFile, signal: AbortSignal): Promise<boolean> {
    const blob = (await container()).getBlockBlobClient(name);
    const standstill = new Standstill(settings.timeoutMs, signal);
    try {
      const found = await Promise.race([blob.getProperties({ abortSignal: standstill.ended }), standstill.over]);
      return found.contentLength === bytes && md5.equals(found.contentMD5 ?? new Uint8Array());
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      throw standstill.ended.aborted ? standstill.ended.reason : faultOf(error);
    } finally {
      standstill.finish();
    }
  }

  return {
    put: (name, file, signal) => attempts.call(PUT, signal, () => upload(name, file, signal, true)),
    keep: (name, file, signal) =>
      attempts.call(PUT, signal, async () => {
        for (let n = 1; n <= MOST_OF_ONE_NAME; n += 1) {
          const numbered = numberedName(name, n);
          try {
            return await upload(numbered, file, signal, false);
          } catch (error) {
            if (!(error instanceof NameTaken)) throw error;
            if (await isThere(numbered, file, signal)) return;
          }
        }
        throw new OutboundFault('rejected', 'there are too many files of one name', false);
      }),
  };
}

/** @throws Error where the file cannot be read. */
export async function localFile(path: string): Promise<LocalFile> {
  const { size } = await stat(path);
  const md5 = createHash('md5');
  for await (const chunk of createReadStream(path)) md5.update(chunk as Buffer);
  return { path, bytes: size, md5: md5.digest() };
}

/** Loaded only where files are moved: most processes never do. */
async function open(settings: BlobSettings): Promise<ContainerClient> {
  const { BlobServiceClient } = await import('@azure/storage-blob');
  // How often something is tried is not the client's business.
  const options = { retryOptions: { maxTries: 1 } };
  if ('connectionString' in settings)
    return BlobServiceClient.fromConnectionString(settings.connectionString, options).getContainerClient(
      settings.container,
    );
  const { ManagedIdentityCredential } = await import('@azure/identity');
  const credential =
    settings.clientId === undefined
      ? new ManagedIdentityCredential()
      : new ManagedIdentityCredential(settings.clientId);
  return new BlobServiceClient(settings.accountUrl, credential, options).getContainerClient(settings.container);
}

class NameTaken extends OutboundFault {}

const TEMPORARY_REFUSALS = [408, 429];

/** An error of the client, whose message quotes what it met; its codes are the service's own words. */
function faultOf(error: unknown): Error {
  const { name, statusCode, code } = error as { name?: string; statusCode?: unknown; code?: unknown };
  const word = typeof code === 'string' && /^[A-Za-z_]{1,60}$/.test(code) ? code : undefined;
  if (typeof statusCode === 'number') {
    if (word === 'BlobAlreadyExists') return new NameTaken('rejected', 'there is a blob of that name', false);
    if (word === 'ContainerNotFound')
      return new OutboundFault('rejected', 'the container does not exist: create it, or name another', false);
    const what = `status ${statusCode}${word === undefined ? '' : ` (${word})`}`;
    if (statusCode >= 500) return new OutboundFault('unknown', what);
    return new OutboundFault('rejected', what, TEMPORARY_REFUSALS.includes(statusCode));
  }
  if (name === 'CredentialUnavailableError' || name === 'AuthenticationError')
    return new OutboundFault('rejected', 'the managed identity has no token');
  if (name !== 'RestError') return error as Error;
  if (word === 'ECONNREFUSED' || word === 'ENOTFOUND' || word === 'EAI_AGAIN')
    return new OutboundFault('rejected', `no connection (${word})`);
  return new OutboundFault('unknown', `the connection was lost${word === undefined ? '' : ` (${word})`}`);
}
