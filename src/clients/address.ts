import type { components } from '../../generated/outbound/lta-ownerParticulars';
import type { Address } from '../features/advisory-notices/port';

/** An address as LTA, MHA, DataHive and SLIFT have it: one component of their contracts. */
type WireAddress = components['schemas']['PostalAddress'];

export function toAddress(address: WireAddress): Address {
  if (address.addressType === 'FOREIGN') return { kind: 'foreign', lines: address.lines };
  const { block = null, street, floor = null, unit = null, building = null, postalCode = null } = address;
  return { kind: 'local', block, street, floor, unit, building, postalCode };
}

export function fromAddress(address: Address): WireAddress {
  if (address.kind === 'foreign') return { addressType: 'FOREIGN', lines: [...address.lines] };
  const { block, street, floor, unit, building, postalCode } = address;
  return { addressType: 'LOCAL', block, street, floor, unit, building, postalCode };
}
