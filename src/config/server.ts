import { z } from 'zod';
import { defineSection } from './section';
import { addresses, isLoopback, share, text, wholeNumber } from './values';

const rateLimits = z.string().transform((list, context) => {
  const limits = new Map<string, number>();
  for (const part of list.split(',')) {
    const match = /^\s*([A-Z]+)=([1-9]\d{0,6})\s*$/.exec(part);
    if (!match) {
      context.addIssue({ code: 'custom', message: 'takes PARTNER=REQUESTS_PER_MINUTE, separated by commas' });
      return z.NEVER;
    }
    limits.set(match[1]!, Number(match[2]));
  }
  return limits;
});

/** Where the service listens, and how it treats those who call. */
export const serverSection = defineSection({
  variables: () => ({
    OCMS_HOST: text.optional(),
    OCMS_ADMIN_HOST: text.optional(),
    OCMS_ADMIN_PORT: wholeNumber(1, 65_535).optional(),
    OCMS_TRUST_PROXY: addresses.optional(),
    OCMS_RATE_LIMITS: rateLimits.optional(),
    OCMS_RESPONSE_CHECK: share.optional(),
    OCMS_DRIFT_SAMPLE: share.optional(),
    OCMS_REQUEST_TIMEOUT_MS: wholeNumber(1_000, 600_000).optional(),
    OCMS_SHUTDOWN_TIMEOUT_MS: wholeNumber(0, 600_000).optional(),
  }),
  settings(values, { production, port }) {
    const host = values.OCMS_HOST ?? (production ? '0.0.0.0' : '127.0.0.1');
    return {
      host,
      /** Health and metrics tell of the inside: in production they are for this machine unless said otherwise. */
      adminHost: values.OCMS_ADMIN_HOST ?? (production ? '127.0.0.1' : host),
      /** Whether the demo keys, which everybody knows, open anything. */
      demoKeys: !production && isLoopback(host),
      adminPort: values.OCMS_ADMIN_PORT ?? port + 1,
      /** Addresses of proxies whose X-Forwarded-For is believed. */
      trustProxy: values.OCMS_TRUST_PROXY ?? [],
      /** Requests per minute by partner; a partner that is not named has no limit. */
      rateLimits: (values.OCMS_RATE_LIMITS ?? new Map()) as ReadonlyMap<string, number>,
      /** Share of responses checked against the contract, 0 to 1; 1 also refuses to send a wrong one. */
      responseCheck: values.OCMS_RESPONSE_CHECK ?? (production ? 0.01 : 1),
      /**
       * Share of requests and of responses whose shape is compared with the contract, beside the first of each operation; 0:
       * none at all.
       */
      driftSample: values.OCMS_DRIFT_SAMPLE ?? (production ? 0.01 : 1),
      requestTimeoutMs: values.OCMS_REQUEST_TIMEOUT_MS ?? 30_000,
      shutdownTimeoutMs: values.OCMS_SHUTDOWN_TIMEOUT_MS ?? 25_000,
    };
  },
});
