import createClient from 'openapi-fetch';
import { outboundOperations } from '../../../generated/outbound/operations';
import type { components, paths } from '../../../generated/outbound/sms-gateway';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { SmsSender } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson } from '../../platform/outbound';
import { refusal } from '../refusal';

/** The SMS gateway, as far as OCMS calls it. */
export type SmsClient = SmsSender & { close(): Promise<void> };

export function createSmsClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): SmsClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const gateway = createClient<paths>(outbound.clientOptions);
  const taken = schemas.response('sendSms', 200);
  const refused = schemas.response('sendSms', 422);

  return {
    sendSms: ({ reference, to, text }, signal) =>
      // The gateway takes a reference it has for the message it has.
      outbound.call('sendSms', { signal, idempotent: true, refusals: [422] }, async (attempt) => {
        const { response, error } = await gateway.POST('/v1/sms/sendSms', {
          headers: outbound.headers('sendSms'),
          body: { reference, to, text },
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        if (error !== undefined || !response.ok) throw refusal(error, { check: refused, attempt });
        const answer = await readJson(response, { check: taken, attempt });
        return (answer as components['schemas']['SendSmsResponse']).messageId;
      }),
    close: () => outbound.close(),
  };
}
