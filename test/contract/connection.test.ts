import { connect } from 'node:net';
import { inboundOperations } from '../../generated/inbound/operations';
import { fullRequests } from '../support/inbound-operations';
import { startTestService, type TestService } from '../support/service';

let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  await service.notices({ notice_no: '500400058A' });
  await service.courtCases('500400058A');
});
afterAll(() => service.close());

/** All that comes back for these bytes until the service ends the connection. */
function conversation(bytes: string): Promise<string> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(bytes));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('close', () => resolve(received));
    socket.on('error', reject);
  });
}

test.each(['\0', '\r\n\r\nrubbish\r\n\r\n', 'NONSENSE\r\n\r\n'])(
  'a stored update is answered as such, and then the connection ends, whatever follows on it: %j',
  async (rubbish) => {
    const { path, keyHeader, partner } = inboundOperations['cas-updateCourtNotices'];
    const { version: before } = await service.notice('500400058A');
    const body = JSON.stringify(fullRequests['cas-updateCourtNotices']);
    const head = [
      `POST ${path} HTTP/1.1`,
      'Host: x',
      'Content-Type: application/json',
      `${keyHeader}: ${service.keys[partner]}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
    ];
    const answer = await conversation(`${head.join('\r\n')}\r\n\r\n${body}${rubbish}`);
    expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 200']);
    expect((await service.notice('500400058A')).version).toBe(Number(before) + 1);
  },
);
