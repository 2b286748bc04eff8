import { createPartnerCalls } from '../../features/partner-calls';
import { outboundDuration } from '../../platform/outbound';
import type { Ground } from '../ground';

/** How calls to partners went lately, whichever process made them: as the metric has it, kept for the console. */
export function partnerCalls({ intranet, calendar, registry }: Ground) {
  const duration = outboundDuration(registry);
  const calls = createPartnerCalls({
    intranet,
    calendar,
    async totals() {
      const { values } = await duration.get();
      const byOutcome = new Map<string, { partner: string; outcome: string; calls: number }>();
      for (const { metricName, labels, value } of values as { metricName: string; labels: Labels; value: number }[]) {
        // An attempt that was given up by the caller says nothing of the partner.
        if (!metricName.endsWith('_count') || labels.outcome === 'aborted') continue;
        const { system, outcome } = labels;
        const so = byOutcome.get(`${system} ${outcome}`) ?? { partner: system, outcome, calls: 0 };
        byOutcome.set(`${system} ${outcome}`, { ...so, calls: so.calls + value });
      }
      return [...byOutcome.values()];
    },
  });
  return {
    services: { partnerCalls: calls },
    chores: [
      { name: 'record-partner-calls', everyMs: 60_000, run: () => calls.record() },
      { name: 'purge-partner-calls', everyMs: 60 * 60_000, run: () => calls.purge() },
    ],
    // A run by hand ends without a chore; and no end waits for what only a plot is without.
    close: () => calls.record().catch(() => undefined),
  };
}

interface Labels {
  system: string;
  outcome: string;
}
