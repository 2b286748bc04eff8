import type { Fragment } from '../../db/dialects/dialect';
import type { Dialect } from '../../db/dialects/dialect';

/**
 * Unpaid notices of foreign vehicles that stand suspended PS-FOR, dated before an instant (F 2.3.4, F 2.5, F 2.7).
 * Columns are those of VON, plain.
 */
export function unpaidForeign(dialect: Dialect, datedBefore: Date): Fragment {
  return {
    sql: `vehicle_registration_type = 'F' AND suspension_type = 'PS' AND epr_reason_of_suspension = 'FOR' AND amount_paid = 0
      AND notice_date_and_time < ?`,
    bindings: [dialect.bindInstant(datedBefore)],
  };
}
