import { sandboxKeys } from '../../../src/partner-sandbox/index';
import { testSandbox } from '../../e2e/sandbox/sandbox';
import { outboundPacts } from '../../support/pacts';
import { keepsPacts } from './keeps-pacts';
import { sandboxStates } from './sandbox-states';

describe("the sandbox keeps the partners' pacts", () => {
  keepsPacts({
    by: 'sandbox',
    pacts: outboundPacts(),
    async start() {
      const sandbox = await testSandbox();
      return {
        target: { url: sandbox.url, keys: sandboxKeys() },
        states: () => sandboxStates(sandbox),
        close: () => sandbox.close(),
      };
    },
    broken: {
      file: 'ocms-cas.json',
      kept: 'a request for the VIP vehicles, of which there is none',
      changes: {
        'with a state that cannot be brought about': {
          change: (its) => (its.providerStates![0]!.params = { vehicles: [{ vehicleNo: 'abc' }] }),
          complaint: /these are all VIP vehicles: PUT \/cas\/vip-vehicles: 400 .*breaks the contract/,
        },
        'with a state that answers otherwise': {
          change: (its) => (its.providerStates = [{ name: 'calls end with an error', params: { status: 503 } }]),
          complaint: /expected 200 but was 503/,
        },
        'with another body': {
          change: (its) => (its.response.body!.content = { data: [], totalCount: 1 }),
          complaint: /\$\.totalCount -> Expected 0/,
        },
      },
    },
  });
});
