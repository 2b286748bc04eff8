import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { PROJECT_ROOT } from '../../../src/contract/documents';
import { readEnvFile } from '../../../src/config/env';
import { patience } from '../../support/patience';
import { freePort, ocms, type RunningProcess, startNode } from '../../support/process';
import { request } from '../../support/service';

jest.setTimeout(patience(60_000));

const STATUS = '/v1/ocms/cas-getPaymentStatus';
const UPDATE = '/v1/ocms/cas-updateCourtNotices';
const PORTAL = 'https://api.agency.example';

const read = (file: string): string => readFileSync(join(PROJECT_ROOT, file), 'utf8');

/** As a node of the cluster would start it: the image's command, the manifest's arguments, settings and the secret. */
const [, ...command] = JSON.parse(/^ENTRYPOINT (\[.*\])$/m.exec(read('Dockerfile'))![1]!) as string[];
const [deployment] = parseAllDocuments(read('src/deployment/kubernetes/sandbox.yaml')).map(
  (document) =>
    document.toJS() as {
      spec: { template: { spec: { containers: [{ args: string[]; env: { name: string; value: string }[] }] } } };
    },
);
const [container] = deployment!.spec.template.spec.containers;
const settings = {
  NODE_ENV: /^ENV NODE_ENV=(\w+)$/m.exec(read('Dockerfile'))![1]!,
  ...readEnvFile(read('src/deployment/kubernetes/settings.env')),
  ...Object.fromEntries(container.env.map(({ name, value }) => [name, value])),
};

/** The working directory, where there is no .env. */
let folder: string;
let running: RunningProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-container-'));
});
afterEach(async () => {
  await running?.ended('SIGKILL');
  running = undefined;
  rmSync(folder, { recursive: true, force: true });
});

const begin = (env: Record<string, string>): RunningProcess =>
  (running = startNode(
    [...command, ...container.args].map((word) => (word.startsWith('dist/') ? join(PROJECT_ROOT, word) : word)),
    { env: { ...settings, ...env }, cwd: folder },
  ));

test("the partners' sandbox runs by itself in production: keys that were made open it, each its own data", async () => {
  const made = await Promise.all(['CAS', 'CAS', 'PLUS'].map((name) => ocms(['sandbox', 'key', '--partner', name], {})));
  const entries = made.map(({ stdout }) => stdout.trim());
  const [cas, otherCas, plus] = entries.map((entry) => entry.slice(entry.indexOf('=') + 1)) as [string, string, string];
  const port = await freePort();
  const { said, ended, output } = begin({ PORT: String(port), OCMS_SANDBOX_KEYS: entries.join() });
  await said('"event":"started"');
  const url = `http://127.0.0.1:${port + 10}`;
  const admin = `http://127.0.0.1:${port + 1}`;
  expect((await request(`${admin}/health/live`)).status).toBe(200);
  expect(await request(`${admin}/health/ready`)).toMatchObject({ status: 200, body: { status: 'ready' } });

  const call = (path: string, body: unknown, key: string) =>
    request(`${url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': key, Origin: PORTAL },
      body: JSON.stringify(body),
    });
  const owed = async (key: string): Promise<unknown> =>
    (await call(STATUS, { noticeNumbers: ['COURT1'] }, key)).body.notices[0].amountPayable;
  expect((await call(UPDATE, { notices: [{ noticeNo: 'COURT1', amountPayable: 12.5 }] }, cas)).body.updatedCount).toBe(
    1,
  );
  expect([await owed(cas), await owed(otherCas)]).toEqual([12.5, 70]);
  expect((await call('/_sandbox/reset', {}, cas)).status).toBe(200);
  expect(await owed(cas)).toBe(70);
  const opened = await call(
    '/v1/plus-queryNoticeInfo',
    { noticeNumbers: ['UNPAID1'], paymentDueDate: '2099-12-31' },
    plus,
  );
  expect(opened).toMatchObject({ status: 200, body: { notices: [{ appCode: 'OCMS-2000' }] } });
  expect(opened.headers.get('access-control-allow-origin')).toBe(PORTAL);
  for (const known of ['ocms_cas_sandbox-key-1', 'ocms_cas_demo-key-for-local-use'])
    expect((await call(STATUS, { noticeNumbers: ['COURT1'] }, known)).status).toBe(401);

  // A fault that a partner asks for is told to nobody by the metrics.
  expect((await call(STATUS, { noticeNumbers: ['FAULT500'] }, cas)).status).toBe(500);
  const metrics = await (await fetch(`${admin}/metrics`)).text();
  expect(metrics).toMatch(/^ocms_sandbox_places 3$/m);
  expect(metrics).not.toMatch(/ocms_http|ocms_database_up/);

  expect(await ended('SIGTERM')).toBe(0);
  for (const key of [cas, otherCas, plus]) expect(output()).not.toContain(key);
  expect(readdirSync(folder)).toEqual([]);
});

test('without keys, or an address for pages to name, it does not start, and says what is missing', async () => {
  const without = begin({ OCMS_SANDBOX_ADDRESS: '' });
  expect(await without.ended()).toBe(1);
  expect(without.output()).toMatch(/OCMS_SANDBOX_ADDRESS is required.*\n.*OCMS_SANDBOX_KEYS is required/);
});

test('on SIGTERM a request in flight is answered', async () => {
  const port = await freePort();
  const key = 'a-key-of-the-sandbox';
  const { said, ended, child } = begin({ PORT: String(port), OCMS_SANDBOX_KEYS: `CAS=${key}` });
  await said('"event":"started"');
  const inFlight = httpRequest(`http://127.0.0.1:${port + 10}${STATUS}`, {
    method: 'POST',
    // Answered with 100 once the request has begun there.
    headers: { Expect: '100-continue', 'Content-Type': 'application/json', 'Ocp-Apim-Subscription-Key': key },
  });
  const answer = once(inFlight, 'response') as Promise<[IncomingMessage]>;
  inFlight.flushHeaders();
  await once(inFlight, 'continue');
  child.kill('SIGTERM');
  await said('"event":"stopping"');
  inFlight.end(JSON.stringify({ noticeNumbers: ['COURT1'] }));
  expect((await answer)[0].statusCode).toBe(200);
  expect(await ended()).toBe(0);
});
