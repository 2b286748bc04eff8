import { Counter } from 'prom-client';
import { createNoticeCreationService } from '../../features/notice-creation';
import type { Ground } from '../ground';

const NO_RULE_CODES = {
  event: 'no-rule-codes',
  advice:
    'there are no offence rule codes: cesWebhook-create-notice answers 503; run: npm run ocms -- reference import rule-codes FILE',
};

/** Offences become notices (A 3). */
export function intake({ config, intranet, calendar, logger, registry, boundary }: Ground) {
  const noticesCreated = new Counter({
    name: 'ocms_notices_created_total',
    help: 'Notices created, by source and fate',
    labelNames: ['source', 'fate'],
    registers: [registry],
  });
  const notQualified = new Counter({
    name: 'ocms_notices_not_qualified_total',
    help: 'Notices created that are no advisory notices, by source and the step of A 2.2 they did not pass',
    labelNames: ['source', 'reason'],
    registers: [registry],
  });
  const noticeCreation = createNoticeCreationService({
    intranet,
    calendar,
    logger,
    patienceMs: 2 * config.dbLockTimeoutMs,
    onCreated(source, fate, reason) {
      noticesCreated.inc({ source, fate });
      if (reason) notQualified.inc({ source, reason });
    },
    boundary,
  });
  return {
    services: { noticeCreation, calendar },
    chores: [
      { name: 'purge-deliveries', everyMs: 15 * 60_000, run: () => noticeCreation.purgeDeliveries() },
      { name: 'purge-vehicles', everyMs: 60 * 60_000, run: () => noticeCreation.purgeVehicles() },
    ],
    // Only one operation cannot work without them: no reason to take the others away.
    async warnings() {
      return (await noticeCreation.ruleCodesLoaded()) ? [] : [NO_RULE_CODES];
    },
  };
}
