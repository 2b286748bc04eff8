import { casGetPaymentStatus } from './cas/cas-getPaymentStatus';
import { casUpdateCourtNotices } from './cas/cas-updateCourtNotices';
import { cesWebhookCreateNotice } from './ces/cesWebhook-create-notice';
import type { Handlers } from './operation';
import { plusQueryNoticeInfo } from './plus/plus-queryNoticeInfo';
import { repccsWebhook } from './repccs/repccsWebhook';

export const handlers: Handlers = {
  'cas-getPaymentStatus': casGetPaymentStatus,
  'cas-updateCourtNotices': casUpdateCourtNotices,
  'cesWebhook-create-notice': cesWebhookCreateNotice,
  'plus-queryNoticeInfo': plusQueryNoticeInfo,
  repccsWebhook,
};

export type { Services } from './operation';
