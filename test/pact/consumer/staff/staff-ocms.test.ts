import { createHash } from 'node:crypto';
import { type InboundOperationId, inboundOperations } from '../../../../generated/inbound/operations';
import { parametersOf, staffOperationIds } from '../../../support/inbound-operations';
import { Matchers } from '../../../support/pact';
import { keyPlaceholder } from '../../../support/pacts';
import {
  auditEntry,
  databaseUnavailable,
  datedNotice,
  deadLetter,
  excluded,
  exclusionEnded,
  exemptionSet,
  exemptionsOverlap,
  inReview,
  notInReview,
  reviewOfOther,
  suspendedPermanently,
  givenUpAlert,
  jobRequest,
  jobRequestWaits,
  knownNotice,
  nobodyExcluded,
  noExemption,
  noJobRequest,
  noRuleCode,
  nothingSuspended,
  parameterSet,
  drifted,
  partnerCalled,
  pastRun,
  rateLimitUsedUp,
  ruleCodeSet,
  runUnderWay,
  suspendedAns,
  type State,
  unexpectedFailure,
  unknownNotice,
  unknownRun,
  waitingAlert,
} from '../../states';
import { consumerPact, type Exchange } from '../consumer';

/*
 * What the staff's console reads of each operation, and every refusal it can meet, by the contract.
 */

const { eachLike, like, regex } = Matchers;

const staff = consumerPact('staff');
const RUN_ID = '0192f6a46f3e7c1d9a552f1d3c0b7e44';
const ALERT_ID = '1'.repeat(32);
const instant = regex('^[0-9T:.-]{19,23}Z$', '2026-01-15T01:30:00.000Z');
const id = regex('^[0-9a-f]{32}$', RUN_ID);
const etagOf = (state: unknown): string =>
  `"${createHash('sha256').update(JSON.stringify(state)).digest('hex').slice(0, 16)}"`;
const AT = '2026-01-15T01:30:00.000Z';
/** Of the parameter as the state has it. */
const ETAG = etagOf(['10', AT, 'supervisor1']);
const CHANGED = { changedAt: AT, changedBy: 'supervisor1' };
/** Of reference data as the states have it. */
const RULE_CODE = { ruleCode: 90_300, description: 'Parking without a valid ticket', effectiveTo: null };
const RULE_CODE_ETAG = etagOf({ ...RULE_CODE, ...CHANGED });
const EXEMPTION = { ruleNo: 900, ruleCode: 90_300, compositionAmount: null, vehicleCategory: null, ruleRemark: null };
const exemptionEtag = (effectiveTo: string | null): string =>
  etagOf({ ...EXEMPTION, effectiveFrom: '2026-01-01', effectiveTo, ...CHANGED });
const EXCLUSION = { exclusionId: 'e'.repeat(32), idMasked: 'S****567D' };
const exclusionEtag = (endedAt: string | null): string =>
  etagOf({ ...EXCLUSION, keyId: 'development', addedAt: AT, addedBy: 'supervisor1', endedAt, ...CHANGED });
const OTHER_ETAG = '"0000000000000000"';

const ENTERED = {
  transactionId: 'T-0001',
  noticeSource: 'OCMS',
  subsystemLabel: 'OCMS',
  noticeNo: '500400060C',
  vehicleNo: 'SBA1234A',
  computerRuleCode: 10300,
  compositionAmount: 70.5,
  noticeDateAndTime: '2026-01-15T09:30:00',
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
};
const PERIOD = { from: '2026-01-01', to: '2026-01-31' };
const saved = (name: string) => ({
  'Content-Disposition': regex(
    `^attachment; filename="${name}_[0-9-]{10}_[0-9-]{10}[.](xlsx|pdf)"$`,
    `attachment; filename="${name}_${PERIOD.from}_${PERIOD.to}.xlsx"`,
  ),
});
const run = { runId: id, jobName: like('add_admin_fee'), startedAt: instant, outcome: like('SUCCEEDED') };
const request = { requestId: id, runId: id, jobName: like('add_admin_fee'), state: like('PENDING') };
const location = { Location: regex('^/v1/staff/job-requests/[0-9a-f]{32}$', `/v1/staff/job-requests/${RUN_ID}`) };
const etag = { ETag: regex('^"[0-9a-f]{16}"$', ETAG) };
const entry = (list: string, key: string, example: string) => ({
  ...etag,
  Location: regex(`^/v1/staff/${list}/${key}$`, `/v1/staff/${list}/${example}`),
});
const parameter = { id: 'FOR', code: 'NPA', value: like('10'), purpose: like('days') };

type Success = Pick<Exchange, 'given' | 'status' | 'headers' | 'answer' | 'sent'>;
interface Interacting {
  params?: Record<string, string>;
  /** What its query must have. */
  query?: Record<string, string>;
  body?: object;
  success: Success;
  /** Refusals that have a state, or a request, of their own. */
  refused?: Partial<
    Record<
      404 | 409 | 412 | 428,
      { message?: string; given?: State[]; params?: Record<string, string>; sent?: Record<string, string> }
    >
  >;
}

/** Of a review that has one event. */
const REVIEW_ETAG = '"0000000000000001"';
const OF_REVIEWS: Interacting['refused'] = {
  404: { given: [notInReview('500400058A')], sent: { 'If-Match': REVIEW_ETAG } },
  409: { given: [reviewOfOther('500400058A')], sent: { 'If-Match': REVIEW_ETAG } },
  412: { given: [inReview('500400058A')], sent: { 'If-Match': '"0000000000000009"' } },
  428: {},
};

const INTERACTIONS: Readonly<Record<string, Interacting>> = {
  'staff-listJobs': {
    success: { status: 200, answer: { jobs: eachLike({ jobName: like('add_admin_fee'), source: like('F 2.7') }) } },
  },
  'staff-listJobRuns': { success: { given: [pastRun(RUN_ID)], status: 200, answer: { runs: eachLike(run) } } },
  'staff-getJobRun': {
    params: { runId: RUN_ID },
    success: { given: [pastRun(RUN_ID)], status: 200, answer: run },
    refused: { 404: { given: [unknownRun(RUN_ID)] } },
  },
  'staff-startJob': {
    params: { jobName: 'add_admin_fee' },
    success: { given: [noJobRequest], status: 202, headers: location, answer: request },
    refused: { 404: { params: { jobName: 'no_such_job' } }, 409: { given: [jobRequestWaits] } },
  },
  'staff-stopJobRun': {
    params: { runId: RUN_ID },
    success: { given: [runUnderWay(RUN_ID)], status: 202, headers: location, answer: request },
    refused: { 404: { given: [unknownRun(RUN_ID)] }, 409: { given: [pastRun(RUN_ID)] } },
  },
  'staff-getJobRequest': {
    params: { requestId: RUN_ID },
    success: { given: [jobRequest(RUN_ID)], status: 200, answer: request },
    refused: { 404: { given: [unknownRun(RUN_ID)] } },
  },
  'staff-listAlerts': {
    success: {
      given: [givenUpAlert(ALERT_ID)],
      status: 200,
      answer: { alerts: eachLike({ runId: id, subject: like('failed'), body: like('What'), state: like('GIVEN_UP') }) },
    },
  },
  'staff-retryAlert': {
    params: { runId: ALERT_ID },
    success: { given: [givenUpAlert(ALERT_ID)], status: 204 },
    refused: { 404: { given: [unknownRun(ALERT_ID)] }, 409: { given: [waitingAlert(ALERT_ID)] } },
  },
  'staff-listDeadLetters': {
    success: {
      given: [deadLetter('500400058A')],
      status: 200,
      answer: { deadLetters: eachLike({ noticeNo: like('500400058A'), failures: like(5), lastFailedAt: instant }) },
    },
  },
  'staff-retryDeadLetter': {
    params: { noticeNo: '500400058A' },
    success: { given: [deadLetter('500400058A')], status: 204 },
    refused: { 404: { params: { noticeNo: 'UNKNOWN1' } } },
  },
  'staff-getNotice': {
    params: { noticeNo: '500400058A' },
    success: {
      given: [knownNotice('500400058A')],
      status: 200,
      answer: {
        notice: { noticeNo: '500400058A', version: like(1) },
        suspensions: [],
        mirror: { state: like('WAITING') },
      },
    },
    refused: { 404: { given: [unknownNotice('500400058A')] } },
  },
  'staff-listNotices': {
    query: { noticeNo: '500400058A' },
    success: {
      given: [datedNotice('500400058A')],
      status: 200,
      answer: {
        notices: eachLike({ noticeNo: like('500400058A'), vehicleNo: like('SBA1234A'), noticeDateAndTime: instant }),
      },
    },
  },
  'staff-createNotice': {
    body: ENTERED,
    success: {
      given: [unknownNotice(ENTERED.noticeNo)],
      status: 201,
      headers: { Location: regex(`^/v1/staff/notices/${ENTERED.noticeNo}$`, `/v1/staff/notices/${ENTERED.noticeNo}`) },
      answer: { noticeNo: ENTERED.noticeNo, fate: like('ADVISORY') },
    },
    refused: { 409: { given: [knownNotice(ENTERED.noticeNo)] } },
  },
  'staff-suspendNotice': {
    params: { noticeNo: '500400058A' },
    body: { remarks: 'The owner was told by telephone.' },
    success: {
      given: [notInReview('500400058A')],
      status: 200,
      answer: { suspendedAt: instant, dueDateOfRevival: instant },
    },
    refused: {
      404: { given: [unknownNotice('500400058A')] },
      409: { given: [suspendedPermanently('500400058A')] },
    },
  },
  'staff-listReviews': {
    success: {
      given: [inReview('500400058A')],
      status: 200,
      answer: {
        reviews: eachLike({
          noticeNo: like('500400058A'),
          reason: like('ADDRESS_NOT_FOUND'),
          since: instant,
          takenBy: null,
          resumesAt: like('FIND_OWNER'),
          etag: regex('^"[0-9a-f]{16}"$', REVIEW_ETAG),
        }),
      },
    },
  },
  'staff-takeReview': {
    params: { noticeNo: '500400058A' },
    success: { given: [inReview('500400058A')], status: 204 },
    refused: {
      404: { given: [notInReview('500400058A')] },
      409: { given: [reviewOfOther('500400058A')] },
    },
  },
  'staff-resumeReview': {
    params: { noticeNo: '500400058A' },
    success: {
      given: [inReview('500400058A')],
      status: 200,
      sent: { 'If-Match': REVIEW_ETAG },
      answer: { noticeNo: '500400058A', step: like('FIND_OWNER') },
    },
    refused: OF_REVIEWS,
  },
  'staff-closeReview': {
    params: { noticeNo: '500400058A' },
    body: { reason: 'The owner was told at the counter.' },
    success: { given: [inReview('500400058A')], status: 204, sent: { 'If-Match': REVIEW_ETAG } },
    refused: OF_REVIEWS,
  },
  'staff-getMirror': {
    success: { given: [], status: 200, answer: { waiting: like(3), manualVerification: like(1) } },
  },
  'staff-listContractDrift': {
    success: {
      given: [drifted],
      status: 200,
      answer: {
        drifts: eachLike({
          operation: like('repccsWebhook'),
          partner: like('REPCCS'),
          direction: like('REQUEST'),
          sender: like('PARTNER'),
          place: like('body.roadSurface'),
          kind: like('UNDECLARED'),
          times: like(12),
          firstSeenAt: instant,
          lastSeenAt: instant,
        }),
        more: like(false),
      },
    },
  },
  'staff-listPartnerCalls': {
    success: {
      given: [partnerCalled],
      status: 200,
      answer: {
        partners: eachLike({
          partner: like('VHUB'),
          stretches: eachLike({ from: instant, ok: like(3), rejected: like(0), failed: like(1) }),
        }),
      },
    },
  },
  'staff-listParameters': {
    success: {
      given: [parameterSet],
      status: 200,
      answer: { parameters: eachLike({ id: like('FOR'), code: like('NPA'), purpose: like('days') }) },
    },
  },
  'staff-getParameter': {
    params: { id: 'FOR', code: 'NPA' },
    success: { given: [parameterSet], status: 200, headers: etag, answer: { ...parameter, value: '10' } },
    refused: { 404: { params: { id: 'XXX', code: 'NPA' } } },
  },
  'staff-setParameter': {
    params: { id: 'FOR', code: 'NPA' },
    body: { value: '14' },
    success: {
      given: [parameterSet],
      status: 200,
      sent: { 'If-Match': ETAG },
      headers: etag,
      answer: { ...parameter, value: '14' },
    },
    refused: {
      404: { params: { id: 'XXX', code: 'NPA' }, sent: { 'If-Match': ETAG } },
      412: { given: [parameterSet], sent: { 'If-Match': '"0000000000000000"' } },
      428: {},
    },
  },
  'staff-listRuleCodes': {
    success: {
      given: [ruleCodeSet],
      status: 200,
      answer: { ruleCodes: eachLike({ ruleCode: like(90_300), description: like('Parking'), changedAt: instant }) },
    },
  },
  'staff-addRuleCode': {
    body: { ruleCode: 90_300, description: 'Parking without a valid ticket' },
    success: {
      given: [noRuleCode],
      status: 201,
      headers: entry('rule-codes', '90300', '90300'),
      answer: { ...RULE_CODE, changedAt: instant },
    },
    refused: { 409: { given: [ruleCodeSet] } },
  },
  'staff-getRuleCode': {
    params: { ruleCode: '90300' },
    success: { given: [ruleCodeSet], status: 200, headers: etag, answer: RULE_CODE },
    refused: { 404: { given: [noRuleCode] } },
  },
  'staff-setRuleCode': {
    params: { ruleCode: '90300' },
    body: { description: 'Parking without a ticket', effectiveTo: '2026-06-30' },
    success: {
      given: [ruleCodeSet],
      status: 200,
      sent: { 'If-Match': RULE_CODE_ETAG },
      headers: etag,
      answer: { ruleCode: 90_300, description: 'Parking without a ticket', effectiveTo: '2026-06-30' },
    },
    refused: {
      404: { given: [noRuleCode], sent: { 'If-Match': RULE_CODE_ETAG } },
      412: { given: [ruleCodeSet], sent: { 'If-Match': OTHER_ETAG } },
      428: {},
    },
  },
  'staff-listExemptions': {
    success: {
      given: [exemptionSet],
      status: 200,
      answer: { exemptions: eachLike({ ruleNo: like(900), ruleCode: like(90_300), changedAt: instant }) },
    },
  },
  'staff-addExemption': {
    body: { ruleCode: 90_300, effectiveFrom: '2026-01-01' },
    success: {
      given: [noExemption],
      status: 201,
      headers: entry('exemptions', '[1-9][0-9]*', '900'),
      answer: { ...EXEMPTION, ruleNo: like(900), effectiveFrom: '2026-01-01', effectiveTo: null },
    },
    refused: { 409: { given: [exemptionSet] } },
  },
  'staff-getExemption': {
    params: { ruleNo: '900' },
    success: { given: [exemptionSet], status: 200, headers: etag, answer: EXEMPTION },
    refused: { 404: { given: [noExemption] } },
  },
  'staff-setExemption': {
    params: { ruleNo: '900' },
    body: { effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
    success: {
      given: [exemptionSet],
      status: 200,
      sent: { 'If-Match': exemptionEtag(null) },
      headers: etag,
      answer: { ...EXEMPTION, effectiveFrom: '2026-01-01', effectiveTo: '2026-06-30' },
    },
    refused: {
      404: { given: [noExemption], sent: { 'If-Match': OTHER_ETAG } },
      409: { given: [exemptionsOverlap], sent: { 'If-Match': exemptionEtag('2026-01-31') } },
      412: { given: [exemptionSet], sent: { 'If-Match': OTHER_ETAG } },
      428: {},
    },
  },
  'staff-listExclusions': {
    success: {
      given: [excluded],
      status: 200,
      answer: {
        exclusions: eachLike({ exclusionId: id, idMasked: like('S****567D'), addedAt: instant, keyConfigured: true }),
      },
    },
  },
  'staff-addExclusion': {
    body: { idNo: 'S1234567D' },
    success: {
      given: [nobodyExcluded],
      status: 201,
      headers: entry('exclusions', '[0-9a-f]{32}', EXCLUSION.exclusionId),
      answer: { exclusionId: id, idMasked: 'S****567D', endedAt: null },
    },
    refused: { 409: { given: [excluded] } },
  },
  'staff-getExclusion': {
    params: { exclusionId: EXCLUSION.exclusionId },
    success: { given: [excluded], status: 200, headers: etag, answer: { ...EXCLUSION, endedAt: null } },
    refused: { 404: { given: [nobodyExcluded] } },
  },
  'staff-endExclusion': {
    params: { exclusionId: EXCLUSION.exclusionId },
    success: {
      given: [excluded],
      status: 200,
      sent: { 'If-Match': exclusionEtag(null) },
      headers: etag,
      answer: { ...EXCLUSION, endedAt: instant },
    },
    refused: {
      404: { given: [nobodyExcluded], sent: { 'If-Match': OTHER_ETAG } },
      409: { given: [exclusionEnded], sent: { 'If-Match': exclusionEtag(AT) } },
      412: { given: [excluded], sent: { 'If-Match': OTHER_ETAG } },
      428: {},
    },
  },
  'staff-getAnsReport': {
    query: PERIOD,
    success: { given: [suspendedAns], status: 200, headers: saved('ANS_REPORT') },
    refused: { 404: { given: [nothingSuspended], message: 'No records found for the selected criteria' } },
  },
  'staff-getLetterReconciliation': {
    query: { ...PERIOD, format: 'pdf' },
    success: { status: 200, headers: saved('LETTER_RECONCILIATION') },
  },
  'staff-listAudit': {
    success: {
      given: [auditEntry],
      status: 200,
      answer: { entries: eachLike({ at: instant, officerId: like('supervisor1'), action: like('set-parameter') }) },
    },
  },
};

const ERRORS: Readonly<Record<number, [appCode: string, message: string]>> = {
  400: ['OCMS-4000', 'Bad Request'],
  401: ['OCMS-4001', 'Unauthorized'],
  403: ['OCMS-4003', 'Forbidden'],
  404: ['OCMS-4004', 'Not Found'],
  409: ['OCMS-4009', 'Conflict'],
  412: ['OCMS-4012', 'Precondition Failed'],
  413: ['OCMS-4013', 'Payload Too Large'],
  415: ['OCMS-4000', 'Bad Request'],
  428: ['OCMS-4028', 'Precondition Required'],
  429: ['OCMS-4029', 'Too Many Requests'],
  500: ['OCMS-5000', 'Something went wrong. Please try again later.'],
  503: ['OCMS-5000', 'Something went wrong. Please try again later.'],
};
const wait = { 'Retry-After': regex('^[1-9][0-9]{0,4}$', '30') };
const challenge = (value: string) => ({ 'WWW-Authenticate': regex(`^${value}$`, value) });

it('has every operation of the contract', () => {
  expect(Object.keys(INTERACTIONS).sort()).toEqual([...staffOperationIds].sort());
});

describe.each(staffOperationIds)('%s', (operationId: InboundOperationId) => {
  const { method, path, statuses, maxBodyBytes } = inboundOperations[operationId];
  const { params = {}, query: asked, body, success, refused = {} } = INTERACTIONS[operationId]!;
  const pathOf = (values: Record<string, string>): string =>
    Object.entries({ ...params, ...values }).reduce<string>(
      (at, [name, value]) => at.replace(`{${name}}`, value),
      path,
    );
  // Where a change says what it changes, whatever else is wrong.
  const always =
    parametersOf(operationId).some(({ name }) => name === 'If-Match') && success.sent ? { sent: success.sent } : {};

  const exchange = (what: string, more: Partial<Exchange> & { status: number }): void => {
    const whole: Exchange = {
      method: method.toUpperCase() as 'GET',
      path: pathOf({}),
      ...(body && { body }),
      ...more,
      ...((asked ?? more.query) && { query: { ...asked, ...more.query } }),
    };
    staff.receives(`${operationId}: ${what}`, whole, async (url) => {
      const { key = keyPlaceholder('staff'), query, sent, contentType } = whole;
      const search = query ? `?${new URLSearchParams(query).toString()}` : '';
      const response = await fetch(`${url}${whole.path}${search}`, {
        method: whole.method!,
        headers: {
          ...(key !== null && { Authorization: `Bearer ${key}` }),
          ...(whole.body !== undefined && { 'Content-Type': contentType ?? 'application/json' }),
          ...sent,
        },
        ...(whole.body !== undefined && { body: JSON.stringify(whole.body) }),
      });
      expect(response.status).toBe(whole.status);
      for (const name of Object.keys(whole.headers ?? {})) expect(response.headers.get(name)).not.toBeNull();
      if (whole.status >= 400) {
        const [appCode, message] = ERRORS[whole.status]!;
        const told = (whole.answer as { data: { message: string } } | undefined)?.data.message ?? message;
        expect(await response.json()).toMatchObject({ data: { appCode, message: told } });
      }
    });
  };
  const refusal = (what: string, status: number, more: Partial<Exchange> = {}): void => {
    const [appCode, message] = ERRORS[status]!;
    exchange(what, { ...always, status, answer: { data: { appCode, message } }, ...more });
  };

  exchange('as it should be', success);
  refusal('with a query parameter it does not know', 400, { query: { verbose: '1' } });
  refusal('without a token', 401, { key: null, headers: challenge('Bearer') });
  refusal('with a token of nobody', 401, { key: 'no-token', headers: challenge('Bearer') });
  refusal('by somebody without a role', 403, {
    key: keyPlaceholder('visitor'),
    headers: challenge('Bearer error="insufficient_scope"'),
  });
  for (const [status, { params: others = {}, message = ERRORS[Number(status)]![1], ...more }] of Object.entries(
    refused,
  ))
    exchange(`refused with ${status}`, {
      status: Number(status),
      path: pathOf(others),
      answer: { data: { appCode: ERRORS[Number(status)]![0], message } },
      ...more,
    });
  if (maxBodyBytes > 0) {
    refusal('over its limit', 413, { body: { value: '1'.repeat(maxBodyBytes) } });
    refusal('as plain text', 415, { contentType: 'text/plain' });
  }
  refusal('over the rate limit', 429, { given: [rateLimitUsedUp], headers: wait });
  refusal('that OCMS fails on', 500, { given: [unexpectedFailure] });
  refusal("while OCMS's database is unavailable", 503, { given: [databaseUnavailable], headers: wait });

  // 404 of a path that no contract has, 405, 408 and 431 are of no operation.
  it('has every status of the contract', () => {
    const met = [success.status, 400, 401, 403, ...Object.keys(refused).map(Number), 429, 500, 503];
    const bodied = maxBodyBytes > 0 ? [413, 415] : [];
    const expected = statuses.filter(
      (status) => ![405, 408, 431].includes(status) && (status !== 404 || '404' in refused),
    );
    expect([...met, ...bodied].sort()).toEqual(expected);
  });
});
