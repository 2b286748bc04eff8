import { operations, type NeededServices } from '../api';
import type { OperationHandler } from './http/steps/answer';

/** Every operation on these services, by its id. */
export const handlersOf = (services: NeededServices): Record<string, OperationHandler> =>
  Object.fromEntries(
    Object.entries(operations).map(([id, operation]) => [
      id,
      (operation as (needed: NeededServices) => unknown)(services) as OperationHandler,
    ]),
  );
