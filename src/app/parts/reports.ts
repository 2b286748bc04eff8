import { createLetterReconciliation } from '../../features/advisory-notices';
import { auditStore } from '../../features/audit';
import { createAnsReport, createLetterReconciliationReport, createMaker, createSlots } from '../../features/reports';
import type { Ground } from '../ground';

/** Reports for staff (A 8). */
export function reports({ config, intranet, calendar, logger }: Ground) {
  const maker = createMaker({
    calendar,
    logger,
    slots: createSlots(config.reportsAtOnce),
    audit: ({ report, format, by, at, parameters }) =>
      intranet.transaction((trx) =>
        auditStore.record(
          trx,
          { officerId: by, action: 'make-report', subject: `${report} ${format}`, after: parameters },
          at,
        ),
      ),
  });
  const letterReconciliation = createLetterReconciliation({ intranet, calendar });
  return {
    services: {
      ansReport: createAnsReport({ intranet, calendar, maker }),
      letterReconciliationReport: createLetterReconciliationReport({ letterReconciliation, calendar, maker }),
    },
  };
}
