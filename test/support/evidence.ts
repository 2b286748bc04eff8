// The collector, loaded before each test file.
// eslint-disable-next-line @typescript-eslint/no-require-imports
const collector = require('./evidence.cjs') as { noteFile(file: string, seen: Seen): void };

type Seen = 'taken' | 'refused' | 'sandbox';

/** Notes what became of a file, by its name or its contract's, for the evidence ledger. */
export const noteFile = (file: string, seen: Seen): void => collector.noteFile(file, seen);
