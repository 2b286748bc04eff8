import { SOURCES } from './sources';
import type { Fate, Offence } from './types';

type VehicleFields = Pick<Offence, 'offenceNoticeType' | 'vehicleNo' | 'vehicleRegistrationType'>;

/** The vehicle's registration type (decisions §5: vehicle type). `isVip`: on the list of VIP vehicles, and ACTIVE. */
export function registrationType(
  { offenceNoticeType, vehicleNo, vehicleRegistrationType: sent }: VehicleFields,
  isVip: boolean,
): string {
  if (offenceNoticeType === 'U') return 'X';
  if (sent === 'F') return sent;
  if (vehicleNo !== null && (vehicleNo.startsWith('MID') || vehicleNo.endsWith('MID'))) return 'I';
  if (sent === 'D') return sent;
  return isVip ? 'V' : sent;
}

/** What a notice is before it is asked whether it qualifies; undefined when that is the question (decisions §5). */
export function fateBeforeQualification({
  source,
  anFlag,
  registrationType,
  doubleBooked,
}: Pick<Offence, 'source' | 'anFlag'> & { registrationType: string; doubleBooked: boolean }):
  Exclude<Fate, 'advisory' | 'ordinary'> | undefined {
  const foreign = registrationType === 'F';
  // A 3.3 returns early with it, and has no double booking before it.
  if (!foreign && SOURCES[source].takesAnFlag && anFlag === 'Y') return 'advisory-by-source';
  if (doubleBooked) return 'double-booked';
  return foreign ? 'foreign' : undefined;
}
