// generated from contracts/, do not edit

import type { operations as CasGetPaymentStatusOperations } from './cas-getPaymentStatus';
import type { operations as CasUpdateCourtNoticesOperations } from './cas-updateCourtNotices';
import type { operations as CesWebhookCreateNoticeOperations } from './cesWebhook-create-notice';
import type { operations as PlusQueryNoticeInfoOperations } from './plus-queryNoticeInfo';
import type { operations as RepccsWebhookOperations } from './repccsWebhook';

/** Every operation partners can call, with the types of its request and responses. */
export interface InboundOperations {
  'cas-getPaymentStatus': CasGetPaymentStatusOperations['cas-getPaymentStatus'];
  'cas-updateCourtNotices': CasUpdateCourtNoticesOperations['cas-updateCourtNotices'];
  'cesWebhook-create-notice': CesWebhookCreateNoticeOperations['cesWebhook-create-notice'];
  'plus-queryNoticeInfo': PlusQueryNoticeInfoOperations['plus-queryNoticeInfo'];
  repccsWebhook: RepccsWebhookOperations['repccsWebhook'];
}

export type InboundOperationId = keyof InboundOperations;

/** The facts of each operation the server works by: route, key, limits, statuses. */
export const inboundOperations = {
  'cas-getPaymentStatus': {
    contract: 'cas-getPaymentStatus',
    method: 'post',
    path: '/v1/ocms/cas-getPaymentStatus',
    partner: 'CAS',
    authentication: 'apiKey',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    roles: [],
    maxBodyBytes: 1048576,
    batchLimits: [{ pointer: '/noticeNumbers', maxItems: 500 }],
    headers: [],
    badRequestMessage: 'Bad Request',
    statuses: [200, 400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503],
  },
  'cas-updateCourtNotices': {
    contract: 'cas-updateCourtNotices',
    method: 'post',
    path: '/v1/ocms/cas-updateCourtNotices',
    partner: 'CAS',
    authentication: 'apiKey',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    roles: [],
    maxBodyBytes: 1048576,
    batchLimits: [{ pointer: '/notices', maxItems: 500 }],
    headers: [],
    badRequestMessage: 'Bad Request',
    statuses: [200, 400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503],
  },
  'cesWebhook-create-notice': {
    contract: 'cesWebhook-create-notice',
    method: 'post',
    path: '/v1/cesWebhook-create-notice',
    partner: 'CES',
    authentication: 'apiKey',
    keyHeader: 'API-Key',
    roles: [],
    maxBodyBytes: 1048576,
    batchLimits: [],
    headers: [],
    badRequestMessage: 'Invalid input format or failed validation',
    statuses: [200, 226, 400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503],
  },
  'plus-queryNoticeInfo': {
    contract: 'plus-queryNoticeInfo',
    method: 'post',
    path: '/v1/plus-queryNoticeInfo',
    partner: 'PLUS',
    authentication: 'apiKey',
    keyHeader: 'Ocp-Apim-Subscription-Key',
    roles: [],
    maxBodyBytes: 1048576,
    batchLimits: [{ pointer: '/noticeNumbers', maxItems: 10 }],
    headers: [],
    badRequestMessage: 'Bad Request',
    statuses: [200, 400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503],
  },
  repccsWebhook: {
    contract: 'repccsWebhook',
    method: 'post',
    path: '/v1/repccsWebhook',
    partner: 'REPCCS',
    authentication: 'apiKey',
    keyHeader: 'API-Key',
    roles: [],
    maxBodyBytes: 1048576,
    batchLimits: [],
    headers: [],
    badRequestMessage: 'Invalid input format or failed validation',
    statuses: [200, 400, 401, 404, 405, 408, 413, 415, 429, 431, 500, 503],
  },
} as const;
