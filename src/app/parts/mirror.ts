import { createInternetMirror } from '../../features/internet-mirror';
import { onNoticesChanged } from '../../features/notices';
import type { Ground } from '../ground';

/** The copy of the notices in the internet zone (A 7, decisions §5). */
export function mirror({ config, intranet, internet, clock, logger, boundary }: Ground) {
  const internetMirror = createInternetMirror({ intranet, internet, clock, logger, rules: config.mirror, boundary });
  onNoticesChanged(intranet, (noticeNumbers) => internetMirror.nudge(noticeNumbers));
  return {
    services: { internetMirror },
    jobServices: () => ({ services: { internetMirror } }),
    close: () => internetMirror.close(),
  };
}
