import type { Database } from '../../src/db/database';

/** Columns of VON a test cares about; amounts are decimal text such as `300.00`. */
export interface NoticeFields {
  notice_no: string;
  [column: string]: string | number | null;
}

/** Stores notices; what is not given is an ordinary unpaid court notice. */
export async function insertNotices(
  { transaction, dialect }: Database,
  notices: readonly NoticeFields[],
): Promise<void> {
  const at = dialect.bindInstant(new Date('2026-01-05T01:02:03.000Z'));
  await transaction(async (trx) => {
    for (const { notice_no, ...fields } of notices) {
      await trx('ocms_valid_offence_notice').insert({
        notice_no,
        notice_source: 'REPCCS',
        vehicle_no: 'SBA1234A',
        vehicle_registration_type: 'S',
        offence_notice_type: 'O',
        composition_amount: '70.00',
        amount_payable: '70.00',
        last_processing_stage: 'CPC',
        cre_date: at,
        cre_user_id: 'ocmsiz_app_conn',
        ...fields,
      });
    }
  });
}

export async function insertCourtCases(
  { transaction, dialect }: Database,
  noticeNumbers: readonly string[],
): Promise<void> {
  const at = dialect.bindInstant(new Date('2026-01-05T01:02:03.000Z'));
  await transaction(async (trx) => {
    for (const notice_no of noticeNumbers) {
      await trx('ocms_court_case').insert({ notice_no, cre_date: at, cre_user_id: 'ocmsiz_app_conn' });
    }
  });
}
