import { outboundOperations } from '../../../../generated/outbound/operations';
import { createSmsClient } from '../../../../src/clients/sms/client';
import type { Sms } from '../../../../src/features/advisory-notices/port';
import { UpstreamError } from '../../../../src/platform/outbound';
import { asOcms, endsWithEveryError, like } from './calls';
import { consumerPact } from '../consumer';

const { path } = outboundOperations.sendSms;
const gateway = consumerPact('ocms', 'sms');
const send = asOcms(createSmsClient, 'sms', (client, sms: Sms, signal) => client.sendSms(sms, signal));

const SMS: Sms = { reference: '500500123A-EAN-SMS', to: '+6580000001', text: 'Advisory notice 500500123A' };

describe('OCMS sends an SMS', () => {
  const taken = (description: string, sms: Sms): void =>
    gateway.receives(
      `an SMS, ${description}`,
      { path, body: sms, status: 200, answer: { messageId: like('sms-1') } },
      async (url) => expect(await send(url, sms)).toBe('sms-1'),
    );
  taken('of one segment', SMS);
  taken('of ten segments', { ...SMS, reference: 'TEN', text: 'a'.repeat(1_530) });
  taken('of two lines, with characters of any script', { ...SMS, reference: 'SCRIPTS', text: 'Notice\n陈小明 €5 ~' });

  const refused = (description: string, sms: Sms, reasonCode: string): void =>
    gateway.receives(
      `an SMS, ${description}`,
      { path, body: sms, status: 422, answer: { reasonCode } },
      async (url) => {
        const error: unknown = await send(url, sms).catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(UpstreamError);
        expect(error).toMatchObject({ outcome: 'rejected', retryable: false, status: 422, reasonCode });
      },
    );
  refused('to a number that cannot be reached', { ...SMS, reference: 'NOBODY', to: '+6580000000' }, 'INVALID_NUMBER');
  refused('of more than ten segments', { ...SMS, reference: 'LONG', text: '陈'.repeat(671) }, 'TOO_LARGE');

  endsWithEveryError(gateway, {
    description: 'an SMS',
    operation: 'sendSms',
    body: { ...SMS, reference: 'ERROR' },
    call: (url, key) => send(url, { ...SMS, reference: 'ERROR' }, key),
    further: [['which is over the limit of the gateway', 413, { outcome: 'rejected', retryable: false }]],
  });
});
