import { outboundOperations } from '../../../../generated/outbound/operations';
import { createEmailClient } from '../../../../src/clients/email/client';
import type { Email } from '../../../../src/features/advisory-notices/port';
import { UpstreamError } from '../../../../src/platform/outbound';
import { asOcms, endsWithEveryError, like } from './calls';
import { consumerPact } from '../consumer';

const { path } = outboundOperations.sendEmail;
const service = consumerPact('ocms', 'email');
const send = asOcms(createEmailClient, 'email', (client, email: Email, signal) => client.sendEmail(email, signal));

const EMAIL: Email = {
  reference: '500500123A-EAN-EMAIL',
  to: 'office@company.example',
  subject: 'Advisory notice 500500123A',
  text: 'Advisory notice 500500123A',
  html: '<p>Advisory notice 500500123A</p>',
};

describe('OCMS sends an e-mail', () => {
  const taken = (description: string, email: Email): void =>
    service.receives(
      `an e-mail, ${description}`,
      { path, body: email, status: 200, answer: { messageId: like('mail-1') } },
      async (url) => expect(await send(url, email)).toBe('mail-1'),
    );
  taken('in plain text and HTML', EMAIL);
  taken('of several lines, with characters of any script', {
    ...EMAIL,
    reference: 'SCRIPTS',
    subject: 'Notice – 陈小明',
    text: 'Nguyễn\r\n\tமுருகன்\r\n',
    html: '<p>Nguyễn</p>\n<p>முருகன்</p>',
  });

  const refused = { ...EMAIL, reference: 'NOBODY', to: 'refused@company.example' };
  service.receives(
    'an e-mail, to an address that cannot be reached',
    { path, body: refused, status: 422, answer: { reasonCode: 'INVALID_ADDRESS' } },
    async (url) => {
      const error: unknown = await send(url, refused).catch((reason: unknown) => reason);
      expect(error).toBeInstanceOf(UpstreamError);
      expect(error).toMatchObject({
        outcome: 'rejected',
        retryable: false,
        status: 422,
        reasonCode: 'INVALID_ADDRESS',
      });
    },
  );

  endsWithEveryError(service, {
    description: 'an e-mail',
    operation: 'sendEmail',
    body: { ...EMAIL, reference: 'ERROR' },
    call: (url, key) => send(url, { ...EMAIL, reference: 'ERROR' }, key),
    further: [['which is over the limit of the gateway', 413, { outcome: 'rejected', retryable: false }]],
  });
});
