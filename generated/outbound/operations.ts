// generated from contracts/, do not edit

import type { operations as CasRefreshVIPVehicleOperations } from './cas-refreshVIPVehicle';

/** Every operation of another system that OCMS calls, with the types of its request and responses. */
export interface OutboundOperations {
  refreshVIPVehicle: CasRefreshVIPVehicleOperations['refreshVIPVehicle'];
}

export type OutboundOperationId = keyof OutboundOperations;

/** The facts of each operation the clients work by: the system it belongs to, route, key, limits, statuses. */
export const outboundOperations = {
  refreshVIPVehicle: {
    contract: 'cas-refreshVIPVehicle',
    method: 'post',
    path: '/v1/cas/refreshVIPVehicle',
    system: 'CAS',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 0,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
} as const;
