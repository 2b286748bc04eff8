/** What an error's code means to whoever must mend it. */
const WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'the name of its host is not known',
  EAI_AGAIN: 'the name of its host cannot be looked up now',
  EINSTLOOKUP: 'its instance cannot be looked up',
  ECONNREFUSED: 'nothing listens at its address',
  ECONNRESET: 'it closed the connection',
  EHOSTUNREACH: 'its host cannot be reached',
  ENETUNREACH: 'its network cannot be reached',
  ETIMEDOUT: 'it did not answer in time',
  ETIMEOUT: 'it did not answer in time',
  ELOGIN: 'the login failed',
  ESOCKET: 'no connection came about',
  ECONNCLOSED: 'the connection is closed',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  ENOENT: 'there is no such file or folder',
  ENOSPC: 'the disk is full',
  EROFS: 'the file system is read-only',
  SQLITE_CANTOPEN: 'its file cannot be opened',
  SQLITE_NOTADB: 'its file is no database',
  SQLITE_CORRUPT: 'its file is damaged',
  SQLITE_FULL: 'the disk is full',
  SQLITE_READONLY: 'its file is read-only',
  SQLITE_READONLY_DBMOVED: 'its file was deleted or replaced; restart with the right one in place',
  SQLITE_IOERR_FSYNC: 'the disk does not keep its log',
  SQLITE_BUSY: 'another process holds its file',
  KnexTimeoutError: 'every connection is taken',
};

const MOST_CAUSES = 10;

/**
 * Why, in words and with the code: of an error and its causes the innermost that has a code known here. Undefined where
 * none has. Nothing of the messages, which may hold addresses and passwords, is told.
 */
export function reasonOf(error: unknown): string | undefined {
  let found: string | undefined;
  let at = error;
  for (let depth = 0; depth < MOST_CAUSES && typeof at === 'object' && at !== null; depth += 1) {
    const { code, name, cause, errors } = at as { code?: unknown; name?: unknown; cause?: unknown; errors?: unknown };
    const known = [code, name].find((each): each is string => typeof each === 'string' && familyOf(each) !== undefined);
    if (known !== undefined) found = `${WORDS[familyOf(known)!]} (${known})`;
    at = cause ?? (Array.isArray(errors) ? (errors as unknown[])[0] : undefined);
  }
  return found;
}

/** SQLite's extended codes begin with the plain one. */
function familyOf(code: string): string | undefined {
  if (code in WORDS) return code;
  const plain = /^SQLITE_[A-Z]+/.exec(code)?.[0];
  return plain !== undefined && plain in WORDS ? plain : undefined;
}

/** What an error says, and why, where that is known. */
export function withReason(error: Error): string {
  const reason = reasonOf(error.cause);
  return reason === undefined ? error.message : `${error.message}: ${reason}`;
}
