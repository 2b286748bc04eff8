import { createCasClient } from '../../clients/cas/client';
import { createVipVehicleService } from '../../features/vip-vehicles';
import type { CallWatch } from '../../platform/outbound';
import { clientParts, type Ground } from '../ground';

/** CAS's VIP vehicles (C 3). */
export function vehicles(ground: Ground) {
  const { config, intranet, clock } = ground;
  return {
    jobServices(watch: CallWatch | undefined) {
      const cas = createCasClient(clientParts(ground, 'CAS', watch));
      return {
        services: {
          vipVehicles: createVipVehicleService({ intranet, source: cas, clock, rules: config.vipVehicles }),
        },
        close: () => cas.close(),
      };
    },
  };
}
