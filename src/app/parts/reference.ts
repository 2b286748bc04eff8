import { createParameters } from '../../features/parameters';
import { createReferenceData } from '../../features/reference-data';
import { exclusionHash, type Ground } from '../ground';

/** What OCMS keeps itself: rule codes, exemptions, parameters. */
export function reference({ config, intranet, clock }: Ground) {
  return {
    services: {
      referenceData: createReferenceData({ intranet, clock, idHash: () => exclusionHash(config) }),
      parameters: createParameters({ intranet, clock }),
    },
  };
}
