import type { Intersection } from '../platform/types';
import { casGetPaymentStatus } from './cas/cas-getPaymentStatus';
import { casUpdateCourtNotices } from './cas/cas-updateCourtNotices';
import { cesWebhookCreateNotice } from './ces/cesWebhook-create-notice';
import type { Operations } from './operation';
import { plusQueryNoticeInfo } from './plus/plus-queryNoticeInfo';
import { repccsWebhook } from './repccs/repccsWebhook';
import { staffCloseReview } from './staff/staff-closeReview';
import { staffCreateNotice } from './staff/staff-createNotice';
import { staffGetAnsReport } from './staff/staff-getAnsReport';
import { staffGetJobRequest } from './staff/staff-getJobRequest';
import { staffGetJobRun } from './staff/staff-getJobRun';
import { staffGetLetterReconciliation } from './staff/staff-getLetterReconciliation';
import { staffGetMirror } from './staff/staff-getMirror';
import { staffGetNotice } from './staff/staff-getNotice';
import { staffGetParameter } from './staff/staff-getParameter';
import { staffListAlerts } from './staff/staff-listAlerts';
import { staffListAudit } from './staff/staff-listAudit';
import { staffListDeadLetters } from './staff/staff-listDeadLetters';
import { staffListJobRuns } from './staff/staff-listJobRuns';
import { staffListJobs } from './staff/staff-listJobs';
import { staffListNotices } from './staff/staff-listNotices';
import { staffListParameters } from './staff/staff-listParameters';
import { staffListPartnerCalls } from './staff/staff-listPartnerCalls';
import { staffListReviews } from './staff/staff-listReviews';
import { staffResumeReview } from './staff/staff-resumeReview';
import { staffRetryAlert } from './staff/staff-retryAlert';
import { staffRetryDeadLetter } from './staff/staff-retryDeadLetter';
import { staffSetParameter } from './staff/staff-setParameter';
import { staffStartJob } from './staff/staff-startJob';
import { staffStopJobRun } from './staff/staff-stopJobRun';
import { staffSuspendNotice } from './staff/staff-suspendNotice';
import { staffTakeReview } from './staff/staff-takeReview';

/** Every operation there is. */
export const operations = {
  'cas-getPaymentStatus': casGetPaymentStatus,
  'cas-updateCourtNotices': casUpdateCourtNotices,
  'cesWebhook-create-notice': cesWebhookCreateNotice,
  'plus-queryNoticeInfo': plusQueryNoticeInfo,
  repccsWebhook,
  'staff-closeReview': staffCloseReview,
  'staff-createNotice': staffCreateNotice,
  'staff-getAnsReport': staffGetAnsReport,
  'staff-getJobRequest': staffGetJobRequest,
  'staff-getJobRun': staffGetJobRun,
  'staff-getLetterReconciliation': staffGetLetterReconciliation,
  'staff-getMirror': staffGetMirror,
  'staff-getNotice': staffGetNotice,
  'staff-getParameter': staffGetParameter,
  'staff-listAlerts': staffListAlerts,
  'staff-listAudit': staffListAudit,
  'staff-listDeadLetters': staffListDeadLetters,
  'staff-listJobRuns': staffListJobRuns,
  'staff-listJobs': staffListJobs,
  'staff-listNotices': staffListNotices,
  'staff-listParameters': staffListParameters,
  'staff-listPartnerCalls': staffListPartnerCalls,
  'staff-listReviews': staffListReviews,
  'staff-resumeReview': staffResumeReview,
  'staff-retryAlert': staffRetryAlert,
  'staff-retryDeadLetter': staffRetryDeadLetter,
  'staff-setParameter': staffSetParameter,
  'staff-startJob': staffStartJob,
  'staff-stopJobRun': staffStopJobRun,
  'staff-suspendNotice': staffSuspendNotice,
  'staff-takeReview': staffTakeReview,
} satisfies Operations;

/** All services that operations call. */
export type NeededServices = Intersection<Parameters<(typeof operations)[keyof typeof operations]>[0]>;
