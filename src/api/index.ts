import type { Intersection } from '../platform/types';
import { casGetPaymentStatus } from './cas/cas-getPaymentStatus';
import { casUpdateCourtNotices } from './cas/cas-updateCourtNotices';
import { cesWebhookCreateNotice } from './ces/cesWebhook-create-notice';
import type { Operations } from './operation';
import { plusQueryNoticeInfo } from './plus/plus-queryNoticeInfo';
import { repccsWebhook } from './repccs/repccsWebhook';
import { staffAddExclusion } from './staff/staff-addExclusion';
import { staffAddExemption } from './staff/staff-addExemption';
import { staffAddRuleCode } from './staff/staff-addRuleCode';
import { staffCloseReview } from './staff/staff-closeReview';
import { staffCreateNotice } from './staff/staff-createNotice';
import { staffEndExclusion } from './staff/staff-endExclusion';
import { staffGetAnsReport } from './staff/staff-getAnsReport';
import { staffGetExclusion } from './staff/staff-getExclusion';
import { staffGetExemption } from './staff/staff-getExemption';
import { staffGetJobRequest } from './staff/staff-getJobRequest';
import { staffGetJobRun } from './staff/staff-getJobRun';
import { staffGetLetterReconciliation } from './staff/staff-getLetterReconciliation';
import { staffGetMirror } from './staff/staff-getMirror';
import { staffGetNotice } from './staff/staff-getNotice';
import { staffGetParameter } from './staff/staff-getParameter';
import { staffGetRuleCode } from './staff/staff-getRuleCode';
import { staffListAlerts } from './staff/staff-listAlerts';
import { staffListAudit } from './staff/staff-listAudit';
import { staffListDeadLetters } from './staff/staff-listDeadLetters';
import { staffListExclusions } from './staff/staff-listExclusions';
import { staffListExemptions } from './staff/staff-listExemptions';
import { staffListJobRuns } from './staff/staff-listJobRuns';
import { staffListJobs } from './staff/staff-listJobs';
import { staffListNotices } from './staff/staff-listNotices';
import { staffListParameters } from './staff/staff-listParameters';
import { staffListContractDrift } from './staff/staff-listContractDrift';
import { staffListPartnerCalls } from './staff/staff-listPartnerCalls';
import { staffListReviews } from './staff/staff-listReviews';
import { staffListRuleCodes } from './staff/staff-listRuleCodes';
import { staffResumeReview } from './staff/staff-resumeReview';
import { staffRetryAlert } from './staff/staff-retryAlert';
import { staffRetryDeadLetter } from './staff/staff-retryDeadLetter';
import { staffSetExemption } from './staff/staff-setExemption';
import { staffSetParameter } from './staff/staff-setParameter';
import { staffSetRuleCode } from './staff/staff-setRuleCode';
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
  'staff-addExclusion': staffAddExclusion,
  'staff-addExemption': staffAddExemption,
  'staff-addRuleCode': staffAddRuleCode,
  'staff-closeReview': staffCloseReview,
  'staff-createNotice': staffCreateNotice,
  'staff-endExclusion': staffEndExclusion,
  'staff-getAnsReport': staffGetAnsReport,
  'staff-getExclusion': staffGetExclusion,
  'staff-getExemption': staffGetExemption,
  'staff-getJobRequest': staffGetJobRequest,
  'staff-getJobRun': staffGetJobRun,
  'staff-getLetterReconciliation': staffGetLetterReconciliation,
  'staff-getMirror': staffGetMirror,
  'staff-getNotice': staffGetNotice,
  'staff-getParameter': staffGetParameter,
  'staff-getRuleCode': staffGetRuleCode,
  'staff-listAlerts': staffListAlerts,
  'staff-listAudit': staffListAudit,
  'staff-listDeadLetters': staffListDeadLetters,
  'staff-listExclusions': staffListExclusions,
  'staff-listExemptions': staffListExemptions,
  'staff-listJobRuns': staffListJobRuns,
  'staff-listJobs': staffListJobs,
  'staff-listNotices': staffListNotices,
  'staff-listParameters': staffListParameters,
  'staff-listContractDrift': staffListContractDrift,
  'staff-listPartnerCalls': staffListPartnerCalls,
  'staff-listReviews': staffListReviews,
  'staff-listRuleCodes': staffListRuleCodes,
  'staff-resumeReview': staffResumeReview,
  'staff-retryAlert': staffRetryAlert,
  'staff-retryDeadLetter': staffRetryDeadLetter,
  'staff-setExemption': staffSetExemption,
  'staff-setParameter': staffSetParameter,
  'staff-setRuleCode': staffSetRuleCode,
  'staff-startJob': staffStartJob,
  'staff-stopJobRun': staffStopJobRun,
  'staff-suspendNotice': staffSuspendNotice,
  'staff-takeReview': staffTakeReview,
} satisfies Operations;

/** All services that operations call. */
export type NeededServices = Intersection<Parameters<(typeof operations)[keyof typeof operations]>[0]>;
