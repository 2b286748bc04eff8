import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { loopbackCertificate } from '../../support/certificate';
import { type Child, runNode, runTypeScript } from '../../support/children';
import { patience } from '../../support/patience';

jest.setTimeout(patience(120_000));

const CLIENT_ID = '7c1b6f0a-52c4-4d53-9a55-0d3f8c1f9c11';
const SECRET = 'header-of-the-identity-endpoint';
/** Azurite's own. */
const ACCOUNT = 'devstoreaccount1';
const CONTAINER = 'ocms';

const certificate = loopbackCertificate();
/** What a child may know of this machine. */
const bare = { PATH: process.env.PATH, TMPDIR: process.env.TMPDIR, TZ: process.env.TZ };

let folder: string;
let azurite: Child;
let accountUrl: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ocms-identity-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await writeFile(cert, certificate.cert);
  await writeFile(key, certificate.key, { mode: 0o600 });
  azurite = runNode(
    [
      require.resolve('azurite/dist/src/blob/main.js'),
      ...['--blobHost', '127.0.0.1', '--blobPort', '0', '--oauth', 'basic', '--cert', cert, '--key', key],
      ...['--inMemoryPersistence', '--skipApiVersionCheck', '--silent', '--disableTelemetry'],
    ],
    undefined,
    bare,
  );
  let said = '';
  azurite.process.stdout!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  await azurite.printed('successfully listens on');
  accountUrl = `${/https:\/\/127\.0\.0\.1:\d+/.exec(said)![0]}/${ACCOUNT}`;
  expect((await ask('PUT', `/${CONTAINER}?restype=container`)).status).toBe(201);
});
afterAll(async () => {
  azurite.process.kill('SIGKILL');
  await azurite.done;
  await rm(folder, { recursive: true, force: true });
});

/** As Microsoft Entra ID's, but for the signature, which Azurite does not look at. */
const token = ({ audience = 'https://storage.azure.com' } = {}): string => {
  const now = Math.floor(Date.now() / 1_000);
  const claims = { aud: audience, iss: 'https://sts.windows.net/tests/', iat: now, nbf: now - 60, exp: now + 3_600 };
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${Buffer.from('none').toString('base64url')}`;
};

/** Azurite's answer to somebody who has a token. */
async function ask(
  method: string,
  path: string,
): Promise<{ status: number; headers: IncomingHttpHeaders; text: string }> {
  const headers = { authorization: `Bearer ${token()}`, 'x-ms-version': '2024-11-04', 'content-length': 0 };
  const asked = request(`${accountUrl}${path}`, { method, headers, ca: certificate.cert, agent: false });
  asked.end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  let text = '';
  for await (const chunk of response) text += (chunk as Buffer).toString();
  return { status: response.statusCode!, headers: response.headers, text };
}

/** The identity endpoint of an App Service, on loopback. */
async function identityEndpoint(answer: () => { status: number; token?: string }, port = 0) {
  const asked: { query: Record<string, string>; secret: unknown }[] = [];
  const server = createServer((incoming, response) => {
    const { searchParams } = new URL(incoming.url!, 'http://127.0.0.1');
    asked.push({ query: Object.fromEntries(searchParams), secret: incoming.headers['x-identity-header'] });
    const { status, token: given } = answer();
    const expires = String(Math.floor(Date.now() / 1_000) + 3_600);
    const body = given === undefined ? { message: 'no' } : { access_token: given, expires_on: expires };
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ ...body, resource: searchParams.get('resource'), token_type: 'Bearer' }));
  }).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const used = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${used}/msi/token`,
    port: used,
    asked,
    async close() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** A process of ours at a place that has a managed identity. */
async function atWork(endpoint: string, { trusted = true } = {}) {
  const child = runTypeScript(require.resolve('./children/put-blob.ts'), [], {
    ...bare,
    OCMS_BLOB_ACCOUNT_URL: accountUrl,
    OCMS_BLOB_CLIENT_ID: CLIENT_ID,
    OCMS_BLOB_CONTAINER: CONTAINER,
    IDENTITY_ENDPOINT: endpoint,
    IDENTITY_HEADER: SECRET,
    ...(trusted && { NODE_EXTRA_CA_CERTS: join(folder, 'cert.pem') }),
  });
  const lines = createInterface({ input: child.process.stdout! })[Symbol.asyncIterator]();
  const next = async (): Promise<string> => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`the process ended: ${(await child.done).stderr}`);
    return value;
  };
  expect(await next()).toBe('ready');
  return {
    async put(name: string, text: string): Promise<Record<string, unknown>> {
      const path = join(folder, name);
      await writeFile(path, text);
      child.process.stdin!.write(`vhub/${name} ${path}\n`);
      return JSON.parse(await next()) as Record<string, unknown>;
    },
    /** @returns how it ended, and what it logged. */
    async end() {
      child.process.stdin!.end();
      const { code, signal, stderr } = await child.done;
      return { ended: code ?? signal, log: stderr };
    },
  };
}

describe('Blob by managed identity (F 2.4.3; decisions §8), over https', () => {
  it('takes a token of the identity that is named, once, and the copies arrive', async () => {
    const identity = await identityEndpoint(() => ({ status: 200, token: token() }));
    const ours = await atWork(identity.url);
    expect(await ours.put('FIRST.xml', '<Violations>1</Violations>')).toEqual({ outcome: 'ok' });
    expect(await ours.put('SECOND.xml', '<Violations>2</Violations>')).toEqual({ outcome: 'ok' });
    const { ended, log } = await ours.end();
    await identity.close();
    expect(ended).toBe(0);
    expect(identity.asked).toEqual([
      {
        query: expect.objectContaining({ resource: 'https://storage.azure.com', client_id: CLIENT_ID }) as object,
        secret: SECRET,
      },
    ]);
    const { status, headers, text } = await ask('GET', `/${CONTAINER}/vhub/FIRST.xml`);
    expect([status, text, headers['content-type']]).toEqual([200, '<Violations>1</Violations>', 'application/xml']);
    expect((await ask('GET', `/${CONTAINER}/vhub/SECOND.xml`)).text).toBe('<Violations>2</Violations>');
    expect(log).not.toContain(SECRET);
    expect(log).not.toContain('eyJ');
  });

  it('says so where the identity endpoint is away, after all attempts; back again, the next file arrives', async () => {
    const gone = await identityEndpoint(() => ({ status: 200 }));
    await gone.close();
    const ours = await atWork(gone.url);
    const failed = await ours.put('AWAY.xml', 'x');
    expect(failed).toMatchObject({ outcome: 'rejected', attempts: 3 });
    expect(failed.message).toContain('the managed identity has no token');
    const back = await identityEndpoint(() => ({ status: 200, token: token() }), gone.port);
    expect(await ours.put('BACK.xml', 'y')).toEqual({ outcome: 'ok' });
    expect((await ours.end()).ended).toBe(0);
    await back.close();
    expect((await ask('GET', `/${CONTAINER}/vhub/BACK.xml`)).text).toBe('y');
  });

  it('says so where the place has no such identity, after all attempts, and logs no secret', async () => {
    const identity = await identityEndpoint(() => ({ status: 400 }));
    const ours = await atWork(identity.url);
    const failed = await ours.put('NONE.xml', 'x');
    const { ended, log } = await ours.end();
    await identity.close();
    expect(failed).toMatchObject({ outcome: 'rejected', attempts: 3 });
    expect(failed.message).toContain('the managed identity has no token');
    expect(ended).toBe(0);
    expect(log).not.toContain(SECRET);
    expect(identity.asked.length).toBeGreaterThanOrEqual(3);
  });

  it('is refused with a token for something else, which no repetition changes', async () => {
    const identity = await identityEndpoint(() => ({
      status: 200,
      token: token({ audience: 'https://vault.azure.net' }),
    }));
    const ours = await atWork(identity.url);
    const failed = await ours.put('OTHER.xml', 'x');
    const { ended, log } = await ours.end();
    await identity.close();
    expect(failed).toMatchObject({ outcome: 'rejected', attempts: 1 });
    expect(failed.message).toContain('status 403 (AuthenticationFailed)');
    expect(ended).toBe(0);
    expect(log).not.toContain('eyJ');
  });

  it('goes nowhere without a certificate that it trusts', async () => {
    const identity = await identityEndpoint(() => ({ status: 200, token: token() }));
    const ours = await atWork(identity.url, { trusted: false });
    const failed = await ours.put('UNTRUSTED.xml', 'x');
    const { ended, log } = await ours.end();
    await identity.close();
    expect(failed).toMatchObject({ outcome: 'unknown', attempts: 3 });
    expect(failed.message).toContain('SELF_SIGNED_CERT');
    expect(ended).toBe(0);
    expect(log).not.toContain('eyJ');
    expect((await ask('GET', `/${CONTAINER}/vhub/UNTRUSTED.xml`)).status).toBe(404);
  });
});
