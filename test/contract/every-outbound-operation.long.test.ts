import { Registry } from 'prom-client';
import { type OutboundOperationId, outboundOperations } from '../../generated/outbound/operations';
import { watchCalls } from '../../src/app/call-drift';
import { createCasClient } from '../../src/clients/cas/client';
import { createCesClient } from '../../src/clients/ces/client';
import { createDatahiveClient } from '../../src/clients/datahive/client';
import { createEmailClient } from '../../src/clients/email/client';
import { createLtaClient } from '../../src/clients/lta/client';
import { createMhaClient } from '../../src/clients/mha/client';
import { createRepccsClient } from '../../src/clients/repccs/client';
import { createSliftClient } from '../../src/clients/slift/client';
import { createSmsClient } from '../../src/clients/sms/client';
import { createVhubClient } from '../../src/clients/vhub/client';
import { outboundComparison } from '../../src/contract/outbound';
import { sandboxKeys } from '../../src/partner-sandbox/index';
import { createCalendar } from '../../src/platform/calendar';
import { type ClientParts, UpstreamError } from '../../src/platform/outbound';
import { type TestSandbox, testSandbox } from '../e2e/sandbox/sandbox';
import { onceAt, silent, violation } from '../pact/consumer/ocms/settings';

/*
 * What each client makes of every status that its contract has, as the partner sandbox answers it (decisions §9). By the
 * contract, so that a new status is in it. Of neither what is asked nor what is answered anything differs from its shape.
 */

/** A call with OCMS's own client. */
const asked =
  <Client extends { close(): Promise<void> }>(
    create: (parts: ClientParts) => Client,
    call: (client: Client, signal: AbortSignal) => Promise<unknown>,
  ) =>
  async (parts: ClientParts): Promise<unknown> => {
    const client = create(parts);
    try {
      return await call(client, new AbortController().signal);
    } finally {
      await client.close();
    }
  };

const calendar = createCalendar({ now: () => new Date() }, 'Asia/Singapore');
const vehicles = { reference: 'URA_UNQUALIFIED_AN_20260115_060000-1', vehicles: ['SBA1234A'] };

const CALLS: Readonly<Record<OutboundOperationId, (parts: ClientParts) => Promise<unknown>>> = {
  carParks: asked(createRepccsClient, (client, signal) => client.carParks(signal)),
  'repccs-unqualifiedVehicles': asked(createRepccsClient, (client, signal) =>
    client.unqualifiedVehicles(vehicles, signal),
  ),
  'ces-unqualifiedVehicles': asked(createCesClient, (client, signal) => client.unqualifiedVehicles(vehicles, signal)),
  contact: asked(createDatahiveClient, (client, signal) =>
    client.contactOf({ idType: 'NRIC', idNo: 'S0000001X' }, signal),
  ),
  entityAddress: asked(createDatahiveClient, (client, signal) =>
    client.addressOf({ idType: 'UEN', idNo: '200000001X' }, signal),
  ),
  ownerParticulars: asked(createLtaClient, (client, signal) => client.ownerOf('SBA1234A', signal)),
  refreshVIPVehicle: asked(createCasClient, (client, signal) => client.refreshVipVehicles(signal)),
  registeredAddress: asked(createMhaClient, (client, signal) =>
    client.addressOf({ idType: 'NRIC', idNo: 'S0000001X' }, signal),
  ),
  sendEmail: asked(createEmailClient, (client, signal) =>
    client.sendEmail(
      { reference: '1A-EAN-EMAIL', to: 'office@company.example', subject: 'Notice', text: 'Notice', html: '<p>1</p>' },
      signal,
    ),
  ),
  sendSms: asked(createSmsClient, (client, signal) =>
    client.sendSms({ reference: '1A-EAN-SMS', to: '+6580000001', text: 'Notice' }, signal),
  ),
  submitLetter: asked(createSliftClient, (client, signal) =>
    client.submitLetter(
      {
        reference: '1A-LETTER',
        recipient: { name: 'TAN AH KOW', address: { kind: 'foreign', lines: ['1 JALAN CONTOH'] } },
        fileName: 'AN_1A.pdf',
        pdf: Buffer.from('%PDF-1.7\n'),
        compressed: false,
      },
      signal,
    ),
  ),
  updateViolation: asked(
    (parts) => createVhubClient({ ...parts, calendar }),
    (client, signal) =>
      client.updateViolation(
        {
          reference: '20260615-0f8fad5bd9cb469fa165708a',
          violations: [violation()],
        },
        signal,
      ),
  ),
};

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await testSandbox();
});
afterAll(() => sandbox.close());

test.each(Object.keys(CALLS) as OutboundOperationId[])('%s', async (operation) => {
  const { system, statuses } = outboundOperations[operation];
  const drifts: unknown[] = [];
  const logger = silent();
  const note = (drift: unknown): void => void drifts.push(drift);
  const watch = watchCalls({ comparison: outboundComparison(), share: 1, note, logger });
  const call = (key: string): Promise<unknown> =>
    CALLS[operation]({ settings: onceAt(sandbox.url, key), logger, registry: new Registry(), watch });
  const key = sandboxKeys()[system]!;
  const ended = async (status: number, own = key): Promise<void> => {
    const error: unknown = await call(own).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ system, operation, status, attempts: 1 });
    // Below 500 nothing was done; of the others nobody knows.
    expect(error).toMatchObject({ outcome: status < 500 ? 'rejected' : 'unknown' });
  };
  await expect(call(key)).resolves.not.toBeInstanceOf(Error);
  // One that opens another partner's operations.
  await ended(401, sandboxKeys()[system === 'CAS' ? 'LTA' : 'CAS']);
  for (const status of statuses.filter((each) => each >= 400 && each !== 401)) {
    expect((await sandbox.fault({ operation, fault: 'status', status })).status).toBeLessThan(300);
    await ended(status);
    await sandbox.admin('DELETE', `/faults?operation=${operation}`);
  }
  expect(drifts).toEqual([]);
});
