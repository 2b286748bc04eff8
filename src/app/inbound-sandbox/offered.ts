import { inboundOperations } from '../../../generated/inbound/operations';
import type { OperationFacts } from '../http/facts';

/** What partners call; members of staff have the console. */
export const offered: Readonly<Record<string, OperationFacts>> = Object.fromEntries(
  Object.entries(inboundOperations).filter(([, { authentication }]) => authentication === 'apiKey'),
);
