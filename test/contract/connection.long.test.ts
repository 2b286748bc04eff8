import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { inboundOperations } from '../../generated/inbound/operations';
import { fullRequests } from '../support/inbound-operations';
import { until } from '../support/job-suite';
import { patience } from '../support/patience';
import { startTestService, type TestService } from '../support/service';

jest.setTimeout(patience(30_000));

let service: TestService;
beforeAll(async () => {
  service = await startTestService({ config: { requestTimeoutMs: 1_000 } });
  await service.notices({ notice_no: '500400058A' });
  await service.courtCases('500400058A');
});
afterAll(() => service.close());
beforeEach(() => {
  service.log.length = 0;
});

const OPERATION = 'cas-updateCourtNotices';
const { path, keyHeader, partner } = inboundOperations[OPERATION];
const BODY = JSON.stringify(fullRequests[OPERATION]);
const ID = 'the-callers-own-id';

/** A request for an update, as it is sent. */
function request(body = BODY, headers: readonly string[] = [`Content-Length: ${Buffer.byteLength(BODY)}`]): string {
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: x',
    'Content-Type: application/json',
    `X-Request-Id: ${ID}`,
    `${keyHeader}: ${service.keys[partner]}`,
    ...headers,
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}

function dial(): Promise<{ socket: Socket; received: () => string; closed: Promise<unknown> }> {
  const { hostname, port } = new URL(service.url);
  return new Promise((resolve, reject) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => {
      socket.off('error', reject).on('error', () => undefined);
      resolve({ socket, received: () => received, closed });
    });
    const closed = once(socket, 'close');
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.once('error', reject);
  });
}

/** All that comes back for these bytes until the service ends the connection. */
async function conversation(bytes: string): Promise<string> {
  const { socket, received, closed } = await dial();
  socket.write(bytes);
  await closed;
  return received();
}

const statuses = (answer: string): string[] => [...answer.matchAll(/HTTP\/1\.1 (\d+)/g)].map(([, status]) => status!);
const version = async (): Promise<number> => Number((await service.notice('500400058A')).version);

interface Line {
  event: string;
  operation?: string;
  status?: number;
  requestId?: string;
}
const logged = (): Line[] => service.log.map((line) => JSON.parse(line) as Line);
const requestLines = (): Line[] => logged().filter(({ event }) => event === 'request');
const refused = async (reason: string): Promise<number> => {
  const metrics = await (await fetch(`${service.adminUrl}/metrics`)).text();
  return [...metrics.matchAll(/^ocms_http_requests_refused_total\{(.*)\} (\d+)$/gm)]
    .filter(([, labels]) => labels!.includes(`reason="${reason}"`))
    .reduce((sum, [, , count]) => sum + Number(count), 0);
};

describe('a stored update is answered as such, and then the connection ends, whatever follows on it', () => {
  test.each(['\0', '\r\n\r\nrubbish\r\n\r\n', 'NONSENSE\r\n\r\n'])('%j', async (rubbish) => {
    const before = await version();
    expect(statuses(await conversation(request() + rubbish))).toEqual(['200']);
    expect(await version()).toBe(before + 1);
  });

  test('all of several that were sent at once', async () => {
    const before = await version();
    expect(statuses(await conversation(request() + request() + request() + 'NONSENSE\r\n\r\n'))).toEqual([
      '200',
      '200',
      '200',
    ]);
    expect(await version()).toBe(before + 3);
  });

  test('one that stalls before it arrived whole is 408 after them', async () => {
    const before = await version();
    const answer = await conversation(request() + request(BODY.slice(0, -5)));
    expect(statuses(answer)).toEqual(['200', '408']);
    expect(await version()).toBe(before + 1);
  });
});

describe('what does not arrive in time is 408 (decisions §3)', () => {
  test("a body, with the caller's request id", async () => {
    const before = await refused('too-slow');
    const answer = await conversation(request(BODY.slice(0, -5)));
    expect(statuses(answer)).toEqual(['408']);
    expect(answer).toContain(`X-Request-Id: ${ID}\r\n`);
    expect(answer).toContain('Connection: close\r\n');
    expect(answer).toContain('{"data":{"appCode":"OCMS-4000","message":"Bad Request"}}');
    await until(() => requestLines().length > 0);
    expect(requestLines()).toMatchObject([{ operation: OPERATION, status: 408, requestId: ID }]);
    expect(await refused('too-slow')).toBe(before + 1);
  });

  test('a head', async () => {
    const before = await refused('too-slow');
    const answer = await conversation(request('').slice(0, -4));
    expect(statuses(answer)).toEqual(['408']);
    expect(answer).toMatch(/X-Request-Id: [A-Za-z0-9]{8,64}\r\n/);
    expect(requestLines()).toMatchObject([{ status: 408 }]);
    expect(await refused('too-slow')).toBe(before + 1);
  });

  test('but a connection on which nothing was ever sent just ends', async () => {
    expect(await conversation('')).toBe('');
    expect(requestLines()).toEqual([]);
  });
});

test("headers too large are 431, with the caller's request id (decisions §3)", async () => {
  const answer = await conversation(request(BODY, [`X-Large: ${'x'.repeat(20_000)}`]));
  expect(statuses(answer)).toEqual(['431']);
  expect(answer).toContain(`X-Request-Id: ${ID}\r\n`);
  expect(answer).toContain('{"data":{"appCode":"OCMS-4000","message":"Bad Request"}}');
  expect(requestLines()).toMatchObject([{ status: 431, requestId: ID }]);
});

test('however many headers there are within that size, all are read', async () => {
  const many = Array.from({ length: 2_600 }, () => 'a:');
  const headers = [...many, `Content-Length: ${Buffer.byteLength(BODY)}`, 'Connection: close'];
  expect(statuses(await conversation(request(BODY, headers)))).toEqual(['200']);
});

test("a body that cannot be read is 400 once, with the caller's request id", async () => {
  const answer = await conversation(request('zz\r\nrubbish', ['Transfer-Encoding: chunked']));
  expect(statuses(answer)).toEqual(['400']);
  expect(answer).toContain(`X-Request-Id: ${ID}\r\n`);
  await until(() => requestLines().length > 0);
  expect(logged().map(({ event, status }) => [event, status])).toEqual([['request', 400]]);
});

test('a request that was refused before its body arrived gets no second answer', async () => {
  const wrongKey = request('zz', ['Transfer-Encoding: chunked']).replace(service.keys[partner], 'wrong');
  const { socket, received, closed } = await dial();
  socket.write(wrongKey.slice(0, -2));
  await until(() => received().includes('}}'));
  socket.write('zz\r\nrubbish');
  await closed;
  expect(statuses(received())).toEqual(['401']);
});

describe('a caller that goes away in the middle of its upload is no validation error (decisions §3)', () => {
  test.each([
    ['ends its side', (socket: Socket) => void socket.end()],
    ['resets the connection', (socket: Socket) => void socket.resetAndDestroy()],
  ])('it %s', async (_how, leave) => {
    const before = await refused('validation');
    const { socket, received, closed } = await dial();
    socket.write(request(BODY.slice(0, -5)));
    // It is known whose request it is once the next one, sent after it, has been answered.
    expect((await service.post(path, fullRequests[OPERATION])).status).toBe(200);
    leave(socket);
    await closed;
    await until(() => requestLines().some(({ requestId }) => requestId === ID));
    expect(received()).toBe('');
    expect(requestLines().find(({ requestId }) => requestId === ID)).toMatchObject({
      operation: OPERATION,
      status: 499,
    });
    expect(logged().filter(({ event }) => event !== 'request' && event !== 'court-notices-updated')).toEqual([]);
    expect(await refused('validation')).toBe(before);
  });
});

describe('a request of HTTP/1.1 names one host (RFC 9112 §3.2)', () => {
  const close = ['Connection: close', `Content-Length: ${Buffer.byteLength(BODY)}`];
  test.each([
    ['none', (text: string) => text.replace('Host: x\r\n', ''), '400'],
    ['two', (text: string) => text.replace('Host: x\r\n', 'Host: x\r\nhost: x\r\n'), '400'],
    ['none in HTTP/1.0', (text: string) => text.replace('Host: x\r\n', '').replace('HTTP/1.1', 'HTTP/1.0'), '200'],
    ['an empty one', (text: string) => text.replace('Host: x\r\n', 'Host:\r\n'), '200'],
  ])('%s', async (_name, spoil, status) => {
    expect(statuses(await conversation(spoil(request(BODY, close))))).toEqual([status]);
  });
});

test.each(['application/json;', 'application/json; charset=UTF-8;', 'application/json; profile="a;b"; version=2'])(
  'a body of type %s is read (RFC 9110 §8.3.1)',
  async (type) => {
    const { status } = await service.post(path, fullRequests[OPERATION], { headers: { 'Content-Type': type } });
    expect(status).toBe(200);
  },
);
