import type { RequestHandler } from 'express';
import { AppError } from '../../../platform/errors';
import type { Logger } from '../../../platform/logging';
import { factsOf } from '../facts';
import type { HttpMetrics } from '../metrics';

const FIELDS_NAMED = 20;
const FIELDS_TOLD = 1_000;

const withoutForm = (name: string): string => name.replaceAll(/[-_]/g, '').toLowerCase();

/**
 * A field the contract does not know is ignored, but somebody should hear of it (decisions §3: unknown properties). One
 * that is a known one but for capitals, hyphens and underscores is a slip, and refused (decisions §5).
 */
export function noteUnknownFields(
  id: string,
  known: ReadonlySet<string>,
  { logger, metrics }: { logger: Logger; metrics: HttpMetrics },
): RequestHandler {
  const told = new Set<string>();
  const forms = new Map([...known].map((name) => [withoutForm(name), name]));
  const longest = 2 * Math.max(...[...known].map((name) => name.length));
  return (request, response, next) => {
    const unknown = Object.keys(request.body as object).filter((name) => !known.has(name));
    for (const name of unknown) {
      const meant = name.length <= longest ? forms.get(withoutForm(name)) : undefined;
      if (meant !== undefined) {
        throw new AppError('validation', 'a slip in the name of a field', {
          details: [{ path: `/body/${name}`, message: `is not part of the contract: ${meant} is` }],
        });
      }
    }
    if (unknown.length > 0) {
      const { partner, requestId } = factsOf(response);
      metrics.unknownFields.inc({ operation: id }, unknown.length);
      // A name the caller made up may hold anything: only what looks like a field's name is told.
      const fields = [
        ...new Set(unknown.slice(0, FIELDS_NAMED).map((name) => (/^[A-Za-z_]{1,40}$/.test(name) ? name : '(other)'))),
      ];
      // A partner's new field comes with every request: once is enough to hear of it.
      const news = told.size < FIELDS_TOLD && fields.some((name) => !told.has(name));
      if (news) for (const name of fields) told.add(name);
      logger[news ? 'warn' : 'debug']({
        event: 'unknown-fields-ignored',
        operation: id,
        partner,
        requestId,
        fields,
        count: unknown.length,
      });
    }
    next();
  };
}
