import type { IdType } from '../port';
import type { Partner, Step } from './machine';

/** Vehicles of the military: who owns them and where is known already (A 4.1.3, decisions §7). */
export const MILITARY = 'I';

interface Asks {
  step: Step;
  partner: Partner;
  /** Only for owners known by such an id. */
  idTypes?: readonly IdType[];
  /** Not for vehicles of the military. */
  civil?: true;
}

/** Which partner a step asks, by what is known of the notice: the one table for code and SQL. */
export const ASKS: readonly Asks[] = [
  { step: 'FIND_OWNER', partner: 'LTA', civil: true },
  { step: 'FIND_CONTACT', partner: 'DATAHIVE', idTypes: ['NRIC', 'FIN', 'UEN'] },
  { step: 'SEND_SMS', partner: 'SMS' },
  { step: 'SEND_EMAIL', partner: 'EMAIL' },
  { step: 'FIND_ADDRESS', partner: 'MHA', idTypes: ['NRIC', 'FIN'], civil: true },
  { step: 'FIND_ADDRESS', partner: 'DATAHIVE', idTypes: ['UEN'], civil: true },
  { step: 'SEND_LETTER', partner: 'SLIFT' },
];

/** The partner that the step asks which a case owes. */
export function askedFor({
  step,
  idType,
  notice,
}: {
  step: Step;
  idType: IdType | undefined;
  notice: { registrationType: string | null };
}): Partner | undefined {
  return ASKS.find(
    (asks) =>
      asks.step === step &&
      (!asks.idTypes || (idType !== undefined && asks.idTypes.includes(idType))) &&
      !(asks.civil && notice.registrationType === MILITARY),
  )?.partner;
}

const quoted = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');

/** The same in SQL, over `ocms_advisory_case AS c` and `ocms_valid_offence_notice AS v`; empty where it is none. */
export const ASKED_FOR = `CASE ${ASKS.map(({ step, partner, idTypes, civil }) =>
  [
    `WHEN c.step = '${step}'`,
    ...(idTypes ? [`AND c.owner_id_type IN (${quoted(idTypes)})`] : []),
    ...(civil ? [`AND COALESCE(v.vehicle_registration_type, '') <> '${MILITARY}'`] : []),
    `THEN '${partner}'`,
  ].join(' '),
).join(' ')} ELSE '' END`;

export const PARTNERS: readonly Partner[] = [...new Set(ASKS.map(({ partner }) => partner))];
