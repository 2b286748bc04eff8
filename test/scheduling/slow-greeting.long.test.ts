import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { FaultBook } from '../../src/partner-sandbox/faults/book';
import { startMailReceiver } from '../../src/partner-sandbox/mail';
import { createMailer } from '../../src/platform/mail/mailer';
import { patience } from '../support/patience';

const SLOW_MS = 31_000;

jest.setTimeout(patience(90_000));

test('a mail server that greets only after half a minute is waited for', async () => {
  const receiver = await startMailReceiver('127.0.0.1', 0, new FaultBook());
  const slow = createServer((socket) => {
    const upstream = connect(receiver.port, '127.0.0.1');
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy());
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy());
    socket.pipe(upstream);
    setTimeout(() => upstream.pipe(socket), SLOW_MS);
  }).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const { port } = slow.address() as AddressInfo;
  const mailer = createMailer({ url: `smtp://127.0.0.1:${port}`, from: 'ocms@ocms.invalid' });
  try {
    await mailer.send({ to: 'operations@ocms.invalid', subject: 'slow', text: 'text', messageId: '<1@test>' });
    expect(receiver.list().map(({ subject }) => subject)).toEqual(['slow']);
  } finally {
    mailer.close();
    slow.close();
    await receiver.close();
  }
});
