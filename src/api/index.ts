import type { Intersection } from '../platform/types';
import { casGetPaymentStatus } from './cas/cas-getPaymentStatus';
import { casUpdateCourtNotices } from './cas/cas-updateCourtNotices';
import { cesWebhookCreateNotice } from './ces/cesWebhook-create-notice';
import type { Operations } from './operation';
import { plusQueryNoticeInfo } from './plus/plus-queryNoticeInfo';
import { repccsWebhook } from './repccs/repccsWebhook';

/** Every operation there is. */
export const operations = {
  'cas-getPaymentStatus': casGetPaymentStatus,
  'cas-updateCourtNotices': casUpdateCourtNotices,
  'cesWebhook-create-notice': cesWebhookCreateNotice,
  'plus-queryNoticeInfo': plusQueryNoticeInfo,
  repccsWebhook,
} satisfies Operations;

/** All services that operations call. */
export type NeededServices = Intersection<Parameters<(typeof operations)[keyof typeof operations]>[0]>;
