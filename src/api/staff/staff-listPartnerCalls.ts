import type { PartnerCalls } from '../../features/partner-calls';
import { instant } from './views';
import type { Operation } from '../operation';

/** How calls to partners went lately. */
export const staffListPartnerCalls: Operation<'staff-listPartnerCalls', { partnerCalls: PartnerCalls }> =
  ({ partnerCalls }) =>
  async ({ query: { hours = 24 } }) => {
    // A hundred columns at most, each a quarter of an hour or two hours.
    const partners = await partnerCalls.lately(hours, hours <= 24 ? 15 : 120);
    return {
      status: 200,
      body: {
        partners: partners.map(({ partner, stretches }) => ({
          partner,
          stretches: stretches.map((stretch) => ({ ...stretch, from: instant(stretch.from) })),
        })),
      },
    };
  };
