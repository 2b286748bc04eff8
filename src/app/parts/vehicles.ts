import { createCasClient } from '../../clients/cas/client';
import { createVipVehicleService } from '../../features/vip-vehicles';
import type { Ground } from '../ground';

/** CAS's VIP vehicles (C 3). */
export function vehicles({ config, intranet, clock, logger, metrics }: Ground) {
  return {
    jobServices() {
      const cas = createCasClient({ settings: config.cas, logger, registry: metrics.registry });
      return {
        services: {
          vipVehicles: createVipVehicleService({ intranet, source: cas, clock, rules: config.vipVehicles }),
        },
        close: () => cas.close(),
      };
    },
  };
}
