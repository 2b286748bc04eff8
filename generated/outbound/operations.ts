// generated from contracts/, do not edit

import type { operations as CasRefreshVIPVehicleOperations } from './cas-refreshVIPVehicle';
import type { operations as CesUnqualifiedVehiclesOperations } from './ces-unqualifiedVehicles';
import type { operations as DatahiveContactOperations } from './datahive-contact';
import type { operations as EmailServiceOperations } from './email-service';
import type { operations as LtaOwnerParticularsOperations } from './lta-ownerParticulars';
import type { operations as MhaRegisteredAddressOperations } from './mha-registeredAddress';
import type { operations as RepccsCarParksOperations } from './repccs-carParks';
import type { operations as RepccsUnqualifiedVehiclesOperations } from './repccs-unqualifiedVehicles';
import type { operations as SliftLettersOperations } from './slift-letters';
import type { operations as SmsGatewayOperations } from './sms-gateway';
import type { operations as VhubUpdateViolationOperations } from './vhub-updateViolation';

/** Every operation of another system that OCMS calls, with the types of its request and responses. */
export interface OutboundOperations {
  carParks: RepccsCarParksOperations['carParks'];
  'ces-unqualifiedVehicles': CesUnqualifiedVehiclesOperations['ces-unqualifiedVehicles'];
  contact: DatahiveContactOperations['contact'];
  entityAddress: DatahiveContactOperations['entityAddress'];
  ownerParticulars: LtaOwnerParticularsOperations['ownerParticulars'];
  refreshVIPVehicle: CasRefreshVIPVehicleOperations['refreshVIPVehicle'];
  registeredAddress: MhaRegisteredAddressOperations['registeredAddress'];
  'repccs-unqualifiedVehicles': RepccsUnqualifiedVehiclesOperations['repccs-unqualifiedVehicles'];
  sendEmail: EmailServiceOperations['sendEmail'];
  sendSms: SmsGatewayOperations['sendSms'];
  submitLetter: SliftLettersOperations['submitLetter'];
  updateViolation: VhubUpdateViolationOperations['updateViolation'];
}

export type OutboundOperationId = keyof OutboundOperations;

/** The facts of each operation the clients work by: the system it belongs to, route, key, limits, statuses. */
export const outboundOperations = {
  carParks: {
    contract: 'repccs-carParks',
    method: 'get',
    path: '/v1/repccs/carParks',
    system: 'REPCCS',
    keyHeader: 'API-Key',
    maxBodyBytes: 0,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  'ces-unqualifiedVehicles': {
    contract: 'ces-unqualifiedVehicles',
    method: 'post',
    path: '/v1/ces/unqualifiedVehicles',
    system: 'CES',
    keyHeader: 'API-Key',
    maxBodyBytes: 65536,
    batchLimits: [{ pointer: '/vehicles', maxItems: 1000 }],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  contact: {
    contract: 'datahive-contact',
    method: 'post',
    path: '/v1/datahive/contact',
    system: 'DATAHIVE',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1024,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  entityAddress: {
    contract: 'datahive-contact',
    method: 'post',
    path: '/v1/datahive/entityAddress',
    system: 'DATAHIVE',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1024,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  ownerParticulars: {
    contract: 'lta-ownerParticulars',
    method: 'post',
    path: '/v1/lta/ownerParticulars',
    system: 'LTA',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1024,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
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
  registeredAddress: {
    contract: 'mha-registeredAddress',
    method: 'post',
    path: '/v1/mha/registeredAddress',
    system: 'MHA',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1024,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  'repccs-unqualifiedVehicles': {
    contract: 'repccs-unqualifiedVehicles',
    method: 'post',
    path: '/v1/repccs/unqualifiedVehicles',
    system: 'REPCCS',
    keyHeader: 'API-Key',
    maxBodyBytes: 65536,
    batchLimits: [{ pointer: '/vehicles', maxItems: 1000 }],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
  sendEmail: {
    contract: 'email-service',
    method: 'post',
    path: '/v1/email/sendEmail',
    system: 'EMAIL',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1048576,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504],
  },
  sendSms: {
    contract: 'sms-gateway',
    method: 'post',
    path: '/v1/sms/sendSms',
    system: 'SMS',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 16384,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504],
  },
  submitLetter: {
    contract: 'slift-letters',
    method: 'post',
    path: '/v1/slift/submitLetter',
    system: 'SLIFT',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 8388608,
    batchLimits: [],
    statuses: [200, 400, 401, 403, 404, 413, 422, 429, 500, 502, 503, 504],
  },
  updateViolation: {
    contract: 'vhub-updateViolation',
    method: 'post',
    path: '/v1/vhub/updateViolation',
    system: 'VHUB',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    maxBodyBytes: 1048576,
    batchLimits: [{ pointer: '/Violations', maxItems: 50 }],
    statuses: [200, 400, 401, 403, 404, 429, 500, 502, 503, 504],
  },
} as const;
