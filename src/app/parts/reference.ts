import { createParameters } from '../../features/parameters';
import { createReferenceData } from '../../features/reference-data';
import type { Ground } from '../ground';

/** What OCMS keeps itself: rule codes, exemptions, parameters. */
export function reference({ intranet, clock }: Ground) {
  return {
    services: {
      referenceData: createReferenceData({ intranet, clock }),
      parameters: createParameters({ intranet, clock }),
    },
  };
}
