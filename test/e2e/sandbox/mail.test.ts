import { connect } from 'node:net';
import { createTransport } from 'nodemailer';
import type { Mail } from '../../../src/partner-sandbox/mail';
import { type TestSandbox, testSandbox } from './sandbox';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
beforeEach(() => sandbox.admin('DELETE', ''));
afterAll(() => sandbox.close());

const message = {
  from: 'ocms@ocms.invalid',
  to: ['duty@ocms.invalid', 'lead@ocms.invalid'],
  subject: 'refresh_vip_vehicle failed – 3 times',
  text: 'CAS answered 503.\nTry again later.',
  messageId: '<run-1@ocms.invalid>',
};
const send = (options: object = {}) => {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  return createTransport({ host: hostname, port: Number(port), ...options }).sendMail(message);
};
const mails = async (): Promise<Mail[]> => (await sandbox.admin('GET', '/mail')).body as Mail[];
const fault = (what: object) => sandbox.fault({ operation: 'smtp', ...what });

test('a message is received and listed', async () => {
  await send();
  const [mail] = await mails();
  expect(mail).toMatchObject({
    from: message.from,
    to: message.to,
    subject: message.subject,
    messageId: message.messageId,
    text: expect.stringContaining('CAS answered 503.'),
  });
  expect(Date.parse(mail!.date!)).toBeGreaterThan(Date.now() - 60_000);
  await sandbox.admin('DELETE', '/mail');
  expect(await mails()).toEqual([]);
});

test.each([
  ['reject', 550],
  ['tempfail', 451],
])('%s: refused with %d, once', async (name, responseCode) => {
  await fault({ fault: name, times: 1 });
  await expect(send()).rejects.toMatchObject({ responseCode });
  expect(await mails()).toEqual([]);
  await send();
  expect(await mails()).toHaveLength(1);
});

test('drop: before, nothing was received; after, it was, and the sender does not know', async () => {
  await fault({ fault: 'drop', times: 1 });
  await expect(send()).rejects.toThrow();
  expect(await mails()).toEqual([]);
  await fault({ fault: 'drop', when: 'after', times: 1 });
  await expect(send()).rejects.toThrow();
  expect(await mails()).toMatchObject([{ messageId: message.messageId, fault: 'drop' }]);
});

test('delay and timeout', async () => {
  await fault({ fault: 'delay', ms: 300, times: 1 });
  const started = performance.now();
  await send();
  expect(performance.now() - started).toBeGreaterThan(290);
  await fault({ fault: 'timeout', times: 1 });
  await expect(send({ socketTimeout: 300 })).rejects.toThrow();
});

test('a message that is too large is refused', async () => {
  const { hostname, port } = new URL(sandbox.smtpUrl);
  const sending = createTransport({ host: hostname, port: Number(port) }).sendMail({
    ...message,
    text: 'x'.repeat(6_000_000),
  });
  await expect(sending).rejects.toMatchObject({ responseCode: 552 });
  expect(await mails()).toEqual([]);
});

test('close() does not wait for open SMTP connections', async () => {
  const closing = await testSandbox();
  const { hostname, port } = new URL(closing.smtpUrl);
  const socket = connect(Number(port), hostname);
  await new Promise((resolve) => socket.once('data', resolve));
  const started = performance.now();
  await closing.close();
  expect(performance.now() - started).toBeLessThan(1_000);
  socket.destroy();
});
