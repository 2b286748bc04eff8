import { createNoticeCreationService } from '../../features/notice-creation';
import type { Ground } from '../ground';

const NO_RULE_CODES = {
  event: 'no-rule-codes',
  advice:
    'there are no offence rule codes: cesWebhook-create-notice answers 503; run: npm run ocms -- reference import rule-codes FILE',
};

/** Offences become notices (A 3). */
export function intake({ config, intranet, calendar, logger, metrics, boundary }: Ground) {
  const noticeCreation = createNoticeCreationService({
    intranet,
    calendar,
    logger,
    patienceMs: 2 * config.dbLockTimeoutMs,
    onCreated(source, fate) {
      metrics.noticesCreated.inc({ source, fate });
    },
    boundary,
  });
  return {
    services: { noticeCreation, calendar },
    // Only one operation cannot work without them: no reason to take the others away.
    async warnings() {
      return (await noticeCreation.ruleCodesLoaded()) ? [] : [NO_RULE_CODES];
    },
  };
}
