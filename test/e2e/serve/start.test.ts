import { inboundOperations } from '../../../generated/inbound/operations';
import { outboundOperations } from '../../../generated/outbound/operations';
import { DEMO_KEYS } from '../../../src/demo/keys';
import { ocms, start } from '../../support/process';
import { request } from '../../support/service';
import { patience } from '../../support/patience';
import { processes, started } from './serving';

jest.setTimeout(patience(60_000));

test('a first start migrates, loads the demo data, and prints a curl line and a job that work as they stand', async () => {
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

test('pages of its documentation may call both sandboxes, where they say that what is tried is sent to', async () => {
  const { url } = await started();
  for (const { contract, path, keyHeader } of [
    inboundOperations['cas-getPaymentStatus'],
    outboundOperations.ownerParticulars,
  ]) {
    const { text } = await request(`${url}/docs/${contract}`);
    const [, sandbox] = /data-address="([^"]+)"/.exec(text)!;
    const { status, headers } = await request(`${sandbox}${path}`, {
      method: 'OPTIONS',
      headers: { Origin: url, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': keyHeader },
    });
    expect([contract, status, headers.get('access-control-allow-origin')]).toEqual([contract, 204, url]);
  }
});

test('in production start-up names everything that is missing at once, and starts nothing', async () => {
  const running = start({ NODE_ENV: 'production' });
  processes.push(running);
  expect(await running.ended()).toBe(1);
  expect(running.output()).toContain('OCMS_INTRANET_DB is required in production');
  for (const name of ['OCMS_INTERNET_DB', 'OCMS_CAS_KEY', 'OCMS_SMTP_URL'])
    expect(running.output()).toContain(`${name} is required in production`);
});
