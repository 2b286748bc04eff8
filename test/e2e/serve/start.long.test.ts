import { createContext } from '../../../src/app/context';
import { readConfig } from '../../../src/config/config';
import { SANDBOX_HTTP } from '../../../src/config/partner-sandbox';
import { DEMO_KEYS } from '../../../src/demo/keys';
import { createLogger } from '../../../src/platform/logging';
import { freePort, ocms, start } from '../../support/process';
import { request } from '../../support/service';
import { patience } from '../../support/patience';
import { call, folder, processes, READY, started, STATUS, UPDATE } from './serving';
import { connect } from 'node:net';
import { join } from 'node:path';

jest.setTimeout(patience(60_000));

test('two copies run side by side', async () => {
  const one = await started();
  const other = await started({ OCMS_DATA_DIR: join(folder, 'other') });
  for (const { url } of [one, other])
    expect((await call(`${url}${STATUS}`, { noticeNumbers: ['A'] })).status).toBe(200);
});

test('kill -9 under load leaves every update whole or undone, and the next start serves them', async () => {
  const first = await started();
  const notices = (amount: number) => ({
    notices: ['500400058A', '500500002'].map((noticeNo) => ({
      noticeNo,
      amountPayable: amount,
      eprReasonOfSuspension: `X${amount % 10}`,
    })),
  });
  let answered = 0;
  const load = (async () => {
    for (let amount = 1; ; amount += 1) {
      const { status } = await call(`${first.url}${UPDATE}`, notices(amount));
      if (status === 200) answered = amount;
    }
  })().catch(() => undefined);
  while (answered < 20) await new Promise((resolve) => setTimeout(resolve, 1));
  await first.running.ended('SIGKILL');
  await load;

  const second = await started();
  const { body } = await call(`${second.url}${STATUS}`, { noticeNumbers: ['500400058A'] });
  const [{ amountPayable, eprReasonOfSuspension }] = body.notices as [
    { amountPayable: number; eprReasonOfSuspension: string },
  ];
  // What was answered is stored; the one in flight may be, and then all of it.
  expect([answered, answered + 1]).toContain(amountPayable);
  expect(eprReasonOfSuspension).toBe(`X${amountPayable % 10}`);
});

test('demo keys open nothing on a host that others reach, and the banner says so', async () => {
  const { url, running } = await started({ OCMS_HOST: '0.0.0.0' });
  expect((await call(`${url}${STATUS}`, { noticeNumbers: ['500400058A'] })).status).toBe(401);
  await running.said('open nothing');
  expect(running.output()).not.toContain(DEMO_KEYS.CAS);
});

describe('in production', () => {
  const production = () => ({
    NODE_ENV: 'production',
    OCMS_ROLES: 'api',
    OCMS_HOST: '127.0.0.1',
    OCMS_INTRANET_DB: `sqlite:${join(folder, 'intranet.db')}`,
    OCMS_INTERNET_DB: `sqlite:${join(folder, 'internet.db')}`,
  });

  test('the service refuses an older schema; after the migration step it starts, without demo data or demo keys', async () => {
    const port = await freePort();
    const env = { ...production(), PORT: String(port) };
    const early = start(env);
    processes.push(early);
    expect(await early.ended()).toBe(1);
    expect(early.output()).toContain('npm run ocms -- migrate');

    expect(await ocms(['migrate'], env)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('001-notices') as string,
    });
    const running = start(env);
    processes.push(running);
    await running.said(READY);
    const url = `http://127.0.0.1:${port}`;
    expect((await call(`${url}${STATUS}`, { noticeNumbers: ['A'] })).status).toBe(401);
    expect(running.output()).not.toContain('demo');

    const { stdout } = await ocms(['keys', 'issue', '--partner', 'CAS'], env);
    const key = /^key\s+(\S+)$/m.exec(stdout)![1]!;
    const response = await call(`${url}${STATUS}`, { noticeNumbers: ['500400058A'] }, key);
    expect(response.body).toEqual({ notices: [] });
  });

  test('demo keys open nothing even where the database holds them', async () => {
    const demo = await started();
    await demo.running.ended('SIGTERM');
    const port = await freePort();
    const running = start({ ...production(), PORT: String(port) });
    processes.push(running);
    await running.said(READY);
    expect((await call(`http://127.0.0.1:${port}${STATUS}`, { noticeNumbers: ['A'] })).status).toBe(401);
  });
});

test('stopping under load fails no request: callers are told to reconnect before connections are closed', async () => {
  const { url, admin, running } = await started();
  let answered = 0;
  const failures: unknown[] = [];
  // Like a gateway: a caller that is told to close its connection finds that the service is not ready, and stays away.
  const caller = async (): Promise<void> => {
    for (let told = false; !told; answered += 1) {
      try {
        const { status, headers } = await call(`${url}${STATUS}`, { noticeNumbers: ['500400058A'] });
        if (status !== 200) failures.push(status);
        told = headers.get('connection') === 'close';
        if (told) expect((await request(`${admin}/health/ready`)).status).toBe(503);
      } catch (error) {
        failures.push((error as { cause?: unknown }).cause ?? error);
        return;
      }
    }
  };
  const callers = Array.from({ length: 8 }, caller);
  while (answered < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  const signalled = Date.now();
  expect(await running.ended('SIGTERM')).toBe(0);
  await Promise.all(callers);
  expect(failures).toEqual([]);
  expect(Date.now() - signalled).toBeLessThan(10_000);
});

test('the demo data is the same every time, a second start changes nothing', async () => {
  const first = await started();
  const numbers = ['500400058A', '500400059B'];
  await call(`${first.url}${UPDATE}`, { notices: [{ noticeNo: '500400058A', amountPayable: 12.34 }] });
  const before = await call(`${first.url}${STATUS}`, { noticeNumbers: numbers });
  expect(await first.running.ended('SIGTERM')).toBe(0);
  const second = await started();
  expect((await call(`${second.url}${STATUS}`, { noticeNumbers: numbers })).body).toEqual(before.body);
  expect(before.body.notices[0].amountPayable).toBe(12.34);
});

test('a port in use is said plainly', async () => {
  const { env } = await started();
  const again = start(env);
  processes.push(again);
  expect(await again.ended()).toBe(1);
  expect(again.output()).toContain(`port ${env.PORT} is in use`);
});

test('on SIGTERM requests in flight finish, and the exit code is 0', async () => {
  const { url, running } = await started();
  // A request whose body is still arriving when the signal comes.
  const { port } = new URL(url);
  const body = JSON.stringify({ notices: [{ noticeNo: '500400058A', amountPayable: 55.5 }] });
  let signalled = 0;
  const answer = new Promise<string>((resolve, reject) => {
    let text = '';
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(
        `POST ${UPDATE} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nOcp-Apim-Subscription-Key: ${DEMO_KEYS.CAS}\r\nContent-Length: ${body.length}\r\n\r\n${body.slice(0, 10)}`,
      );
      setTimeout(() => {
        signalled = Date.now();
        running.child.kill('SIGTERM');
      }, 100);
      void running.said('"event":"stopping"').then(() => socket.write(body.slice(10)));
    });
    socket.on('data', (chunk) => (text += chunk.toString()));
    socket.on('close', () => resolve(text));
    socket.on('error', reject);
  });
  expect(await answer).toContain('"updatedCount":1');
  expect(await running.ended()).toBe(0);
  // Long before the patience with requests in flight (25 s) is over.
  expect(Date.now() - signalled).toBeLessThan(10_000);
  expect(running.output()).toContain('"event":"stopped"');
});

test.each(['worker', 'api,worker'])(
  'on SIGTERM a process with the role %s writes down what a partner answered otherwise than its contract has it',
  async (OCMS_ROLES) => {
    const { env, running } = await started({ OCMS_ROLES });
    const { status } = await request(`http://127.0.0.1:${Number(env.PORT) + SANDBOX_HTTP}/_sandbox/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ operation: 'refreshVIPVehicle', fault: 'malformed', as: 'wrong-type' }),
    });
    expect(status).toBe(201);
    const beside = createContext(readConfig(env), { logger: createLogger({ level: 'silent' }) });
    try {
      const { jobControl, contractDrift } = beside.services;
      await jobControl.start('refresh_vip_vehicle', 'supervisor1');
      await running.said('"event":"job-failed"');
      expect(await running.ended('SIGTERM')).toBe(0);
      const { drifts } = await contractDrift.lately(1, 10);
      expect(drifts).toMatchObject([
        { operation: 'refreshVIPVehicle', partner: 'CAS', direction: 'RESPONSE', kind: 'TYPE', times: 4 },
      ]);
    } finally {
      await beside.close();
    }
  },
);
