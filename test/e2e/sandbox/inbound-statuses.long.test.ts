import { connect } from 'node:net';
import { inboundOperations } from '../../../generated/inbound/operations';
import { type InboundSandbox, startInboundSandbox } from '../../../src/app/inbound-sandbox';
import { offered } from '../../../src/app/inbound-sandbox/offered';
import { type Config, readConfig } from '../../../src/config/config';
import { SANDBOX_KEYS } from '../../../src/demo/keys';
import { createLogger } from '../../../src/platform/logging';
import { errorOf, fullRequests, operationIds, staffOperationIds, validRequest } from '../../support/inbound-operations';
import { patience } from '../../support/patience';
import { request } from '../../support/service';

jest.setTimeout(patience(30_000));

type PartnerOperationId = (typeof operationIds)[number];

interface Met {
  status: number;
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape
}

const start = (config: Partial<Config> = {}): Promise<InboundSandbox> =>
  startInboundSandbox({
    config: { ...readConfig({}), ...config },
    logger: createLogger({ level: 'silent' }),
    port: 0,
    origins: [],
  });

let sandbox: InboundSandbox;
/** One that does not wait long for what was begun. */
let impatient: InboundSandbox;
beforeAll(async () => {
  [sandbox, impatient] = await Promise.all([start(), start({ requestTimeoutMs: 1_000 })]);
  // It opens with its first call, whose time is not the caller's.
  await request(impatient.url);
});
afterAll(() => Promise.all([sandbox?.close(), impatient?.close()]));

const headersOf = (id: PartnerOperationId): Record<string, string> => {
  const { partner, keyHeader } = inboundOperations[id];
  const [key] = [...SANDBOX_KEYS].find(([, owner]) => owner === partner)!;
  return { 'Content-Type': 'application/json', [keyHeader]: key };
};

/** A call as it should be, but for what is changed. */
const call = (
  id: PartnerOperationId,
  {
    path = inboundOperations[id].path,
    body = fullRequests[id],
    ...init
  }: { path?: string; body?: unknown } & Omit<RequestInit, 'body'> = {},
): Promise<Met> =>
  request(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: headersOf(id),
    ...(init.method !== 'GET' && { body: JSON.stringify(body) }),
    ...init,
  });

/** One that names this notice. */
function naming(id: PartnerOperationId, noticeNo: string): Promise<Met> {
  const full = fullRequests[id];
  const named = {
    ...('noticeNumbers' in full && { noticeNumbers: [noticeNo] }),
    ...('paymentDueDate' in full && { paymentDueDate: '2099-12-31' }),
    ...('notices' in full && { notices: [{ noticeNo, atomsFlag: 'Y' }] }),
    ...('noticeNo' in full && { noticeNo }),
  };
  return call(id, { body: { ...full, ...named } });
}

/** What comes back for a request of which no more is sent than its head and a byte, once the connection has ended. */
function begun({ url }: InboundSandbox, id: PartnerOperationId, header: string): Promise<Met> {
  const headers = Object.entries({ Host: 'x', ...headersOf(id) }).map(([name, value]) => `${name}: ${value}`);
  const head = [`POST ${inboundOperations[id].path} HTTP/1.1`, ...headers, header];
  const { hostname, port } = new URL(url);
  return new Promise((resolve) => {
    let received = '';
    const socket = connect(Number(port), hostname, () => socket.write(`${head.join('\r\n')}\r\n\r\n{`));
    socket.on('data', (chunk) => (received += chunk.toString()));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      const [, status, body] = /^HTTP\/1\.1 (\d+) .*?\r\n\r\n(.*)$/s.exec(received) ?? [];
      resolve({ status: Number(status), body: JSON.parse(body ?? 'null') });
    });
  });
}

/** A notice that the sandbox has, or none may have yet. */
const NOTICES: Readonly<Record<PartnerOperationId, string>> = {
  'cas-getPaymentStatus': 'PAID1',
  'cas-updateCourtNotices': 'COURT1',
  'plus-queryNoticeInfo': 'UNPAID1',
  repccsWebhook: 'NEW1',
  'cesWebhook-create-notice': 'NEW1',
};

/** How a partner meets each status. */
const WAYS: Readonly<Record<number, (id: PartnerOperationId) => Promise<Met>>> = {
  200: (id) => naming(id, NOTICES[id]),
  226: (id) => naming(id, 'PAID1'),
  400: (id) => call(id, { body: {} }),
  401: (id) => call(id, { headers: { 'Content-Type': 'application/json' } }),
  404: (id) => call(id, { path: `${inboundOperations[id].path}s` }),
  405: (id) => call(id, { method: 'GET' }),
  408: (id) => begun(impatient, id, 'Content-Length: 2'),
  413: (id) => call(id, { body: { x: 'y'.repeat(inboundOperations[id].maxBodyBytes) } }),
  415: (id) => call(id, { headers: { ...headersOf(id), 'Content-Type': 'text/plain' } }),
  429: (id) => naming(id, 'FAULT429'),
  431: (id) => begun(sandbox, id, `X-Large: ${'x'.repeat(20_000)}`),
  500: (id) => naming(id, 'FAULT500'),
  503: (id) => naming(id, 'FAULT503'),
};

const documented = operationIds.flatMap((id) => inboundOperations[id].statuses.map((status) => [id, status] as const));

describe("partners' sandbox", () => {
  test.each(documented)('of %s, a partner can meet %i', async (id, status) => {
    const met = await WAYS[status]!(id);
    expect(met.status).toBe(status);
    if (status >= 400) expect(met.body.data).toMatchObject(errorOf(id, status));
  });

  test('offers all that partners call, and nothing of what members of staff do', async () => {
    expect(Object.keys(offered)).toEqual(operationIds);
    for (const id of staffOperationIds) {
      const { method, path } = validRequest(id);
      expect([id, (await request(`${sandbox.url}${path}`, { method })).status]).toEqual([id, 404]);
    }
  });
});
