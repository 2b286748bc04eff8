import createClient from 'openapi-fetch';
import { outboundOperations } from '../../../generated/outbound/operations';
import type { components, paths } from '../../../generated/outbound/slift-letters';
import { type OutboundSchemas, outboundSchemas } from '../../contract/outbound';
import type { LetterPrinter } from '../../features/advisory-notices/port';
import { type ClientParts, createOutboundCaller, readJson, UpstreamError } from '../../platform/outbound';
import { refusal } from '../refusal';
import { MAX_DOCUMENT_BYTES, toWire } from './mapper';

/** What SLIFT and its gateway say of a document over their limits, and the client before it is sent. */
const TOO_LARGE = 'TOO_LARGE';

/** SLIFT, as far as OCMS calls it. */
export type SliftClient = LetterPrinter & { close(): Promise<void> };

export function createSliftClient({
  schemas = outboundSchemas(),
  ...parts
}: ClientParts & { schemas?: OutboundSchemas }): SliftClient {
  const outbound = createOutboundCaller({ operations: outboundOperations, ...parts });
  const slift = createClient<paths>(outbound.clientOptions);
  const taken = schemas.response('submitLetter', 200);
  const refused = schemas.response('submitLetter', 422);

  return {
    async submitLetter(letter, signal) {
      const body = await toWire(letter);
      if (!body) throw tooLarge();
      // SLIFT takes a reference it has for the letter it has.
      return outbound.call('submitLetter', { signal, idempotent: true, refusals: [413, 422] }, async (attempt) => {
        const { response, error } = await slift.POST('/v1/slift/submitLetter', {
          headers: outbound.headers('submitLetter'),
          body,
          fetch: attempt.fetch,
          parseAs: 'stream',
        });
        if (response.status === 413) throw attempt.refused(TOO_LARGE);
        if (error !== undefined || !response.ok) throw refusal(error, { check: refused, attempt });
        const answer = await readJson(response, { check: taken, attempt });
        return (answer as components['schemas']['SubmitLetterResponse']).submissionId;
      });
    },
    close: () => outbound.close(),
  };
}

/** Nothing was sent. */
const tooLarge = (): UpstreamError =>
  new UpstreamError(`the document is over ${MAX_DOCUMENT_BYTES} bytes`, {
    system: outboundOperations.submitLetter.system,
    operation: 'submitLetter',
    outcome: 'rejected',
    retryable: false,
    attempts: 0,
    status: undefined,
    reasonCode: TOO_LARGE,
  });
