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
import type { CallWatch } from '../../platform/outbound';
import { clientParts, fileExchangeFor, type Ground } from '../ground';

/** Notices of foreign vehicles (F). */
export function foreign(ground: Ground) {
  const { intranet, internet, calendar } = ground;
  const parameters = createParameters({ intranet, clock: calendar });
  return {
    services: { foreignStories: createStories({ intranet, parameters, calendar }) },
    jobServices(watch: CallWatch | undefined) {
      const vhub = createVhubClient({ ...clientParts(ground, 'VHUB', watch), calendar });
      const repccs = createRepccsClient(clientParts(ground, 'REPCCS', watch));
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
