import { Gauge } from 'prom-client';
import { createInternetMirror } from '../../features/internet-mirror';
import { onNoticesChanged } from '../../features/notices';
import type { Ground } from '../ground';

/** The copy of the notices in the internet zone (A 7, decisions §5). */
export function mirror({ config, intranet, internet, clock, logger, registry, tracer, boundary }: Ground) {
  const rules = config.mirror;
  const internetMirror = createInternetMirror({ intranet, internet, clock, logger, tracer, rules, boundary });
  onNoticesChanged(intranet, (noticeNumbers) => internetMirror.nudge(noticeNumbers));
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const waiting = gauge('ocms_mirror_backlog_notices', 'Notices waiting to be copied to the internet zone');
  const lag = gauge('ocms_mirror_lag_seconds', 'How long the oldest notice waits to be copied to the internet zone');
  const leftToPeople = gauge(
    'ocms_mirror_manual_verification_notices',
    'Notices that could not be copied to the internet zone and are left for manual verification',
  );
  const measure = async (): Promise<void> => {
    const { notices, oldest, manualVerification } = await internetMirror.backlog();
    waiting.set(notices);
    lag.set(oldest ? Math.max(0, (clock.now().getTime() - oldest.getTime()) / 1_000) : 0);
    leftToPeople.set(manualVerification);
  };
  return {
    chores: [{ name: 'measure-mirror', everyMs: 15_000, run: measure }],
    services: { internetMirror },
    jobServices: () => ({ services: { internetMirror } }),
    close: () => internetMirror.close(),
  };
}
