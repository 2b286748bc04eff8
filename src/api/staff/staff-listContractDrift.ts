import type { components } from '../../../generated/inbound/staff-portal';
import type { ContractDrift } from '../../features/contract-drift';
import { instant } from './views';
import type { Operation } from '../operation';

type Kind = components['schemas']['ContractDrift']['kind'];

/** As many as the contract lets a list have. */
const MOST = 500;

/** How real messages differ from their contracts. */
export const staffListContractDrift: Operation<'staff-listContractDrift', { contractDrift: ContractDrift }> =
  ({ contractDrift }) =>
  async ({ query: { days = 7 } }) => {
    const { drifts, more } = await contractDrift.lately(days, MOST);
    return {
      status: 200,
      body: {
        drifts: drifts.map(({ firstSeen, lastSeen, kind, ...drift }) => ({
          ...drift,
          kind: kind as Kind,
          firstSeenAt: instant(firstSeen),
          lastSeenAt: instant(lastSeen),
        })),
        more,
      },
    };
  };
