import { DEMO_KEYS } from '../../../src/demo/keys';
import { SANDBOX_HTTP } from '../../../src/config/partner-sandbox';
import { patience } from '../../support/patience';
import { ocms } from '../../support/process';
import { request } from '../../support/service';
import { started } from '../serve/serving';

jest.setTimeout(patience(120_000));

const offence = (noticeNo: string, vehicleNo: string, vehicleRegistrationType: string) => ({
  transactionId: `RC-${noticeNo}`,
  subsystemLabel: 'REPCCS',
  noticeNo,
  vehicleNo,
  computerRuleCode: 10300,
  compositionAmount: 70,
  noticeDateAndTime: '2026-01-20T09:30:00',
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType,
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
  creUserId: 'REPCCS',
  creDate: '2026-01-20T09:31:00',
});

// Each channel, by what the sandbox answers of the vehicle.
const CHANNELS: readonly [what: string, noticeNo: string, vehicleNo: string, type: string, taken: string][] = [
  ['SMS', '900000001A', 'SBX1A', 'S', 'sms/messages'],
  ['e-mail', '900000002A', 'UEN1', 'S', 'email/messages'],
  ['letter', '900000003A', 'PASSPORT1', 'S', 'slift/letters'],
  ['letter to MINDEF', '900000004A', 'MID1', 'S', 'slift/letters'],
];

test('A 4 to 7: from the webhook to PS-ANS in both zones, by every channel, within seconds', async () => {
  const { url, env } = await started();
  const sandbox = `http://127.0.0.1:${Number(env.PORT) + SANDBOX_HTTP}/_sandbox`;
  for (const [, noticeNo, vehicleNo, type] of CHANNELS) {
    const { status } = await request(`${url}/v1/repccsWebhook`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'API-Key': DEMO_KEYS.REPCCS! },
      body: JSON.stringify(offence(noticeNo, vehicleNo, type)),
    });
    expect(status).toBe(200);
  }
  for (const [, noticeNo, , , taken] of CHANNELS) {
    // The schedule comes every five minutes.
    let shown = '';
    while (!/^ {2}state +SUSPENDED$/m.test(shown)) {
      const { stdout, stderr } = await ocms(['advisory', 'show', noticeNo], env);
      shown = `${stdout}${stderr}`;
      expect(shown).not.toMatch(/HALTED|MANUAL_REVIEW/);
    }
    expect(shown).toMatch(/owed next nothing/);
    const { body } = await request(`${sandbox}/${taken}`, { method: 'GET' });
    const kind = taken.startsWith('sms') ? 'SMS' : taken.startsWith('email') ? 'EMAIL' : 'LETTER';
    expect((body as { reference: string }[]).map(({ reference }) => reference)).toContain(`${noticeNo}-${kind}`);
    let mirrored = '';
    while (!/suspension_type.*PS.*PS/.test(mirrored)) mirrored = (await ocms(['mirror', 'show', noticeNo], env)).stdout;
    expect(mirrored).toMatch(/epr_reason_of_suspension.*ANS.*ANS/);
    expect(mirrored).not.toMatch(/owner_/);
  }
});

test('advisory show of what is no advisory notice says so', async () => {
  const { env } = await started();
  expect(await ocms(['advisory', 'show', '9Z'], env)).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('there is no advisory notice of this number') as string,
  });
});
