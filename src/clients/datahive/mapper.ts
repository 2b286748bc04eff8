import type { components } from '../../../generated/outbound/datahive-contact';
import type { Contact } from '../../features/advisory-notices/port';

type ContactResponse = components['schemas']['ContactResponse'];

/** Nothing known of somebody who is known is no contact either (A 4.2.3). */
export function toContact({ contact }: ContactResponse): Contact | undefined {
  if (contact === null || (contact.mobileNo === null && contact.email === null)) return undefined;
  return { mobileNo: contact.mobileNo ?? undefined, email: contact.email ?? undefined };
}
