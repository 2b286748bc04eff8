/** Where a database is and how to reach it, read from `OCMS_INTRANET_DB` or `OCMS_INTERNET_DB`. */
export type DatabaseLocation =
  | { readonly kind: 'sqlite'; readonly path: string }
  | {
      readonly kind: 'mssql';
      readonly host: string;
      readonly port: number;
      readonly user: string;
      readonly password: string;
      readonly database: string;
      readonly encrypt: boolean;
      readonly trustServerCertificate: boolean;
      readonly requestTimeoutMs: number;
      readonly connectTimeoutMs: number;
    };

const FORMS = 'sqlite:PATH or mssql://user:password@host:port/database?options';

/**
 * Reads `sqlite:PATH` or `mssql://user:password@host:port/database?options`.
 *
 * Options: `encrypt` (default true), `trustServerCertificate` (default false), `requestTimeout` and
 * `connectTimeout` in milliseconds (15000 each).
 *
 * @throws Error naming what is wrong, never the password.
 */
export function parseDatabaseUrl(text: string): DatabaseLocation {
  if (text.startsWith('sqlite:')) {
    const path = text.slice('sqlite:'.length);
    if (path === '' || path === ':memory:') throw new Error('a SQLite database needs the path of a file');
    return { kind: 'sqlite', path };
  }
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw new Error(`is not ${FORMS}`);
  }
  if (url.protocol !== 'mssql:') throw new Error(`is not ${FORMS}`);
  const database = decodeURIComponent(url.pathname.slice(1));
  const missing = [
    ['a host', url.hostname],
    ['a user', url.username],
    ['a password', url.password],
    ['a database', database],
  ].filter(([, value]) => !value);
  if (missing.length > 0) throw new Error(`lacks ${missing.map(([name]) => name).join(', ')}`);

  const options = new Map(url.searchParams);
  const flag = (name: string, preset: boolean): boolean => {
    const value = options.get(name);
    options.delete(name);
    if (value === undefined) return preset;
    if (value !== 'true' && value !== 'false') throw new Error(`option ${name} takes true or false`);
    return value === 'true';
  };
  const milliseconds = (name: string, preset: number): number => {
    const value = options.get(name) ?? String(preset);
    options.delete(name);
    if (!/^[1-9]\d{0,6}$/.test(value)) throw new Error(`option ${name} takes milliseconds`);
    return Number(value);
  };
  const location: DatabaseLocation = {
    kind: 'mssql',
    // An IPv6 address, without its brackets.
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? 1433 : Number(url.port),
    user: decodeURIComponent(url.username),
    password: decodeURIComponent(url.password),
    database,
    encrypt: flag('encrypt', true),
    trustServerCertificate: flag('trustServerCertificate', false),
    requestTimeoutMs: milliseconds('requestTimeout', 15_000),
    connectTimeoutMs: milliseconds('connectTimeout', 15_000),
  };
  if (options.size > 0) throw new Error(`does not know the option ${[...options.keys()].join(', ')}`);
  return location;
}
