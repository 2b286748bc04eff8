import type { RequestHandler } from 'express';
import { type Tracer, withinSpan } from '../../../platform/tracing';
import { factsOf, type OperationFacts } from '../facts';

/**
 * What follows is a span of the caller's trace, or of a new one. Only callers who are known get here: nobody else's
 * requests are worth a span.
 */
export function trace(id: string, { method, path, partner }: OperationFacts, tracer: Tracer): RequestHandler {
  const attributes = {
    'http.request.method': method.toUpperCase(),
    'http.route': path,
    'ocms.partner': partner,
  };
  return ({ headers }, response, next) => {
    const { traceparent } = headers;
    const facts = factsOf(response);
    const span = tracer.start(id, {
      kind: 'server',
      caller: typeof traceparent === 'string' ? traceparent : undefined,
      attributes: { ...attributes, 'ocms.request_id': facts.requestId },
    });
    if (!span) {
      next();
      return;
    }
    facts.span = span;
    withinSpan(span, next);
  };
}
