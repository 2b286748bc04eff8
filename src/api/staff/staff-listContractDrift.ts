import { inboundOperations } from '../../../generated/inbound/operations';
import type { components } from '../../../generated/inbound/staff-portal';
import type { ContractDrift, Drift } from '../../features/contract-drift';
import { instant } from './views';
import type { Operation } from '../operation';

type Kind = components['schemas']['ContractDrift']['kind'];

/** As many as the contract lets a list have. */
const MOST = 500;

/** Who is called answers: an operation that is not OCMS's is the partner's. */
const isOfPartner = ({ operation, direction }: Pick<Drift, 'operation' | 'direction'>): boolean =>
  operation in inboundOperations === (direction === 'REQUEST');

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
          sender: isOfPartner(drift) ? 'PARTNER' : 'OCMS',
          kind: kind as Kind,
          firstSeenAt: instant(firstSeen),
          lastSeenAt: instant(lastSeen),
        })),
        more,
      },
    };
  };
