import { DateTime } from 'luxon';
import { z } from 'zod';
import { defineSection } from './section';
import { text, url } from './values';

/** RFC 9116 §2.5.3: a URI; one of the web begins with https://. */
const contacts = z
  .string()
  .transform((list) => list.split(',').map((part) => part.trim()))
  .refine(
    (parts) => parts.every((part) => /^(mailto:[^\s@]+@[^\s@]+|https:\/\/\S+|tel:\+?[\d-]+)$/.test(part)),
    'takes URIs that begin with mailto:, https:// or tel:, separated by commas',
  );

/** RFC 9116 §2.5.5: a date and time as in RFC 3339, with its offset. */
const instant = z
  .string()
  .refine(
    (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)$/.test(value) && DateTime.fromISO(value).isValid,
    'takes a date and time with its offset, such as 2027-06-30T00:00:00Z',
  )
  .transform((value) => new Date(value));

const TOGETHER = ['OCMS_SECURITY_CONTACT', 'OCMS_SECURITY_EXPIRES'] as const;

/** What programs and people who do not know the service yet find under `/.well-known/` and `/docs`. */
export const discoverySection = defineSection({
  variables: ({ production }) => ({
    OCMS_PUBLIC_ADDRESS: (production ? url('https:') : url('http:', 'https:')).optional(),
    OCMS_DOCS_SDKS_FOLDER: text.optional(),
    OCMS_SECURITY_CONTACT: contacts.optional(),
    OCMS_SECURITY_EXPIRES: instant.optional(),
    OCMS_SECURITY_POLICY: url('https:').optional(),
  }),
  settings(values) {
    const { OCMS_SECURITY_CONTACT: contact, OCMS_SECURITY_EXPIRES: expires } = values;
    return {
      /** Where partners reach the service, without a slash at the end; undefined where nobody said. */
      publicAddress: values.OCMS_PUBLIC_ADDRESS?.replace(/\/+$/, ''),
      /** Where the archives of SDKs are that `/docs` offers; undefined where it offers none. */
      sdksFolder: values.OCMS_DOCS_SDKS_FOLDER,
      /** Whom to tell of a weakness (RFC 9116); undefined where nobody is named. */
      security: contact && expires ? { contact, expires, policy: values.OCMS_SECURITY_POLICY } : undefined,
    };
  },
  problems: (given) => {
    const set = [...TOGETHER, 'OCMS_SECURITY_POLICY'].filter((name) => given[name] !== undefined);
    return set.length === 0
      ? []
      : TOGETHER.filter((name) => given[name] === undefined).map((name) => `${name} is required with ${set[0]}`);
  },
});
