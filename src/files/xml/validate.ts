import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorsOf, type Refused } from './errors';

export type XmlValidity = { valid: true } | { valid: false; errors: string[] };

/**
 * Whether a file is well-formed XML, without a document type declaration, and valid against an XML Schema. A thread of
 * its own does it, and ends with it.
 *
 * Errors name line and element, at most 20 of them, and never what the file says: that may be personal.
 *
 * @throws Error if the schema is none; what `signal` was aborted with, once it is.
 */
export function validateXml(file: {
  /** The XML Schema's text. */
  schema: string;
  xml: string;
  signal?: AbortSignal;
}): Promise<XmlValidity> {
  const { schema, xml, signal } = file;
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const thread = new Worker(join(__dirname, 'thread-body.cjs'), { workerData: { schema, xml } });
    const abort = (): void => {
      reject(signal!.reason as Error);
      void thread.terminate();
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.once('message', ({ refused, details = [] }: Refused) => {
      resolve(
        refused === undefined ? { valid: true } : { valid: false, errors: errorsOf({ refused, details }, schema) },
      );
    });
    thread.once('error', reject);
    thread.once('exit', () => {
      signal?.removeEventListener('abort', abort);
      // Without effect once it answered.
      reject(new Error('the thread that validates XML ended without an answer'));
    });
  });
}
