import { createParameters } from '../../features/parameters';
import {
  createExclusions,
  createExemptions,
  createReferenceData,
  createRuleCodes,
} from '../../features/reference-data';
import { exclusionHash, type Ground } from '../ground';

/** What OCMS keeps itself: rule codes, exemptions, the exclusion list, parameters. */
export function reference({ config, intranet, clock, calendar }: Ground) {
  const idHash = () => exclusionHash(config);
  const exclusions = createExclusions({ intranet, calendar, keyIds: config.dataKeys?.map(({ id }) => id), idHash });
  return {
    services: {
      referenceData: createReferenceData({ intranet, clock, idHash }),
      parameters: createParameters({ intranet, clock }),
      ruleCodes: createRuleCodes({ intranet, calendar }),
      exemptions: createExemptions({ intranet, calendar }),
      exclusions,
    },
    async warnings() {
      const keyId = await exclusions.unmatchedKey();
      return keyId === undefined
        ? []
        : [
            {
              event: 'exclusions-unmatched',
              advice: `entries of the exclusion list stand hashed under the data key ${keyId}, which is not configured: they match nobody; give OCMS_DATA_KEYS that key again, or import the list: npm run ocms -- reference import exclusions FILE`,
            },
          ];
    },
  };
}
