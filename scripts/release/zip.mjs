import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/**
 * @param {readonly (readonly [name: string, body: Buffer])[]} files
 * @param {Date} mtime of each of them
 */
export async function zip(files, mtime) {
  const made = new ZipFile();
  // In DOS's form, a time has no zone: this one's digits are UTC's wherever it is made.
  const local = new Date(mtime.getTime() + mtime.getTimezoneOffset() * 60_000);
  for (const [name, body] of files)
    made.addBuffer(body, name.replaceAll('\\', '/'), { mtime: local, mode: 0o100644, forceDosTimestamp: true });
  made.end();
  return buffer(made.outputStream);
}
