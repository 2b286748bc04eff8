import { createLetterReconciliation } from '../../features/advisory-notices';
import { createAnsReport, createLetterReconciliationReport, createMaker, createSlots } from '../../features/reports';
import type { Ground } from '../ground';

/** Reports for staff (A 8). */
export function reports({ config, intranet, calendar, logger }: Ground) {
  const maker = createMaker({
    calendar,
    logger,
    slots: createSlots(config.reportsAtOnce),
    audit: ({ at, ...entry }) => {
      logger.info({ event: 'report-asked', ...entry, at: at.toISOString() });
      return Promise.resolve();
    },
  });
  const letterReconciliation = createLetterReconciliation({ intranet, calendar });
  return {
    services: {
      ansReport: createAnsReport({ intranet, calendar, maker }),
      letterReconciliationReport: createLetterReconciliationReport({ letterReconciliation, calendar, maker }),
    },
  };
}
