import { writeCesUnqualifiedVehicleList } from '../../../generated/files/ces-unqualifiedVehicleList';
import { writeRepccsUnqualifiedVehicleList } from '../../../generated/files/repccs-unqualifiedVehicleList';
import { createCesClient } from '../../clients/ces/client';
import { createRepccsClient } from '../../clients/repccs/client';
import { createUnqualifiedVehicles } from '../../clients/unqualified-vehicles';
import { createUnqualifiedVehicleLists } from '../../features/unqualified-vehicles';
import type { CallWatch } from '../../platform/outbound';
import { clientParts, fileExchangeFor, type Ground } from '../ground';

/** Vehicles that do not qualify for advisory notices (A 9). */
export function unqualified(ground: Ground) {
  const { config, intranet, calendar } = ground;
  return {
    jobServices(watch: CallWatch | undefined) {
      const { unqualifiedVehiclesApi: byApi } = config;
      const exchange = { repccs: fileExchangeFor(ground, 'REPCCS'), ces: fileExchangeFor(ground, 'CES') };
      const repccs = byApi.has('REPCCS') ? createRepccsClient(clientParts(ground, 'REPCCS', watch)) : undefined;
      const ces = byApi.has('CES') ? createCesClient(clientParts(ground, 'CES', watch)) : undefined;
      return {
        services: {
          unqualifiedVehicleLists: createUnqualifiedVehicleLists({
            intranet,
            receivers: {
              REPCCS: createUnqualifiedVehicles({
                exchange: exchange.repccs,
                write: writeRepccsUnqualifiedVehicleList,
                api: repccs,
              }),
              CES: createUnqualifiedVehicles({
                exchange: exchange.ces,
                write: writeCesUnqualifiedVehicleList,
                api: ces,
              }),
            },
            calendar,
          }),
        },
        close: async () => {
          for (const each of [...Object.values(exchange), repccs, ces]) await each?.close();
        },
      };
    },
  };
}
