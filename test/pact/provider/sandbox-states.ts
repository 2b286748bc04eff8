import { outboundOperations } from '../../../generated/outbound/operations';
import type { TestSandbox } from '../../e2e/sandbox/sandbox';
import type { StateHandler, StateHandlers } from './state-handlers';

/** How each state of a partner comes about: as anybody would bring it about, through the sandbox's own interface. */
export function sandboxStates({ admin }: TestSandbox): StateHandlers {
  const asked = async (method: string, path: string, body?: unknown): Promise<void> => {
    const { status, text } = await admin(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path}: ${status} ${text}`);
  };
  const state = (setup: StateHandler['setup']): StateHandler => ({ setup, teardown: () => asked('DELETE', '') });

  return {
    'these are all VIP vehicles': state(({ vehicles }) => asked('PUT', '/cas/vip-vehicles', vehicles)),
    'these are all car parks': state(({ carParks }) => asked('PUT', '/repccs/car-parks', carParks)),
    'calls end with an error': state(({ status }) =>
      asked(
        'POST',
        '/faults',
        Object.keys(outboundOperations).map((operation) => ({ operation, fault: 'status', status })),
      ),
    ),
  };
}
