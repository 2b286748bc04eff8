import { rowVersionsAdvice } from '../../db/row-versions';
import type { Ground } from '../ground';

/** How the databases are set up. Of the internet zone's only `migrate` tells: readiness does not wait for that zone. */
export function databases({ intranet }: Pick<Ground, 'intranet'>) {
  return {
    services: {},
    async warnings() {
      const advice = await rowVersionsAdvice(intranet);
      return advice === undefined ? [] : [{ event: 'no-row-versions', advice }];
    },
  };
}
