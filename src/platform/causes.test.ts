import { AppError } from './errors';
import { reasonOf } from './causes';

const withCode = (code: string, cause?: unknown): Error =>
  Object.assign(new Error(`Failed to connect to mssql://user:s3cret@host: ${code}`, { cause }), { code });

test.each<[string, unknown, string | undefined]>([
  ['a known code', withCode('ELOGIN'), 'the login failed (ELOGIN)'],
  [
    'the innermost of the causes',
    new AppError('unavailable', 'not available', { cause: withCode('ESOCKET', withCode('ENOTFOUND')) }),
    'the name of its host is not known (ENOTFOUND)',
  ],
  [
    'the first of several attempts',
    new AggregateError([withCode('ECONNREFUSED')]),
    'nothing listens at its address (ECONNREFUSED)',
  ],
  [
    'an extended code of SQLite',
    withCode('SQLITE_CANTOPEN_ISDIR'),
    'its file cannot be opened (SQLITE_CANTOPEN_ISDIR)',
  ],
  [
    'one that a system call caused',
    withCode('SQLITE_IOERR_FSYNC', withCode('EIO')),
    'the disk does not keep its log (SQLITE_IOERR_FSYNC)',
  ],
  [
    'the name of an error',
    Object.assign(new Error('x'), { name: 'KnexTimeoutError' }),
    'every connection is taken (KnexTimeoutError)',
  ],
  ['no known code', withCode('EWHATEVER'), undefined],
  ['no error', 'text', undefined],
])('%s', (_what, error, reason) => {
  expect(reasonOf(error)).toBe(reason);
});

test('a cause that is its own cause comes to an end', () => {
  const error: Error & { cause?: unknown } = withCode('ESOCKET');
  error.cause = error;
  expect(reasonOf(error)).toBe('no connection came about (ESOCKET)');
});
