import type { Context } from '../../../src/app/context';
import { exclusionHash } from '../../../src/app/ground';
import { auditStore } from '../../../src/features/audit';
import { driftStore } from '../../../src/features/contract-drift/store';
import { partnerCallStore } from '../../../src/features/partner-calls/store';
import type { Transaction } from '../../../src/db/database';
import type { StateHandler, StateHandlers } from './state-handlers';

const RULE_CODE = 90_300;
const REPORTED = '500599999Z';
const AT = new Date('2026-01-15T01:30:00.000Z');

const ADVISORY_TABLES = [
  ...['ocms_advisory_event', 'ocms_advisory_case', 'ocms_suspended_notice', 'ocms_internet_mirror_mark'],
  'ocms_valid_offence_notice',
];

/** What interactions with members of staff start from. */
export function staffStates({ intranet, config }: Pick<Context, 'intranet' | 'config'>): StateHandlers {
  const nothing = (): Promise<void> => Promise.resolve();
  const prepared = (
    work: (trx: Transaction, params: Readonly<Record<string, unknown>>) => Promise<unknown>,
  ): StateHandler => ({
    setup: (params) => intranet.transaction(async (trx) => void (await work(trx, params))),
    teardown: nothing,
  });
  const at = (trx: Transaction) => trx.dialect.bindInstant(AT);
  const without = async (trx: Transaction, runId: unknown): Promise<string> => {
    if (typeof runId !== 'string') throw new Error('which run?');
    for (const table of ['ocms_job_alert_refusal', 'ocms_job_alert', 'ocms_job_run', 'ocms_job_request'])
      await trx(table)
        .where(table === 'ocms_job_request' ? 'request_id' : 'run_id', runId)
        .delete();
    return runId;
  };
  const run = (outcome: string) =>
    prepared(async (trx, { runId }) => {
      await trx('ocms_job_run').insert({
        run_id: await without(trx, runId),
        job_name: 'add_admin_fee',
        instance: 'ocms-1',
        triggered_by: 'SCHEDULE',
        scheduled_for: at(trx),
        started_at: at(trx),
        ended_at: outcome === 'RUNNING' ? null : at(trx),
        outcome,
        counts: '{"notices":2}',
      });
    });
  const alert = (givenUp: boolean) =>
    prepared(async (trx, { runId }) => {
      const id = await without(trx, runId);
      await trx('ocms_job_alert').insert({
        run_id: id,
        message_id: `<${id}@ocms-jobs>`,
        subject: '[OCMS] add_admin_fee failed',
        body: 'What is wrong, and what to do.',
        recorded_at: at(trx),
      });
      if (!givenUp) return;
      await trx('ocms_job_alert_refusal').insert({
        run_id: id,
        attempts: 5,
        smtp_code: 550,
        next_attempt_at: at(trx),
        given_up_at: at(trx),
      });
    });
  const unsuspended = async (trx: Transaction): Promise<void> => {
    await trx('ocms_suspended_notice').where('reason_of_suspension', 'ANS').delete();
    await trx('ocms_valid_offence_notice').where('notice_no', REPORTED).delete();
  };
  const request = (trx: Transaction, requestId: string) =>
    trx('ocms_job_request').insert({
      request_id: requestId,
      action: 'START',
      job_name: 'add_admin_fee',
      run_id: requestId,
      requested_by: 'supervisor1',
      requested_at: trx.raw(trx.dialect.now),
      state: 'PENDING',
    });

  const advisory = (more: { review?: { takenBy: string | null }; suspended?: boolean }) =>
    prepared(async (trx, { noticeNo }) => {
      for (const table of ADVISORY_TABLES)
        await trx(table)
          .where('notice_no', noticeNo as string)
          .delete();
      await trx('ocms_valid_offence_notice').insert({
        notice_no: noticeNo,
        notice_source: 'REPCCS',
        vehicle_no: 'SBA1234A',
        an_flag: 'Y',
        notice_date_and_time: at(trx),
        composition_amount: '70.00',
        ...(more.suspended && { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' }),
        cre_date: at(trx),
        cre_user_id: 'test',
      });
      if (!more.review) return;
      await trx('ocms_advisory_case').insert({
        notice_no: noticeNo,
        state: 'MANUAL_REVIEW',
        review_reason: 'ADDRESS_NOT_FOUND',
        taken_by: more.review.takenBy,
        taken_at: more.review.takenBy === null ? null : at(trx),
        cre_date: at(trx),
        upd_date: at(trx),
      });
      await trx('ocms_advisory_event').insert({
        notice_no: noticeNo,
        sr_no: 1,
        at: at(trx),
        step: 'FIND_ADDRESS',
        outcome: 'notFound',
        state: 'MANUAL_REVIEW',
      });
    });

  const ruleCode = (there: boolean) =>
    prepared(async (trx) => {
      await trx('ocms_offence_rule_code').where('computer_rule_code', RULE_CODE).delete();
      if (there)
        await trx('ocms_offence_rule_code').insert({
          computer_rule_code: RULE_CODE,
          description: 'Parking without a valid ticket',
          cre_date: at(trx),
          cre_user_id: 'supervisor1',
        });
    });
  const exemptions = (...days: readonly (readonly [from: string | null, to: string | null])[]) =>
    prepared(async (trx) => {
      await trx('ocms_an_exemption_rule').where('computer_rule_code', RULE_CODE).delete();
      for (const [index, [effective_from, effective_to]] of days.entries())
        await trx('ocms_an_exemption_rule').insert({
          rule_no: 900 + index,
          computer_rule_code: RULE_CODE,
          effective_from,
          effective_to,
          cre_date: at(trx),
          cre_user_id: 'supervisor1',
        });
    });
  const exclusion = (ended?: boolean) =>
    prepared(async (trx) => {
      await trx('ocms_ean_exclusion').delete();
      if (ended === undefined) return;
      await trx('ocms_ean_exclusion').insert({
        id_hash: exclusionHash(config).of('S1234567D'),
        id_masked: 'S****567D',
        exclusion_id: 'e'.repeat(32),
        ended_at: ended ? at(trx) : null,
        cre_date: at(trx),
        cre_user_id: 'supervisor1',
      });
    });

  return {
    'the rule code 90300 is there': ruleCode(true),
    'there is no rule code 90300': ruleCode(false),
    'the exemption 900 is there, of the rule code 90300': exemptions(['2026-01-01', null]),
    'there is no exemption of the rule code 90300': exemptions(),
    'the exemptions 900 and 901 are there, the same but for their days': exemptions(
      ['2026-01-01', '2026-01-31'],
      ['2026-02-01', null],
    ),
    'an id is on the exclusion list': exclusion(false),
    'an entry of the exclusion list has ended': exclusion(true),
    'there is no entry of the exclusion list': exclusion(),
    'an advisory notice in manual review': advisory({ review: { takenBy: null } }),
    'an advisory notice in manual review that somebody else has taken': advisory({ review: { takenBy: 'officer9' } }),
    'an advisory notice that is in no review': advisory({}),
    'a notice with the day of its offence': advisory({}),
    'an advisory notice that is suspended PS-ANS': advisory({ suspended: true }),
    'a run that succeeded': run('SUCCEEDED'),
    'a run that is under way': run('RUNNING'),
    'no such run': prepared((trx, { runId }) => without(trx, runId)),
    'a request for a run': prepared(async (trx, { runId }) => request(trx, await without(trx, runId))),
    'an alert that was given up': alert(true),
    'an alert that waits': alert(false),
    'nobody has asked for a run': prepared((trx) => trx('ocms_job_request').delete()),
    'a run of add_admin_fee is asked for': prepared(async (trx) => {
      await trx('ocms_job_request').delete();
      await request(trx, '2'.repeat(32));
    }),
    'a notice that is left for manual verification': prepared(async (trx, { noticeNo }) => {
      await trx('ocms_internet_mirror_failure').delete();
      await trx('ocms_internet_mirror_failure').insert({
        notice_no: noticeNo,
        failures: 5,
        last_failed_at: at(trx),
        retry_at: at(trx),
        manual_verification: 'Y',
        error: 'SqliteError SQLITE_CONSTRAINT',
      });
    }),
    'the parameter FOR NPA is 10': prepared(async (trx) => {
      await trx('ocms_parameter').where({ param_id: 'FOR', param_code: 'NPA' }).delete();
      await trx('ocms_parameter').insert({
        param_id: 'FOR',
        param_code: 'NPA',
        param_value: '10',
        cre_date: at(trx),
        cre_user_id: 'supervisor1',
      });
    }),
    'no notice was suspended PS-ANS in January 2026': prepared((trx) => unsuspended(trx)),
    'a notice was suspended PS-ANS in January 2026': prepared(async (trx) => {
      await unsuspended(trx);
      await trx('ocms_valid_offence_notice').insert({
        notice_no: REPORTED,
        notice_source: 'REPCCS',
        composition_amount: '70.00',
        cre_date: at(trx),
        cre_user_id: 'test',
      });
      await trx('ocms_suspended_notice').insert({
        notice_no: REPORTED,
        sr_no: 1,
        date_of_suspension: at(trx),
        suspension_type: 'PS',
        reason_of_suspension: 'ANS',
        suspension_source: 'test',
        officer_authorising_suspension: 'test',
        cre_date: at(trx),
        cre_user_id: 'test',
      });
    }),
    'a request of REPCCS had a field that its contract does not have': prepared(async (trx) => {
      await trx('ocms_contract_drift').delete();
      const now = new Date();
      await driftStore(intranet).add(trx, [
        {
          ...{ id: '0'.repeat(32), operation: 'repccsWebhook', partner: 'REPCCS', direction: 'REQUEST' as const },
          ...{ place: 'body.roadSurface', kind: 'UNDECLARED', times: 12, firstSeen: now, lastSeen: now },
        },
      ]);
    }),
    'vHub was called a minute ago': prepared(async (trx) => {
      await trx('ocms_partner_call').delete();
      await partnerCallStore(intranet).add(trx, [
        { at: new Date(Date.now() - 60_000), partner: 'VHUB', outcome: 'ok', calls: 3 },
      ]);
    }),
    'a parameter was changed by an officer': prepared((trx) =>
      auditStore.record(
        trx,
        { officerId: 'supervisor1', action: 'set-parameter', subject: 'FOR NPA', before: '10', after: '14' },
        AT,
      ),
    ),
  };
}
