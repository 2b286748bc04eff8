import type { NoticeFields } from './notices';
import type { Database } from '../../src/db/database';
import { insertNotices } from './notices';

/** A notice of a foreign vehicle as creation leaves it (decisions §5): unpaid, suspended PS-FOR. */
export function insertForeignNotices(
  database: Database,
  notices: readonly (Omit<NoticeFields, 'dated'> & { dated: string })[],
): Promise<void> {
  return insertNotices(
    database,
    notices.map(({ dated, ...fields }) => ({
      notice_source: 'REPCCS',
      vehicle_registration_type: 'F',
      vehicle_category: 'C',
      computer_rule_code: 10300,
      pp_code: 'A0001',
      pp_name: 'BISHAN STREET 23',
      suspension_type: 'PS',
      epr_reason_of_suspension: 'FOR',
      last_processing_stage: null,
      notice_date_and_time: database.dialect.bindInstant(new Date(dated)) as string,
      ...(fields as NoticeFields),
    })),
  );
}
