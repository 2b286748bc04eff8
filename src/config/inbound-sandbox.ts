import { z } from 'zod';
import { inboundOperations } from '../../generated/inbound/operations';
import { SANDBOX_INBOUND } from './partner-sandbox';
import { defineSection } from './section';
import { isLoopback, url } from './values';

/** Whose systems call with keys; members of staff have tokens. */
export const KEYED_PARTNERS: readonly string[] = [
  ...new Set(
    Object.values(inboundOperations).flatMap(({ partner, authentication }) =>
      authentication === 'apiKey' ? [partner] : [],
    ),
  ),
];

const keys = z.string().transform((list, context) => {
  const owners = new Map<string, string>();
  for (const part of list.split(',')) {
    const match = /^\s*([A-Z]+)=([\x21-\x2b\x2d-\x7e]{16,200})\s*$/.exec(part);
    if (!match) {
      context.addIssue({
        code: 'custom',
        message: 'takes PARTNER=KEY, separated by commas, each key of 16 characters or more without spaces or commas',
      });
      return z.NEVER;
    }
    const [, partner, key] = match as unknown as [string, string, string];
    if (!KEYED_PARTNERS.includes(partner) || owners.has(key)) {
      context.addIssue({
        code: 'custom',
        message: owners.has(key) ? 'has a key twice' : `takes keys of ${KEYED_PARTNERS.join(', ')}`,
      });
      return z.NEVER;
    }
    owners.set(key, partner);
  }
  return owners;
});

const address = url('http:', 'https:');
/** Of production, where somebody tries it on one machine. */
const safeAddress = address.refine(
  (given) => !URL.canParse(given) || !given.startsWith('http:') || isLoopback(new URL(given).hostname),
  'takes a URL that begins with https://, or with http:// on this machine',
);

/** Where partners try what they call, on data that is nobody's. */
export const inboundSandboxSection = defineSection({
  variables: ({ production }) => ({
    OCMS_SANDBOX_ADDRESS: (production ? safeAddress : address).optional(),
    OCMS_SANDBOX_KEYS: keys.optional(),
  }),
  settings(values, { production, port }) {
    const own = port + SANDBOX_INBOUND;
    const address =
      values.OCMS_SANDBOX_ADDRESS?.replace(/\/+$/, '') ?? (production ? undefined : `http://127.0.0.1:${own}`);
    return {
      /** Undefined where there is none. */
      sandbox:
        address === undefined
          ? undefined
          : {
              /** Where partners reach it, without a slash at the end. */
              address,
              /** Where it listens, if it runs beside the service. */
              port: own,
              /** Whether it runs beside the service: nobody said that it is elsewhere. */
              beside: !production && values.OCMS_SANDBOX_ADDRESS === undefined,
              /** Whose each key is; undefined for those that everybody knows. */
              keys: values.OCMS_SANDBOX_KEYS as ReadonlyMap<string, string> | undefined,
            },
    };
  },
});
