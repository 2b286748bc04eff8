import type { components } from '../../../generated/outbound/lta-ownerParticulars';
import type { Owner } from '../../features/advisory-notices/port';
import { toAddress } from '../address';

type VehicleOwner = components['schemas']['VehicleOwner'];

export function toOwner({ name, idType, idNo, address }: VehicleOwner): Owner {
  return { name, idType, idNo, address: address === null ? undefined : toAddress(address) };
}
