import { createTaggedVehicles } from '../../clients/ces/tagged-vehicles';
import { createRepccsClient } from '../../clients/repccs/client';
import { createListedVehicles } from '../../clients/repccs/listed-vehicles';
import { createAcknowledgementSource } from '../../clients/vhub/acknowledgements';
import { createVhubClient } from '../../clients/vhub/client';
import { createViolationFile } from '../../clients/vhub/violation-file';
import {
  createAcknowledgements,
  createAdminFees,
  createArchival,
  createStories,
  createVehicleLists,
  createViolationFiles,
  createViolationLists,
  createViolationUpdates,
} from '../../features/foreign-vehicles';
import { createParameters } from '../../features/parameters';
import { fileExchangeFor, type Ground, systemSettings } from '../ground';

/** Notices of foreign vehicles (F). */
export function foreign(ground: Ground) {
  const { config, intranet, internet, calendar, logger, registry } = ground;
  const parameters = createParameters({ intranet, clock: calendar });
  return {
    services: { foreignStories: createStories({ intranet, parameters, calendar }) },
    jobServices() {
      const vhub = createVhubClient({ settings: systemSettings(config, 'VHUB'), calendar, logger, registry });
      const repccs = createRepccsClient({ settings: systemSettings(config, 'REPCCS'), logger, registry });
      const exchange = {
        vhub: fileExchangeFor(ground, 'VHUB'),
        repccs: fileExchangeFor(ground, 'REPCCS'),
        ces: fileExchangeFor(ground, 'CES'),
      };
      const lists = createViolationLists({ intranet, parameters, carParks: repccs, calendar });
      return {
        services: {
          violationUpdates: createViolationUpdates({ intranet, lists, vhub, calendar }),
          violationFiles: createViolationFiles({
            intranet,
            lists,
            receiver: createViolationFile({ exchange: exchange.vhub, calendar }),
            calendar,
          }),
          acknowledgements: createAcknowledgements({
            intranet,
            source: createAcknowledgementSource(exchange.vhub),
            calendar,
          }),
          vehicleLists: createVehicleLists({
            intranet,
            parameters,
            repccs: createListedVehicles({ exchange: exchange.repccs, calendar }),
            ces: createTaggedVehicles({ exchange: exchange.ces, calendar }),
            calendar,
          }),
          adminFees: createAdminFees({ parameters, calendar }),
          archival: createArchival({ intranet, internet, parameters, calendar }),
        },
        close: async () => {
          await vhub.close();
          await repccs.close();
          for (const each of Object.values(exchange)) await each.close();
        },
      };
    },
  };
}
