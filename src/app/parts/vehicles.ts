import { createCasClient } from '../../clients/cas/client';
import { createVipVehicleService } from '../../features/vip-vehicles';
import { type Ground, systemSettings } from '../ground';

/** CAS's VIP vehicles (C 3). */
export function vehicles({ config, intranet, clock, logger, registry }: Ground) {
  return {
    jobServices() {
      const cas = createCasClient({ settings: systemSettings(config, 'CAS'), logger, registry });
      return {
        services: {
          vipVehicles: createVipVehicleService({ intranet, source: cas, clock, rules: config.vipVehicles }),
        },
        close: () => cas.close(),
      };
    },
  };
}
