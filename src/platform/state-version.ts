import { createHash } from 'node:crypto';

/** The version of a state, for an ETag: another for each, the same for equal ones. 16 hexadecimal digits. */
export const stateVersion = (state: unknown): string =>
  createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 16);
