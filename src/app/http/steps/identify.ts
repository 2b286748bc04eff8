import type { RequestHandler } from 'express';
import { factsOf, type OperationFacts } from '../facts';

/** From here on it is known which operation the request is for. */
export function identify(id: string, { badRequestMessage }: OperationFacts): RequestHandler {
  return (_request, response, next) => {
    const facts = factsOf(response);
    facts.operation = id;
    facts.badRequestMessage = badRequestMessage;
    next();
  };
}
