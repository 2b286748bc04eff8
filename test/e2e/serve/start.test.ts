import { DEMO_KEYS } from '../../../src/demo/keys';
import { ocms, start } from '../../support/process';
import { request } from '../../support/service';
import { patience } from '../../support/patience';
import { call, processes, started, STATUS, UPDATE } from './serving';

jest.setTimeout(patience(60_000));

test('a first start migrates, loads the demo data, and prints a curl line that works', async () => {
  const { url, admin, running } = await started();
  await running.said('-d ');
  const line = /curl -s (\S+) -H '([^']+): ([^']+)' -H '([^']+): ([^']+)' -d '([^']+)'/.exec(running.output())!;
  const [, address, name1, value1, name2, value2, body] = line as unknown as string[];
  const response = await request(address!, {
    method: 'POST',
    headers: { [name1!]: value1!, [name2!]: value2! },
    body: body!,
  });
  expect(response.status).toBe(200);
  expect(response.body.notices).toHaveLength(2);
  expect((await request(`${admin}/health/ready`)).body).toMatchObject({ status: 'ready' });
  for (const path of ['/docs', '/docs/assets/page.css']) expect((await request(`${url}${path}`)).status).toBe(200);
  for (const key of Object.values(DEMO_KEYS)) expect(running.output()).toContain(key);
});

test('a first start prints a job that can be run as it stands, from another terminal', async () => {
  const { running } = await started();
  await running.said('jobs run');
  const [, settings, args] = /^ *((?:\w+=\S+ )*)npm run ocms -- (.+)$/m.exec(running.output())!;
  const env = Object.fromEntries(
    settings!
      .trim()
      .split(' ')
      .map((setting) => setting.split('=') as [string, string]),
  );
  expect(await ocms(args!.split(' '), env)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('SUCCEEDED received 150'),
  });
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
  const { connect } = await import('node:net');
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

test('in production start-up names everything that is missing at once, and starts nothing', async () => {
  const running = start({ NODE_ENV: 'production' });
  processes.push(running);
  expect(await running.ended()).toBe(1);
  expect(running.output()).toContain('OCMS_INTRANET_DB is required in production');
  for (const name of ['OCMS_INTERNET_DB', 'OCMS_CAS_KEY', 'OCMS_SMTP_URL'])
    expect(running.output()).toContain(`${name} is required in production`);
});
