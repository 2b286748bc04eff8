import createClient from 'openapi-fetch';
import { outboundOperations } from '../../../generated/outbound/operations';
import type { components, paths } from '../../../generated/outbound/vhub-updateViolation';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { ViolationReceiver, ViolationResult } from '../../features/foreign-vehicles/port';
import type { Calendar } from '../../platform/calendar';
import { type ClientParts, createOutboundCaller, readJsonList } from '../../platform/outbound';
import { fromWire, toWire } from './mapper';

type ViolationResultItem = components['schemas']['ViolationResult'];

/** vHub, as far as OCMS calls it. */
export type VhubClient = ViolationReceiver & { close(): Promise<void> };

export function createVhubClient({
  calendar,
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { calendar: Calendar; schemas?: OutboundSchemas }): VhubClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const vhub = createClient<paths>(outbound.clientOptions);
  const answered = schemas.listResponse('updateViolation', 200, 'Results');
  const record = schemas.requestItem('updateViolation', 'Violations');

  return {
    breachOf: (violation) => record(toWire(violation, calendar), 'the record'),
    updateViolation: ({ reference, violations }, signal) => {
      // Made before there is a place for the call, which others wait for.
      const body = {
        BatchReference: reference,
        Violations: violations.map((violation) => toWire(violation, calendar)),
      };
      // vHub takes a reference it has for the batch it has.
      return outbound.call('updateViolation', { signal, idempotent: true }, async (attempt) => {
        const { response } = await vhub.POST('/v1/vhub/updateViolation', {
          headers: outbound.headers('updateViolation'),
          body,
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        const results: ViolationResult[] = [];
        await readJsonList(response, {
          list: 'Results',
          checks: answered,
          attempt,
          onItem: (item) => results.push(fromWire(item as ViolationResultItem)),
        });
        return results;
      });
    },
    close: () => outbound.close(),
  };
}
