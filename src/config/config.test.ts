import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { outboundOperations } from '../../generated/outbound/operations';
import { ConfigError, readConfig, variableNames } from './config';
import { parseDatabaseUrl } from './database-url';
import { readEnvFile } from './env';
import type { Role } from './section';

function problemsOf(env: Record<string, string>, needs?: readonly Role[]): readonly string[] {
  try {
    readConfig(env, needs);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

const SYSTEMS = [...new Set(Object.values(outboundOperations).map(({ system }) => system))].sort();

/** But for CES, which is called only on request. */
const REQUIRED_SYSTEMS = SYSTEMS.filter((system) => system !== 'CES');

const FILE_PARTNERS = ['VHUB', 'REPCCS', 'CES', 'PRINTER'] as const;
const FOLDERS = {
  VHUB: ['FOLDER', 'ACK_FOLDER', 'ACK_ARCHIVE_FOLDER'],
  REPCCS: ['FOLDER'],
  CES: ['FOLDER'],
  PRINTER: ['RETURN_FOLDER', 'RETURN_ARCHIVE_FOLDER'],
} as const;
const FINGERPRINT = `SHA256:${'A'.repeat(43)}`;

/** 32 bytes, all of them the same. */
const base64Of = (byte: number): string => Buffer.alloc(32, byte).toString('base64');

const PRODUCTION = {
  NODE_ENV: 'production',
  OCMS_INTRANET_DB: 'mssql://u:p@db.internal/ocms',
  OCMS_INTERNET_DB: 'mssql://u:p@db.internal/eocms',
  ...Object.fromEntries(
    SYSTEMS.flatMap((system) => [
      [`OCMS_${system}_URL`, 'https://apim.internal'],
      [`OCMS_${system}_KEY`, 'k'],
    ]),
  ),
  ...Object.fromEntries(
    FILE_PARTNERS.flatMap((partner) => [
      [`OCMS_${partner}_SFTP_URL`, 'sftp://ocms@files.internal'],
      [`OCMS_${partner}_SFTP_HOST_KEYS`, FINGERPRINT],
      [`OCMS_${partner}_SFTP_PASSWORD`, 'p'],
      ...FOLDERS[partner].map((name) => [`OCMS_${partner}_SFTP_${name}`, `/${name.toLowerCase()}`] as const),
    ]),
  ),
  OCMS_BLOB_ACCOUNT_URL: 'https://account.blob.internal',
  OCMS_BLOB_CONTAINER: 'copies',
  OCMS_DATA_KEYS: `k1:${base64Of(1)}`,
  OCMS_AN_SENDER_NAME: 'Parking',
  OCMS_AN_RETURN_ADDRESS: '1 Street',
  OCMS_AN_CONTACT: 'Telephone 1|mail@agency.example',
  OCMS_AN_APPEAL_PAGE: 'https://agency.example/appeal',
  OCMS_AN_MINDEF_ADDRESS: '1 CAMP | SINGAPORE 000002',
  OCMS_SMTP_URL: 'smtp://mail.internal',
  OCMS_ALERT_FROM: 'ocms@agency.example',
  OCMS_ALERT_TO: 'operations@agency.example',
};

/** Who signs staff in, where it is not the sandbox. */
const STAFF = {
  OCMS_STAFF_ISSUER: 'https://login.agency.example',
  OCMS_STAFF_AUDIENCE: 'ocms',
  OCMS_STAFF_JWKS_URL: 'https://login.agency.example/keys',
};

describe('configuration', () => {
  test('outside production everything has a default; the ports are counted up from PORT', () => {
    const config = readConfig({ PORT: '4000', OCMS_DATA_DIR: '/data' });
    expect(config).toMatchObject({
      production: false,
      host: '127.0.0.1',
      port: 4000,
      adminPort: 4001,
      intranetDb: { kind: 'sqlite', path: '/data/intranet.db' },
      internetDb: { kind: 'sqlite', path: '/data/internet.db' },
      timeZone: 'Asia/Singapore',
      responseCheck: 1,
    });
  });

  test('production has no default databases and names all that is missing or wrong at once', () => {
    expect(problemsOf({ NODE_ENV: 'production', PORT: 'http', OCMS_RATE_LIMITS: 'CAS' })).toEqual([
      'PORT takes a whole number from 1 to 65525',
      'OCMS_RATE_LIMITS takes PARTNER=REQUESTS_PER_MINUTE, separated by commas',
      'OCMS_INTRANET_DB is required in production',
      'OCMS_INTERNET_DB is required in production',
      ...REQUIRED_SYSTEMS.flatMap((system) => [
        `OCMS_${system}_URL is required in production`,
        `OCMS_${system}_KEY is required in production`,
      ]),
      ...FILE_PARTNERS.flatMap((partner) => [
        `OCMS_${partner}_SFTP_URL is required in production`,
        `OCMS_${partner}_SFTP_HOST_KEYS is required in production`,
        ...FOLDERS[partner].map((name) => `OCMS_${partner}_SFTP_${name} is required in production`),
      ]),
      'OCMS_BLOB_CONTAINER is required in production',
      'OCMS_DATA_KEYS is required in production',
      'OCMS_AN_SENDER_NAME is required in production',
      'OCMS_AN_RETURN_ADDRESS is required in production',
      'OCMS_AN_CONTACT is required in production',
      'OCMS_AN_APPEAL_PAGE is required in production',
      'OCMS_AN_MINDEF_ADDRESS is required in production',
      'OCMS_SMTP_URL is required in production',
      'OCMS_ALERT_FROM is required in production',
      'OCMS_ALERT_TO is required in production',
      ...FILE_PARTNERS.map(
        (partner) => `OCMS_${partner}_SFTP_PASSWORD or OCMS_${partner}_SFTP_PRIVATE_KEY is required in production`,
      ),
      'OCMS_BLOB_CONNECTION_STRING or OCMS_BLOB_ACCOUNT_URL is required in production',
    ]);
    expect(problemsOf(PRODUCTION)).toEqual([]);
    expect(problemsOf({ ...PRODUCTION, OCMS_INTERNET_DB: '' })).toEqual(['OCMS_INTERNET_DB is required in production']);
  });

  test('CES is called only where OCMS_UNQUALIFIED_VEHICLES_API says so, and its address asked for only then', () => {
    const without = Object.fromEntries(
      Object.entries(PRODUCTION).filter(([name]) => !/^OCMS_CES_(URL|KEY)$/.test(name)),
    );
    expect(problemsOf({ ...without, OCMS_UNQUALIFIED_VEHICLES_API: 'REPCCS' })).toEqual([]);
    const withCes = { OCMS_UNQUALIFIED_VEHICLES_API: 'REPCCS, CES' };
    expect(problemsOf({ ...without, ...withCes })).toEqual([
      'OCMS_CES_URL is required with CES in OCMS_UNQUALIFIED_VEHICLES_API',
      'OCMS_CES_KEY is required with CES in OCMS_UNQUALIFIED_VEHICLES_API',
    ]);
    expect(problemsOf({ ...without, ...withCes, OCMS_ROLES: 'api' })).toEqual([]);
    expect(readConfig({ ...PRODUCTION, ...withCes }).unqualifiedVehiclesApi).toEqual(new Set(['REPCCS', 'CES']));
    expect(readConfig(without).systems.CES).toBeUndefined();
  });

  test.each(['Production', 'prod', 'production ', 'staging'])('refuses the unknown NODE_ENV "%s"', (NODE_ENV) => {
    expect(problemsOf({ ...PRODUCTION, NODE_ENV })).toEqual(['NODE_ENV takes production, development, test']);
  });

  test.each(['', 'development', 'test', 'production'])('takes NODE_ENV "%s"', (NODE_ENV) => {
    expect(problemsOf({ ...PRODUCTION, NODE_ENV })).toEqual([]);
    expect(readConfig({ ...PRODUCTION, NODE_ENV }).production).toBe(NODE_ENV === 'production');
  });

  test.each([
    ['127.0.0.1', true],
    ['127.8.0.1', true],
    ['::1', true],
    ['localhost', true],
    ['0.0.0.0', false],
    ['::', false],
    ['10.0.0.5', false],
    ['127.evil.example', false],
  ])('demo keys on host %s: %s; in production never', (OCMS_HOST, demoKeys) => {
    expect(readConfig({ OCMS_HOST }).demoKeys).toBe(demoKeys);
    expect(readConfig({ ...PRODUCTION, OCMS_HOST }).demoKeys).toBe(false);
  });

  test('the admin port is for this machine in production unless told otherwise', () => {
    expect(readConfig(PRODUCTION)).toMatchObject({ host: '0.0.0.0', adminHost: '127.0.0.1' });
    expect(readConfig({ ...PRODUCTION, OCMS_HOST: '10.0.0.5' }).adminHost).toBe('127.0.0.1');
    expect(readConfig({ ...PRODUCTION, OCMS_ADMIN_HOST: '10.0.0.5' }).adminHost).toBe('10.0.0.5');
    expect(readConfig({ OCMS_HOST: '10.0.0.5' }).adminHost).toBe('10.0.0.5');
  });

  test('a process that runs no jobs needs nothing of what only jobs need', () => {
    const { OCMS_INTRANET_DB, OCMS_INTERNET_DB } = PRODUCTION;
    expect(problemsOf({ NODE_ENV: 'production', OCMS_ROLES: 'api', OCMS_INTRANET_DB, OCMS_INTERNET_DB })).toEqual([]);
    expect(
      problemsOf({ NODE_ENV: 'production', OCMS_ROLES: 'worker', OCMS_INTRANET_DB, OCMS_INTERNET_DB }),
    ).toHaveLength(2 * REQUIRED_SYSTEMS.length + 3 + 3 * FILE_PARTNERS.length + 7 + 2 + 1 + 5);
    expect(readConfig({ OCMS_SCHEDULE_REFRESH_VIP_VEHICLE: 'off' }).schedules).toEqual(
      new Map([['refresh_vip_vehicle', 'off']]),
    );
  });

  test('production holds nothing of the partner sandbox, whatever the process does', () => {
    const { OCMS_INTRANET_DB, OCMS_INTERNET_DB } = PRODUCTION;
    const api = readConfig({ NODE_ENV: 'production', OCMS_ROLES: 'api', OCMS_INTRANET_DB, OCMS_INTERNET_DB });
    expect(api).toMatchObject({ systems: { CAS: undefined }, alerts: undefined, blob: undefined, usesSandbox: false });
    expect(Object.values(api.sftp)).toEqual(FILE_PARTNERS.map(() => undefined));
    expect(JSON.stringify([api, readConfig(PRODUCTION)])).not.toMatch(/sandbox|http:\/\/127\.0\.0\.1|"host":"127/);
    expect(readConfig({}).systems.CAS).toMatchObject({ baseUrl: 'http://127.0.0.1:3002', key: 'sandbox-cas-key' });
  });

  test('the sandbox runs beside the service while anything it plays is not configured', () => {
    expect(readConfig({}).usesSandbox).toBe(true);
    const systems = Object.fromEntries(SYSTEMS.map((system) => [`OCMS_${system}_URL`, 'http://system']));
    expect(readConfig(systems).usesSandbox).toBe(true);
    const files = Object.fromEntries(Object.entries(PRODUCTION).filter(([name]) => /_SFTP_|_BLOB_/.test(name)));
    const all = { ...systems, ...files, ...STAFF, OCMS_SMTP_URL: 'smtp://mail' };
    expect(readConfig(all).usesSandbox).toBe(false);
    expect(readConfig({ ...all, OCMS_SMTP_URL: '' }).usesSandbox).toBe(true);
    const { OCMS_STAFF_ISSUER, OCMS_STAFF_AUDIENCE, OCMS_STAFF_JWKS_URL, ...noIssuer } = all;
    void [OCMS_STAFF_ISSUER, OCMS_STAFF_AUDIENCE, OCMS_STAFF_JWKS_URL];
    expect(readConfig(noIssuer).usesSandbox).toBe(true);
    expect(readConfig({ ...all, OCMS_CES_SFTP_URL: '' }).usesSandbox).toBe(true);
    const { OCMS_BLOB_ACCOUNT_URL: _, ...noBlob } = all as Record<string, string>;
    expect(readConfig(noBlob).usesSandbox).toBe(true);
    const connection = { OCMS_BLOB_CONNECTION_STRING: 'AccountName=a;AccountKey=azE=' };
    expect(readConfig({ ...noBlob, ...connection }).usesSandbox).toBe(false);
  });

  test('staff are signed in by the sandbox, in production by whoever is told, over https, or by nobody', () => {
    const issuer = 'http://127.0.0.1:3008';
    expect(readConfig({}).staff).toMatchObject({ issuer, audience: 'ocms-staff-api', jwksUrl: `${issuer}/jwks` });
    expect(readConfig(PRODUCTION).staff).toBeUndefined();
    expect(readConfig({ ...PRODUCTION, ...STAFF }).staff).toEqual({
      issuer: 'https://login.agency.example',
      audience: 'ocms',
      jwksUrl: 'https://login.agency.example/keys',
      idClaim: 'sub',
      rolesClaim: 'roles',
      clockToleranceS: 30,
      console: { clientId: 'ocms-console', scope: 'openid profile' },
    });
    expect(problemsOf({ ...PRODUCTION, ...STAFF, OCMS_STAFF_ISSUER: issuer })).toEqual([
      'OCMS_STAFF_ISSUER takes a URL that begins with https://',
    ]);
    expect(problemsOf({ ...PRODUCTION, OCMS_STAFF_AUDIENCE: 'ocms' })).toEqual([
      'OCMS_STAFF_ISSUER is required with OCMS_STAFF_AUDIENCE',
      'OCMS_STAFF_JWKS_URL is required with OCMS_STAFF_AUDIENCE',
    ]);
  });

  test("how a system is called: the documents' time limits and attempts, or what variables say", () => {
    expect(readConfig({}).systems.CAS).toMatchObject({ timeoutMs: 30_000, attempts: 4, backoffMs: 1_000 });
    // F 2.3.8: the list of car parks is asked for again at once, after 1 s and after 1 s.
    expect(readConfig(PRODUCTION).systems.REPCCS).toMatchObject({
      attempts: 4,
      operations: { carParks: { waitsMs: [0, 1_000, 1_000] } },
    });
    const given = { OCMS_CAS_TIMEOUT_MS: '5000', OCMS_CAS_CONCURRENCY: '2', OCMS_CAS_RETRY_AFTER_MAX_MS: '0' };
    expect(readConfig(given).systems.CAS).toMatchObject({ timeoutMs: 5_000, concurrency: 2, retryAfterMaxMs: 0 });
  });

  test('a server of files: the address, what it is trusted by, how to log in, folders', () => {
    const config = readConfig({
      ...PRODUCTION,
      OCMS_VHUB_SFTP_URL: 'sftp://oc%40ms@[::1]:2022',
      OCMS_VHUB_SFTP_HOST_KEYS: `${FINGERPRINT}, ${FINGERPRINT}`,
      OCMS_VHUB_SFTP_PASSWORD: '',
      OCMS_VHUB_SFTP_PRIVATE_KEY: '-----BEGIN OPENSSH PRIVATE KEY-----\\nAAAA\\n-----END OPENSSH PRIVATE KEY-----',
      OCMS_VHUB_SFTP_PASSPHRASE: 'open',
      OCMS_SFTP_TIMEOUT_MS: '5000',
    });
    expect(config.sftp.VHUB).toEqual({
      host: '::1',
      port: 2022,
      user: 'oc@ms',
      hostKeys: [FINGERPRINT, FINGERPRINT],
      login: {
        privateKey: '-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n',
        passphrase: 'open',
      },
      folder: '/folder',
      waitingFolder: '/ack_folder',
      archiveFolder: '/ack_archive_folder',
      attempts: 3,
      backoffMs: 1_000,
      timeoutMs: 5_000,
    });
    expect(config.sftp.CES).toMatchObject({ port: 22, login: { password: 'p' }, folder: '/folder' });
    expect(config.sftp.CES).not.toHaveProperty('waitingFolder');
    expect(config.sftp.PRINTER).toMatchObject({
      waitingFolder: '/return_folder',
      archiveFolder: '/return_archive_folder',
    });
    expect(config.sftp.PRINTER).not.toHaveProperty('folder');
    expect(config.blob).toMatchObject({ accountUrl: 'https://account.blob.internal', container: 'copies' });
    expect(readConfig({ PORT: '4000' }).sftp.CES).toMatchObject({ host: '127.0.0.1', port: 4006, user: 'ocms' });
    expect(readConfig({ PORT: '4000' }).sftp.PRINTER).toMatchObject({ port: 4009, waitingFolder: 'outgoing' });
    expect(readConfig({ PORT: '4000' }).blob).toMatchObject({
      connectionString: expect.stringContaining('BlobEndpoint=http://127.0.0.1:4007/'),
    });
  });

  test('a server that is named is trusted by what is named with it, never by the key of the sandbox', () => {
    expect(problemsOf({ OCMS_CES_SFTP_URL: 'sftp://ocms@files.example' })).toEqual([
      'OCMS_CES_SFTP_HOST_KEYS is required with OCMS_CES_SFTP_URL',
      'OCMS_CES_SFTP_PASSWORD or OCMS_CES_SFTP_PRIVATE_KEY is required with OCMS_CES_SFTP_URL',
    ]);
  });

  test('two of what one is needed of are refused', () => {
    const OCMS_CES_SFTP_PRIVATE_KEY = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----';
    const OCMS_BLOB_CONNECTION_STRING = 'AccountName=a;AccountKey=azE=';
    expect(problemsOf({ ...PRODUCTION, OCMS_CES_SFTP_PRIVATE_KEY, OCMS_BLOB_CONNECTION_STRING })).toEqual([
      'OCMS_CES_SFTP_PASSWORD and OCMS_CES_SFTP_PRIVATE_KEY exclude each other',
      'OCMS_BLOB_CONNECTION_STRING and OCMS_BLOB_ACCOUNT_URL exclude each other',
    ]);
  });

  describe('keys for personal data', () => {
    const DEVELOPMENT_KEY = Buffer.from('ocms-development-data-key-000001').toString('base64');
    const keysOf = (env: Record<string, string>) =>
      readConfig(env).dataKeys?.map(({ id, key }) => [id, key.export().toString('base64')]);

    test('the first is current; elsewhere than in production there is one for development', () => {
      expect(keysOf({ OCMS_DATA_KEYS: `k-2:${base64Of(2)}, k1:${base64Of(1)}` })).toEqual([
        ['k-2', base64Of(2)],
        ['k1', base64Of(1)],
      ]);
      expect(keysOf({})).toEqual([['development', DEVELOPMENT_KEY]]);
      expect(keysOf({ ...PRODUCTION, OCMS_ROLES: 'api', OCMS_DATA_KEYS: '' })).toBeUndefined();
    });

    test('production refuses the key of development, whatever it is called', () => {
      const OCMS_DATA_KEYS = `k1:${base64Of(1)},k2:${DEVELOPMENT_KEY}`;
      for (const OCMS_ROLES of ['api', 'worker'])
        expect(problemsOf({ ...PRODUCTION, OCMS_ROLES, OCMS_DATA_KEYS })).toEqual([
          "OCMS_DATA_KEYS has the key of development, which everybody has, among production's",
        ]);
      expect(problemsOf({ OCMS_DATA_KEYS })).toEqual([]);
    });

    test.each<[string, string]>([
      ['no id', base64Of(7)],
      ['an empty id', `:${base64Of(7)}`],
      ['an id with capitals', `K1:${base64Of(7)}`],
      ['an id of 17 characters', `${'k'.repeat(17)}:${base64Of(7)}`],
      ['31 bytes', `k1:${Buffer.alloc(31, 7).toString('base64')}`],
      ['33 bytes', `k1:${Buffer.alloc(33, 7).toString('base64')}`],
      ['base64url', `k1:${Buffer.alloc(32, 255).toString('base64url')}`],
      ['a comma at the end', `k1:${base64Of(7)},`],
      ['an id twice', `k1:${base64Of(7)},k1:${base64Of(8)}`],
    ])('%s is refused, and no key is repeated', (_what, OCMS_DATA_KEYS) => {
      const problems = problemsOf({ ...PRODUCTION, OCMS_DATA_KEYS });
      expect(problems).toEqual([expect.stringMatching(/^OCMS_DATA_KEYS (takes ID:KEY|names an id twice)/)]);
      expect(problems.join()).not.toContain(base64Of(7).slice(0, 20));
    });

    test('a configuration that is printed shows none', () => {
      const config = readConfig({ ...PRODUCTION, OCMS_DATA_KEYS: `k1:${base64Of(7)}` });
      expect(`${JSON.stringify(config)}${inspect(config, { depth: null })}`).not.toContain(base64Of(7).slice(0, 20));
    });
  });

  test('a misspelt variable is told, not ignored', () => {
    expect(problemsOf({ OCMS_INTRANETDB: 'sqlite:x' })).toEqual(['OCMS_INTRANETDB is not a variable of this service']);
  });

  test.each([
    ['OCMS_TIME_ZONE', 'Asia/Nowhere'],
    ['OCMS_RESPONSE_CHECK', '2'],
    ['OCMS_DRIFT_SAMPLE', '1.5'],
    ['OCMS_TRUST_PROXY', 'everyone'],
    ['OCMS_LOG_LEVEL', 'loud'],
    ['OCMS_DB_POOL_MAX', '0'],
    ['OCMS_ADMIN_PORT', '70000'],
    ['OCMS_ROLES', 'api,cook'],
    ['OCMS_CAS_URL', 'ftp://x'],
    ['OCMS_SMTP_URL', 'mail'],
    ['OCMS_ALERT_TO', 'a@b, c@d'],
    ['OCMS_VIP_EMPTY_LIST', 'maybe'],
    ['OCMS_UNQUALIFIED_VEHICLES_API', 'CES,VHUB'],
    ['OCMS_AN_CONTACT', 'a||b'],
    ['OCMS_AN_MINDEF_ADDRESS', '1|2|3|4|5|6|7'],
    ['OCMS_AN_APPEAL_PAGE', 'agency.example'],
    ['OCMS_INTRANET_DB', 'postgres://u:p@h/d'],
    ['OCMS_VHUB_SFTP_HOST_KEYS', 'MD5:00:11'],
    ['OCMS_VHUB_SFTP_FOLDER', '../in'],
    ['OCMS_VHUB_SFTP_PRIVATE_KEY', '-----BEGIN PRIVATE KEY-----'],
    ['OCMS_SFTP_TIMEOUT_MS', '1'],
    ['OCMS_BLOB_CONNECTION_STRING', 'AccountName=a'],
    ['OCMS_BLOB_CONTAINER', 'No_Container'],
    ['OCMS_DATA_KEYS', 'k1:secret'],
    ['OCMS_OWNER_RETENTION_DAYS', '0'],
    ...[
      ['OCMS_OTEL_ENDPOINT', 'collector:4318'],
      ['OCMS_OTEL_ENDPOINT', 'http://user:secret@collector:4318'],
      ['OCMS_OTEL_HEADERS', 'Bearer secret'],
      ['OCMS_OTEL_HEADERS', 'Authorization=Bearer secret,'],
      ['OCMS_OTEL_HEADERS', 'Authorization=secret\u0001'],
      ['OCMS_OTEL_RATIO', '1.5'],
      ['OCMS_OTEL_SERVICE_NAME', 'our service'],
      ['OCMS_OTEL_ENVIRONMENT', ''.padEnd(61, 'x')],
      ['OCMS_OTEL_TRACEPARENT_OUT', 'maybe'],
    ].map(([name, value]) => [name, value] as [string, string]),
  ])('%s refuses %s', (name, value) => {
    const OCMS_OTEL_ENDPOINT = 'http://collector:4318';
    const problems = problemsOf({ ...(name.startsWith('OCMS_OTEL_') && { OCMS_OTEL_ENDPOINT }), [name]: value });
    expect(problems).toHaveLength(1);
    expect(problems[0]).not.toContain('secret');
  });

  test('traces are off; a collector turns them on, and nothing else of them is taken without one', () => {
    expect(readConfig(PRODUCTION).tracing).toBeUndefined();
    const OCMS_OTEL_ENDPOINT = 'http://collector:4318';
    expect(readConfig({ OCMS_OTEL_ENDPOINT }).tracing).toEqual({
      endpoint: OCMS_OTEL_ENDPOINT,
      headers: {},
      ratio: 1,
      serviceName: 'ocms',
      environment: undefined,
      passOn: true,
    });
    const others = {
      OCMS_OTEL_HEADERS: 'Authorization=Bearer a=b, x-tenant=ocms',
      OCMS_OTEL_RATIO: '0.1',
      OCMS_OTEL_SERVICE_NAME: 'ocms-worker',
      OCMS_OTEL_ENVIRONMENT: 'uat',
      OCMS_OTEL_TRACEPARENT_OUT: 'off',
    };
    expect(readConfig({ OCMS_OTEL_ENDPOINT, ...others }).tracing).toEqual({
      endpoint: OCMS_OTEL_ENDPOINT,
      headers: { Authorization: 'Bearer a=b', 'x-tenant': 'ocms' },
      ratio: 0.1,
      serviceName: 'ocms-worker',
      environment: 'uat',
      passOn: false,
    });
    expect(problemsOf(others)).toEqual(['OCMS_OTEL_ENDPOINT is required with OCMS_OTEL_HEADERS']);
  });

  test.each(['http://u@h', 'sftp://h', 'sftp://u:p@h', 'sftp://u@h/folder', 'sftp://u@h?x=1', 'h'])(
    'a server of files is not "%s"',
    (OCMS_CES_SFTP_URL) => {
      expect(problemsOf({ ...PRODUCTION, OCMS_CES_SFTP_URL })).toEqual([
        'OCMS_CES_SFTP_URL takes sftp://user@host:port; password and folder have variables of their own',
      ]);
    },
  );

  test('values are read', () => {
    const config = readConfig({
      ...PRODUCTION,
      OCMS_RATE_LIMITS: 'CAS=600, PLUS=60',
      OCMS_TRUST_PROXY: '10.0.0.0/8,loopback',
      OCMS_RESPONSE_CHECK: '0.25',
      OCMS_DRIFT_SAMPLE: '0.5',
    });
    expect(config).toMatchObject({
      production: true,
      host: '0.0.0.0',
      trustProxy: ['10.0.0.0/8', 'loopback'],
      responseCheck: 0.25,
      driftSample: 0.5,
    });
    expect([...config.rateLimits]).toEqual([
      ['CAS', 600],
      ['PLUS', 60],
    ]);
  });

  test('a password never appears in a complaint', () => {
    const problems = problemsOf({ ...PRODUCTION, OCMS_INTRANET_DB: 'mssql://user:s3cret@host/db?colour=blue' });
    expect(problems).toEqual(['OCMS_INTRANET_DB does not know the option colour']);
  });

  test('security.txt has a contact and a date, or there is none (RFC 9116 2.5)', () => {
    const OCMS_SECURITY_CONTACT = 'mailto:security@agency.example, https://agency.example/report';
    const OCMS_SECURITY_EXPIRES = '2027-06-30T08:00:00+08:00';
    expect(readConfig({}).security).toBeUndefined();
    expect(readConfig({ OCMS_SECURITY_CONTACT, OCMS_SECURITY_EXPIRES }).security).toEqual({
      contact: ['mailto:security@agency.example', 'https://agency.example/report'],
      expires: new Date('2027-06-30T00:00:00Z'),
      policy: undefined,
    });
    expect(problemsOf({ OCMS_SECURITY_CONTACT })).toEqual([
      'OCMS_SECURITY_EXPIRES is required with OCMS_SECURITY_CONTACT',
    ]);
    expect(problemsOf({ OCMS_SECURITY_EXPIRES })).toEqual([
      'OCMS_SECURITY_CONTACT is required with OCMS_SECURITY_EXPIRES',
    ]);
    expect(problemsOf({ OCMS_SECURITY_POLICY: 'https://agency.example' })).toHaveLength(2);
  });

  test.each([
    ['OCMS_SECURITY_CONTACT', 'security@agency.example'],
    ['OCMS_SECURITY_CONTACT', 'http://agency.example/report'],
    ['OCMS_SECURITY_EXPIRES', '2027-06-30'],
    ['OCMS_SECURITY_EXPIRES', '2027-06-30T00:00:00'],
    ['OCMS_SECURITY_EXPIRES', '2027-02-30T00:00:00Z'],
    ['OCMS_SECURITY_POLICY', 'http://agency.example'],
  ])('%s refuses %s', (name, value) => {
    const right = {
      OCMS_SECURITY_CONTACT: 'tel:+6565550100',
      OCMS_SECURITY_EXPIRES: '2027-06-30T00:00:00Z',
      OCMS_SECURITY_POLICY: 'https://agency.example',
    };
    expect(problemsOf(right)).toEqual([]);
    expect(problemsOf({ ...right, [name]: value })).toEqual([expect.stringMatching(`^${name} takes `)]);
  });

  test('partners try their calls beside the service, in production where it is said, over https, or nowhere', () => {
    expect(readConfig({ PORT: '4000' }).sandbox).toEqual({
      address: 'http://127.0.0.1:4010',
      port: 4010,
      beside: true,
      keys: undefined,
    });
    const OCMS_SANDBOX_ADDRESS = 'https://sandbox.agency.example/ocms/';
    expect(readConfig({ OCMS_SANDBOX_ADDRESS })).toMatchObject({
      sandbox: { address: 'https://sandbox.agency.example/ocms', beside: false },
      usesSandbox: true,
    });
    expect(readConfig(PRODUCTION).sandbox).toBeUndefined();
    expect(readConfig({ ...PRODUCTION, OCMS_SANDBOX_ADDRESS }).sandbox).toMatchObject({ beside: false });
    for (const elsewhere of [
      'http://agency.example',
      'http://127.0.0.1.agency.example',
      'ftp://agency.example',
      'here',
    ])
      expect(problemsOf({ ...PRODUCTION, OCMS_SANDBOX_ADDRESS: elsewhere })).toHaveLength(1);
    expect(problemsOf({ ...PRODUCTION, OCMS_SANDBOX_ADDRESS: 'http://127.0.0.1:3010' })).toEqual([]);
    expect(readConfig({ OCMS_SANDBOX_KEYS: 'CAS=0123456789abcdef, PLUS=fedcba9876543210' }).sandbox?.keys).toEqual(
      new Map([
        ['0123456789abcdef', 'CAS'],
        ['fedcba9876543210', 'PLUS'],
      ]),
    );
    for (const OCMS_SANDBOX_KEYS of ['CAS', 'CAS=short', 'cas=0123456789abcdef'])
      expect(problemsOf({ OCMS_SANDBOX_KEYS })).toEqual([
        expect.stringMatching(/^OCMS_SANDBOX_KEYS takes PARTNER=KEY/),
      ]);
    expect(problemsOf({ OCMS_SANDBOX_KEYS: 'CASS=0123456789abcdef' })).toEqual([
      'OCMS_SANDBOX_KEYS takes keys of CAS, CES, PLUS, REPCCS',
    ]);
    expect(problemsOf({ OCMS_SANDBOX_KEYS: 'CAS=0123456789abcdef,PLUS=0123456789abcdef' })).toEqual([
      'OCMS_SANDBOX_KEYS has a key twice',
    ]);
    // By itself it needs nothing of the service.
    expect(problemsOf({ NODE_ENV: 'production', OCMS_SANDBOX_ADDRESS }, [])).toEqual([]);
    expect(problemsOf({ NODE_ENV: 'production', OCMS_SANDBOX_ADDRESS }, ['api'])).toHaveLength(2);
  });

  test('the public address is https in production, and has no slash at its end', () => {
    expect(readConfig({ OCMS_PUBLIC_ADDRESS: 'http://127.0.0.1:3000/ocms/' })).toMatchObject({
      publicAddress: 'http://127.0.0.1:3000/ocms',
      // It is no partner's address: the sandbox still plays those.
      usesSandbox: true,
    });
    expect(problemsOf({ ...PRODUCTION, OCMS_PUBLIC_ADDRESS: 'http://agency.example' })).toHaveLength(1);
  });

  test('the documentation offers archives of SDKs where somebody named their folder', () => {
    expect(readConfig({}).sdksFolder).toBeUndefined();
    expect(readConfig({ OCMS_DOCS_SDKS_FOLDER: '/ocms/sdks' }).sdksFolder).toBe('/ocms/sdks');
  });

  test('.env.example lists every variable', () => {
    const example = readFileSync('.env.example', 'utf8');
    const listed = [...example.matchAll(/^#?\s*([A-Z_]+)=/gm)].map(([, name]) => name);
    const known = variableNames();
    expect(known).toContain('OCMS_CAS_RETRY_AFTER_MAX_MS');
    expect(listed).toEqual(expect.arrayContaining(known));
  });
});

describe('a .env file', () => {
  const problems = (content: string): readonly string[] => {
    try {
      readEnvFile(content);
      return [];
    } catch (error) {
      return (error as ConfigError).problems;
    }
  };

  test('gives values; a byte order mark is no part of a name', () => {
    expect(readEnvFile('\uFEFFPORT=4000\n# a comment\nOCMS_LOG_LEVEL=warn # so quiet\n')).toEqual({
      PORT: '4000',
      OCMS_LOG_LEVEL: 'warn',
    });
  });

  test('a name that is no variable of this service is refused', () => {
    expect([...problems('PROT=4000\nOCMS_HOTS=x\nNODE_ENV=production')].sort()).toEqual([
      'OCMS_HOTS in .env is not a variable of this service',
      'PROT in .env is not a variable of this service',
    ]);
  });

  test('a # within a value must be quoted: it would cut a password short', () => {
    const url = 'mssql://u:pa#ss@h/d';
    expect(problems(`OCMS_INTRANET_DB=${url}`)).toEqual([
      'OCMS_INTRANET_DB in .env has a # in its value: put the value in quotes',
    ]);
    expect(readEnvFile(`OCMS_INTRANET_DB="${url}"`)).toEqual({ OCMS_INTRANET_DB: url });
  });
});

describe('a database location', () => {
  test('sqlite:PATH', () => {
    expect(parseDatabaseUrl('sqlite:/data/a b.db')).toEqual({ kind: 'sqlite', path: '/data/a b.db' });
  });

  test('mssql://user:password@host:port/database?options, encrypted unless told otherwise', () => {
    expect(parseDatabaseUrl('mssql://us%40er:p%2Fw@host:1444/data%20base')).toEqual({
      kind: 'mssql',
      host: 'host',
      port: 1444,
      user: 'us@er',
      password: 'p/w',
      database: 'data base',
      encrypt: true,
      trustServerCertificate: false,
      requestTimeoutMs: 15_000,
      connectTimeoutMs: 15_000,
    });
    expect(
      parseDatabaseUrl('mssql://u:p@h/d?encrypt=false&trustServerCertificate=true&requestTimeout=1000'),
    ).toMatchObject({
      port: 1433,
      encrypt: false,
      trustServerCertificate: true,
      requestTimeoutMs: 1_000,
    });
  });

  test.each([
    '',
    'sqlite:',
    'sqlite::memory:',
    'mssql://host/db',
    'mssql://u:p@/db',
    'mssql://u:p@host',
    'mssql://u:p@h/d?encrypt=yes',
    'mssql://u:p@h/d?requestTimeout=-1',
    'file.db',
  ])('refuses "%s"', (text) => {
    expect(() => parseDatabaseUrl(text)).toThrow();
  });
});
