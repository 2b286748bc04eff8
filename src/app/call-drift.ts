import type { DriftComparison } from '../contract/drift';
import type { CallWatch } from '../platform/outbound';
import { type DriftOptions, driftSample } from './drift';

/** A longer request, as of a letter, is not looked at: reading it would hold up everything else. */
const LONGEST_REQUEST = 256 * 1024;

/**
 * Compares a sample of what partners are sent, and of what they answer, with the shapes of their contracts: once a call
 * has gone on, and whether or not its client takes the answer. It keeps no call from anything.
 */
export function watchCalls({ comparison, ...options }: DriftOptions & { comparison: DriftComparison }): CallWatch {
  const { isLookedAt, look } = driftSample(options);
  return ({ system: partner, operation }) => ({
    sent({ url, headers, body = '' }) {
      const of = { operation, direction: 'REQUEST' } as const;
      if (body.length > LONGEST_REQUEST || !isLookedAt(of)) return;
      setImmediate(() =>
        look({ ...of, partner }, () =>
          comparison.request(operation, {
            query: Object.fromEntries(new URL(url).searchParams),
            headers: Object.fromEntries(headers),
            body: body === '' ? undefined : (JSON.parse(body) as unknown),
          }),
        ),
      );
    },

    answered(status) {
      const of = { operation, direction: 'RESPONSE' } as const;
      if (!isLookedAt(of)) return undefined;
      const watch = (body: unknown, whole?: boolean): void =>
        void setImmediate(() => look({ ...of, partner }, () => comparison.response(operation, status, body, whole)));
      // Of most answers that are no success nothing is read but this.
      watch(undefined);
      return watch;
    },
  });
}
