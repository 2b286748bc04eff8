import createClient from 'openapi-fetch';
import type { components, paths } from '../../../generated/outbound/email-service';
import { outboundOperations } from '../../../generated/outbound/operations';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { EmailSender } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import { refusal } from '../refusal';

/** The e-mail service, as far as OCMS calls it. */
export type EmailClient = EmailSender & { close(): Promise<void> };

export function createEmailClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): EmailClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const service = createClient<paths>(outbound.clientOptions);
  const taken = schemas.response('sendEmail', 200);
  const refused = schemas.response('sendEmail', 422);

  return {
    sendEmail: ({ reference, to, subject, text, html }, signal) =>
      // The service takes a reference it has for the message it has.
      outbound.call('sendEmail', { signal, idempotent: true, refusals: [422] }, async (attempt) => {
        const { response, error } = await service.POST('/v1/email/sendEmail', {
          headers: outbound.headers('sendEmail'),
          body: { reference, to, subject, text, html },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        if (error !== undefined || !response.ok) throw refusal(error, { check: refused, attempt });
        const answer = await readJson(response, { check: taken, attempt });
        return (answer as components['schemas']['SendEmailResponse']).messageId;
      }),
    close: () => outbound.close(),
  };
}
