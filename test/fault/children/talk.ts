import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';

/** Says a line to the test; it is out before the next statement, even if that kills the process. */
export function say(event: string, fields: object = {}): void {
  writeSync(1, `${JSON.stringify({ event, ...fields })}\n`);
}

/** Calls back for every line the test tells. */
export function onTold(listener: (line: string) => void): void {
  createInterface({ input: process.stdin }).on('line', listener);
}
