import { casGetPaymentStatus } from './cas/cas-getPaymentStatus';
import { casUpdateCourtNotices } from './cas/cas-updateCourtNotices';
import type { Handlers } from './operation';
import { plusQueryNoticeInfo } from './plus/plus-queryNoticeInfo';

export const handlers: Handlers = {
  'cas-getPaymentStatus': casGetPaymentStatus,
  'cas-updateCourtNotices': casUpdateCourtNotices,
  'plus-queryNoticeInfo': plusQueryNoticeInfo,
};

export type { Services } from './operation';
