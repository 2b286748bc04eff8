import type { components } from '../../../generated/inbound/staff-portal';
import type { JobRequest, JobStanding, RunRecord, StoredAlert } from '../../features/job-control';
import type { NoticeRecord, SuspensionRecord } from '../../features/notice-history';
import type { ParameterStanding } from '../../features/parameters';
import type { Exemption, ListedExclusion, RuleCode } from '../../features/reference-data';
import { AppError } from '../../platform/errors';
import type { Cents } from '../../platform/money';

type Schemas = components['schemas'];

/** Instants in UTC. */
export const instant = (at: Date): string => at.toISOString();
export const instantOrNull = (at: Date | null | undefined): string | null => at?.toISOString() ?? null;
export const dollars = (cents: Cents): number => cents / 100;

export const runView = (run: RunRecord): Schemas['JobRun'] => ({
  runId: run.runId,
  jobName: run.jobName,
  instance: run.instance,
  trigger: run.trigger,
  scheduledFor: instantOrNull(run.scheduledFor),
  startedAt: instant(run.startedAt),
  endedAt: instantOrNull(run.endedAt),
  outcome: run.outcome,
  counts: { ...run.counts },
  error: run.error,
});

export const jobView = (job: JobStanding): Schemas['Job'] => ({
  jobName: job.name,
  source: job.source,
  schedule: job.schedule ?? null,
  nextRunAt: instantOrNull(job.nextRunAt),
  frequent: job.frequent ?? false,
  lastRun: job.lastRun ? runView(job.lastRun) : null,
});

export const requestView = (request: JobRequest): Schemas['JobRequest'] => ({
  requestId: request.requestId,
  action: request.action,
  jobName: request.jobName,
  runId: request.runId,
  requestedBy: request.requestedBy,
  requestedAt: instant(request.requestedAt),
  state: request.state,
  takenBy: request.takenBy,
  endedAt: instantOrNull(request.endedAt),
  outcome: request.outcome,
});

/** Asked for: where to ask what became of it. */
export const accepted = (request: JobRequest) => ({
  status: 202 as const,
  headers: { Location: `/v1/staff/job-requests/${request.requestId}` },
  body: requestView(request),
});

export const alertView = (alert: StoredAlert): Schemas['Alert'] => ({
  runId: alert.runId,
  subject: alert.subject,
  body: alert.body,
  recordedAt: instant(alert.recordedAt),
  state: alert.sentAt ? 'SENT' : alert.givenUp ? 'GIVEN_UP' : 'WAITING',
  sentAt: instantOrNull(alert.sentAt),
  refused: alert.refused,
  smtpCode: alert.smtpCode,
  nextAttemptAt: alert.givenUp ? null : instantOrNull(alert.nextAttemptAt),
});

export const parameterView = ({ known, stored }: ParameterStanding): Schemas['Parameter'] => ({
  id: known.id,
  code: known.code,
  value: stored?.value ?? null,
  purpose: known.purpose,
  changedAt: instantOrNull(stored?.changedAt),
  changedBy: stored?.changedBy ?? null,
});

/** A strong entity tag (RFC 9110 §8.8.3). */
export const etagOf = (version: string): string => `"${version}"`;

const MOST_INT = 2_147_483_647;

/** A version that is a number, as an entity tag has it. */
export const versionText = (version: number): string => version.toString(16).padStart(16, '0');

/** @throws AppError `precondition-required` where there is none. */
export function versionOf(ifMatch: string | undefined): number {
  if (ifMatch === undefined) throw new AppError('precondition-required', 'no If-Match');
  // No version is greater, and no column takes more.
  return Math.min(Number.parseInt(ifMatch.slice(1, -1), 16), MOST_INT);
}

export const noticeView = (notice: NoticeRecord): Schemas['Notice'] => ({
  ...notice,
  noticeDateAndTime: instantOrNull(notice.noticeDateAndTime),
  compositionAmount: dollars(notice.compositionAmount),
  adminFee: dollars(notice.adminFee),
  amountPayable: dollars(notice.amountPayable),
  amountPaid: dollars(notice.amountPaid),
  paymentDate: instantOrNull(notice.paymentDate),
  eprDateOfSuspension: instantOrNull(notice.eprDateOfSuspension),
  dueDateOfRevival: instantOrNull(notice.dueDateOfRevival),
  eanSentAt: instantOrNull(notice.eanSentAt),
  letterSentAt: instantOrNull(notice.letterSentAt),
  createdAt: instantOrNull(notice.createdAt),
  changedAt: instantOrNull(notice.changedAt),
});

export const suspensionView = (suspension: SuspensionRecord): Schemas['Suspension'] => ({
  ...suspension,
  suspendedAt: instant(suspension.suspendedAt),
  dueDateOfRevival: instantOrNull(suspension.dueDateOfRevival),
});

export const ruleCodeView = (ruleCode: RuleCode): Schemas['RuleCode'] => ({
  ruleCode: ruleCode.ruleCode,
  description: ruleCode.description,
  effectiveTo: ruleCode.effectiveTo,
  changedAt: instant(ruleCode.changedAt),
  changedBy: ruleCode.changedBy,
});

export const exemptionView = (exemption: Exemption): Schemas['Exemption'] => ({
  ruleNo: exemption.ruleNo,
  ruleCode: exemption.ruleCode,
  compositionAmount: exemption.compositionAmount === null ? null : dollars(exemption.compositionAmount),
  vehicleCategory: exemption.vehicleCategory,
  ruleRemark: exemption.ruleRemark,
  effectiveFrom: exemption.effectiveFrom,
  effectiveTo: exemption.effectiveTo,
  changedAt: instant(exemption.changedAt),
  changedBy: exemption.changedBy,
});

export const exclusionView = (exclusion: ListedExclusion): Schemas['Exclusion'] => ({
  exclusionId: exclusion.exclusionId,
  idMasked: exclusion.idMasked,
  addedAt: instant(exclusion.addedAt),
  addedBy: exclusion.addedBy,
  endedAt: instantOrNull(exclusion.endedAt),
  changedAt: instant(exclusion.changedAt),
  changedBy: exclusion.changedBy,
  keyConfigured: exclusion.keyConfigured,
});
