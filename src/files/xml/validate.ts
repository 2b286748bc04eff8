import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { errorsOf, type Mistake, mistakesOf, type Refused } from './mistakes';

export type XmlValidity = { valid: true } | { valid: false; errors: string[] };

/** How long a thread is kept for the next file: it takes longer to begin than most files take. */
const KEPT_MS = 10_000;

let kept: { thread: Worker; end: NodeJS.Timeout; forget: () => void } | undefined;

function takeThread(): Worker {
  if (!kept) return new Worker(join(__dirname, 'thread-body.cjs'), { resourceLimits: { maxYoungGenerationSizeMb: 8 } });
  const { thread, end, forget } = kept;
  clearTimeout(end);
  thread.off('error', forget).off('exit', forget);
  kept = undefined;
  thread.ref();
  return thread;
}

function keepThread(thread: Worker): void {
  if (kept) {
    void thread.terminate();
    return;
  }
  const forget = (): void => {
    if (kept?.thread === thread) kept = undefined;
  };
  // Nobody waits for it now: a defect of its own is not the next file's.
  thread.once('error', forget).once('exit', forget);
  thread.unref();
  const end = setTimeout(() => {
    forget();
    void thread.terminate();
  }, KEPT_MS).unref();
  kept = { thread, end, forget };
}

interface XmlFile {
  /** The XML Schema's text. */
  schema: string;
  /** As bytes it takes less time; what it declares its encoding to be counts then. */
  xml: string | Uint8Array;
  signal?: AbortSignal;
}

/**
 * Whether a file is well-formed XML, without a document type declaration, and valid against an XML Schema. A thread
 * does it, one file at a time.
 *
 * Errors name line and element, at most 20 of them, and never what the file says: that may be personal.
 *
 * @throws Error if the schema is none; what `signal` was aborted with, once it is.
 */
export async function validateXml(file: XmlFile): Promise<XmlValidity> {
  const { refused, details = [] } = await inThread(file);
  return refused === undefined
    ? { valid: true }
    : { valid: false, errors: errorsOf({ refused, details }, file.schema) };
}

/** What there is to say of a file to who made it. */
export interface XmlFindings {
  /** All of them. */
  mistakes: Mistake[];
  /** What the file says that its name is, where it does. */
  named?: { line: number; text: string };
  /** The records that the file has, right or wrong. */
  records: number;
}

/** The same as {@link validateXml}, and all that is wrong. */
export async function examineXml(file: XmlFile): Promise<XmlFindings> {
  const { refused, details = [], named, records = 0 } = await inThread({ ...file, about: true });
  return {
    mistakes: refused === undefined ? [] : mistakesOf({ refused, details }, file.schema),
    ...(named && { named }),
    records,
  };
}

type Examined = Refused & Partial<Pick<XmlFindings, 'named' | 'records'>>;

/** @param file with `about`, what it says of itself is told, too */
function inThread({ schema, xml, signal, about }: XmlFile & { about?: boolean }): Promise<Examined> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const thread = takeThread();
    const abort = (): void => {
      reject(signal!.reason as Error);
      void thread.terminate();
    };
    const answered = (examined: Examined): void => {
      over();
      keepThread(thread);
      resolve(examined);
    };
    const ended = (): void => {
      over();
      // Without effect once it said why.
      reject(new Error('the thread that validates XML ended without an answer'));
    };
    const over = (): void => {
      thread.off('message', answered).off('error', reject).off('exit', ended);
      signal?.removeEventListener('abort', abort);
    };
    signal?.addEventListener('abort', abort, { once: true });
    thread.once('message', answered).once('error', reject).once('exit', ended);
    thread.postMessage({ schema, xml, about });
  });
}
