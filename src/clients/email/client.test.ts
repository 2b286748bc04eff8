import { keepsToThePolicy, tellsWhyItIsRefused } from '../../../test/support/partner-calls';
import { createEmailClient } from './client';

const EMAIL = {
  reference: '500500123A-EAN-EMAIL',
  to: 'office@company.example',
  subject: 'Advisory notice – 陈',
  text: 'Advisory notice 500500123A,\r\nBISHAN STREET 23',
  html: '<p>Advisory notice 500500123A,<br>BISHAN STREET 23</p>',
};

describe('an e-mail to an owner (A 5.2)', () => {
  const sending = {
    operation: 'sendEmail' as const,
    create: createEmailClient,
    call: (service: ReturnType<typeof createEmailClient>, signal: AbortSignal) => service.sendEmail(EMAIL, signal),
    particulars: ['office@company', 'BISHAN', '陈'],
  };
  keepsToThePolicy({
    ...sending,
    system: 'EMAIL',
    sent: EMAIL,
    answer: { messageId: 'mail-1', queued: true },
    result: 'mail-1',
    breaches: {
      'no id': {},
      'an id that is empty': { messageId: '' },
      'an id that is a number': { messageId: 1 },
      'an id of two words': { messageId: 'to office@company.example' },
    },
    timeoutMs: 10_000,
  });
  tellsWhyItIsRefused(sending);
});
