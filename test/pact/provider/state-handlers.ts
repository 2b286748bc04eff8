import type { Pact } from '../../support/pacts';
import type { StateChange } from './switchboard';

export interface StateHandler {
  setup(params: NonNullable<StateChange['params']>): Promise<void>;
  teardown(): Promise<void>;
}

export type StateHandlers = Readonly<Record<string, StateHandler>>;

/** Brings a state about, or ends it. Pact fails the interaction when this throws. */
export async function changeState(handlers: StateHandlers, { action, state, params = {} }: StateChange): Promise<void> {
  // An interaction without a state.
  if (!state) return;
  const handler = Object.hasOwn(handlers, state) ? handlers[state] : undefined;
  if (!handler) throw new Error('no handler for this state');
  await handler[action](params);
}

/** The states pacts start from. */
export function statesOf(pacts: readonly Pact[]): Set<string> {
  return new Set(
    pacts.flatMap(({ interactions }) =>
      interactions.flatMap(({ providerStates = [] }) => providerStates.map(({ name }) => name)),
    ),
  );
}
