import { createAdminFees, createArchival } from '../../features/foreign-vehicles';
import { createParameters } from '../../features/parameters';
import type { Ground } from '../ground';

/** Notices of foreign vehicles (F). */
export function foreign({ intranet, internet, calendar }: Ground) {
  return {
    jobServices() {
      const parameters = createParameters({ intranet, clock: calendar });
      return {
        services: {
          adminFees: createAdminFees({ parameters, calendar }),
          archival: createArchival({ intranet, internet, parameters, calendar }),
        },
      };
    },
  };
}
