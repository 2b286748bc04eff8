import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import type { NoticeFields } from '../../support/notices';
import { partnerOperations, request } from '../../support/service';
import type { Services, StaffedService } from './services';
import { staffStates } from './staff-states';
import type { StateHandler, StateHandlers } from './state-handlers';
import type { Switchboard } from './switchboard';

// The mark too: a later notice of the number starts again at version 1, which is marked once only.
const TABLES_OF_NOTICES = [
  'ocms_advisory_event',
  'ocms_advisory_case',
  'ocms_court_case',
  'ocms_suspended_notice',
  'ocms_offence_notice_detail',
  'ocms_valid_offence_notice',
  'ocms_internet_mirror_mark',
];

/** How each state of OCMS comes about. */
export function ocmsStates(services: Services, switchboard: Switchboard): StateHandlers {
  const nothing = (): Promise<void> => Promise.resolve();

  // Whatever an earlier interaction left of the notice goes first, so that interactions can run in any order.
  const notice = (
    fields: Omit<NoticeFields, 'notice_no'> | undefined,
    { courtCase }: { courtCase: boolean },
  ): StateHandler => ({
    async setup({ noticeNo }) {
      if (typeof noticeNo !== 'string') throw new Error('which notice?');
      await services.sound.context.intranet.transaction(async (trx) => {
        for (const table of TABLES_OF_NOTICES) await trx(table).where('notice_no', noticeNo).delete();
      });
      if (fields) await services.sound.notices({ notice_no: noticeNo, ...fields });
      if (courtCase) await services.sound.courtCases(noticeNo);
    },
    teardown: nothing,
  });

  const meeting = (service: StaffedService, prepare: () => Promise<void> = nothing): StateHandler => ({
    async setup() {
      await prepare();
      switchboard.switchTo(service);
    },
    async teardown() {
      switchboard.switchTo(services.sound);
    },
  });

  const loadRuleCodes = async (): Promise<void> => {
    await services.sound.context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
  };

  const unpaid = { amount_payable: '412.50', last_processing_stage: 'CPC' };
  return {
    ...staffStates(services.sound.context),
    'an unpaid court notice': notice(unpaid, { courtCase: true }),
    'an unpaid court notice without a court case': notice(unpaid, { courtCase: false }),
    'a temporarily suspended court notice': notice(
      { ...unpaid, amount_payable: '300.00', suspension_type: 'TS', epr_reason_of_suspension: 'APP' },
      { courtCase: true },
    ),
    'a paid court notice': notice(
      {
        amount_payable: '70.00',
        amount_paid: '70.00',
        payment_status: 'FP',
        payment_acceptance_allowed: 'N',
        suspension_type: 'PS',
        crs_reason_of_suspension: 'FP',
      },
      { courtCase: true },
    ),
    'a notice that is not a court notice': notice({ last_processing_stage: 'NPA' }, { courtCase: false }),
    'no such notice': notice(undefined, { courtCase: false }),
    'a notice with this number exists': notice({}, { courtCase: false }),
    'the offence rule codes are loaded': { setup: loadRuleCodes, teardown: nothing },
    'there are no offence rule codes': {
      setup: () =>
        services.sound.context.intranet.transaction(async (trx) => void (await trx('ocms_offence_rule_code').delete())),
      teardown: loadRuleCodes,
    },
    // Whatever is sent counts.
    'the rate limit is used up': meeting(services.limited, async () => {
      for (const { path } of partnerOperations) await services.limited.post(path, {});
      const { url, keys } = services.limited;
      await request(`${url}/v1/staff/jobs`, { headers: { Authorization: `Bearer ${keys.STAFF}` } });
    }),
    'OCMS fails unexpectedly': meeting(services.defective),
    "OCMS's database is unavailable": meeting(services.withoutDatabase),
  };
}
