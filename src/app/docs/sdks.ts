import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSdks, type Sdk } from '../../contract/documents';

/** An SDK, and its archive where it is there. */
export interface OfferedSdk extends Sdk {
  download: { body: Buffer; size: string; sha256: string } | undefined;
}

/**
 * Every SDK, with its archive where the folder has it. Read at once: one that is replaced or deleted later is no error of
 * whoever asks for it.
 */
export const offeredSdks = (folder: string | undefined): OfferedSdk[] =>
  readSdks().map((sdk) => ({
    ...sdk,
    download: folder === undefined ? undefined : downloadOf(join(folder, sdk.archive)),
  }));

function downloadOf(file: string): OfferedSdk['download'] {
  try {
    const body = readFileSync(file);
    return {
      body,
      size: `${Math.ceil(body.length / 1_000)} kB`,
      sha256: createHash('sha256').update(body).digest('hex'),
    };
  } catch {
    return undefined;
  }
}
