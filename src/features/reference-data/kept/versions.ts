import { AppError, type ErrorDetail } from '../../../platform/errors';
import { stateVersion } from '../../../platform/state-version';

/** What is stored, and its version: another for each state it can be in. */
export type Versioned<T> = T & { version: string };

export const versioned = <T extends object>(stored: T): Versioned<T> => ({ ...stored, version: stateVersion(stored) });

/** As staff change it: whoever it is, and the version they read. */
export interface ChangeBy {
  officerId: string;
  version: string;
}

export const stale = (what: string): AppError => new AppError('stale', `${what} was changed meanwhile`);
export const missing = (what: string): AppError => new AppError('no-such-resource', `there is no such ${what}`);

/** @throws AppError `validation` naming the fields of the body that break a rule. */
export function requireFields(faults: Readonly<Record<string, string | undefined>>): void {
  const details = Object.entries(faults).flatMap(([field, message]): ErrorDetail[] =>
    message === undefined ? [] : [{ path: `/body/${field}`, message }],
  );
  if (details.length > 0)
    throw new AppError('validation', 'what was given for reference data breaks a rule', { details });
}
