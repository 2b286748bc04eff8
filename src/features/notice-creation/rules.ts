import type { Fate, NoticeSource, Offence } from './types';

/** Begins with three digits at least, and holds nothing that is no printable text. */
const CES_LABEL = /^(\d{3,})[\x20-\x7e]*$/;

/** What is wrong with the label of CES's subsystem (A 3.3, decisions §5): its length before its range. */
export function labelFault(source: NoticeSource, label: string): 'label-length' | 'label-range' | undefined {
  if (source !== 'CES') return undefined;
  if (label.length < 3 || label.length > 8) return 'label-length';
  const number = Number(CES_LABEL.exec(label)?.[1] ?? Number.NaN);
  return number >= 30 && number <= 999 ? undefined : 'label-range';
}

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

/** Whether only offence rule codes that OCMS knows are taken (A 3.3). */
export const needsKnownRuleCode = (source: NoticeSource): boolean => source === 'CES';

/**
 * What a notice is before it is asked whether it qualifies; undefined when that is the question (decisions §5). CES's
 * flag is taken as it is; everybody else's is disregarded.
 */
export function fateBeforeQualification({
  source,
  anFlag,
  registrationType,
  doubleBooked,
}: Pick<Offence, 'source' | 'anFlag'> & { registrationType: string; doubleBooked: boolean }):
  Exclude<Fate, 'advisory' | 'ordinary'> | undefined {
  if (doubleBooked) return 'double-booked';
  if (registrationType === 'F') return 'foreign';
  if (source === 'CES' && anFlag === 'Y') return 'advisory-by-source';
  return undefined;
}
