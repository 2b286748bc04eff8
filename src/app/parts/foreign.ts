import { createRepccsClient } from '../../clients/repccs/client';
import { createVhubClient } from '../../clients/vhub/client';
import {
  createAdminFees,
  createArchival,
  createStories,
  createViolationUpdates,
} from '../../features/foreign-vehicles';
import { createParameters } from '../../features/parameters';
import { type Ground, systemSettings } from '../ground';

/** Notices of foreign vehicles (F). */
export function foreign({ config, intranet, internet, calendar, logger, registry }: Ground) {
  const parameters = createParameters({ intranet, clock: calendar });
  return {
    services: { foreignStories: createStories({ intranet, parameters, calendar }) },
    jobServices() {
      const vhub = createVhubClient({ settings: systemSettings(config, 'VHUB'), calendar, logger, registry });
      const repccs = createRepccsClient({ settings: systemSettings(config, 'REPCCS'), logger, registry });
      return {
        services: {
          adminFees: createAdminFees({ parameters, calendar }),
          archival: createArchival({ intranet, internet, parameters, calendar }),
          violationUpdates: createViolationUpdates({ intranet, parameters, vhub, carParks: repccs, calendar }),
        },
        close: async () => {
          await vhub.close();
          await repccs.close();
        },
      };
    },
  };
}
