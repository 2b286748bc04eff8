import { keepsToThePolicy, tellsWhyItIsRefused } from '../../../test/support/partner-calls';
import { createSmsClient } from './client';

const SMS = {
  reference: '500500123A-EAN-SMS',
  to: '+6591827364',
  text: 'Advisory notice 500500123A,\nBISHAN [23] – 陈',
};

describe('an SMS to an owner (A 5.2)', () => {
  const sending = {
    operation: 'sendSms' as const,
    create: createSmsClient,
    call: (gateway: ReturnType<typeof createSmsClient>, signal: AbortSignal) => gateway.sendSms(SMS, signal),
    particulars: ['91827364', 'BISHAN', '陈'],
  };
  keepsToThePolicy({
    ...sending,
    system: 'SMS',
    sent: SMS,
    answer: { messageId: 'sms-1', queued: true },
    result: 'sms-1',
    breaches: {
      'no id': {},
      'an id that is empty': { messageId: '' },
      'an id that is a number': { messageId: 91_827_364 },
      'an id of two words': { messageId: 'to +6591827364' },
    },
    timeoutMs: 10_000,
  });
  tellsWhyItIsRefused(sending);
});
