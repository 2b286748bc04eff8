import { createRepccsClient } from '../../clients/repccs/client';
import { createVhubClient } from '../../clients/vhub/client';
import {
  createAdminFees,
  createArchival,
  createStories,
  createViolationLists,
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
      const lists = createViolationLists({ intranet, parameters, carParks: repccs, calendar });
      return {
        services: {
          violationUpdates: createViolationUpdates({ intranet, lists, vhub, calendar }),
          adminFees: createAdminFees({ parameters, calendar }),
          archival: createArchival({ intranet, internet, parameters, calendar }),
        },
        close: async () => {
          await vhub.close();
          await repccs.close();
        },
      };
    },
  };
}
