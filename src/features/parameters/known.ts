/** A parameter that OCMS reads: what its value is, and what for. */
export interface KnownParameter {
  readonly id: string;
  readonly code: string;
  readonly purpose: string;
  readonly expected: string;
  holds(value: string): boolean;
}

const days = (id: string, code: string, purpose: string): KnownParameter => ({
  id,
  code,
  purpose,
  expected: 'is to be a number of days from 0 to 9999',
  holds: (value) => /^\d{1,4}$/.test(value),
});

/** The parameters of the documents (F 2.3.1, F 2.7.1, A 7, decisions §8). */
export const PARAMETERS = {
  FOR: days('FOR', 'NPA', 'days after the offence until a foreign vehicle’s notice is sent for enforcement'),
  FOD: days('FOD', 'NPA', 'days after the offence until the admin fee is added'),
  AFO: {
    id: 'AFO',
    code: 'NPA',
    purpose: 'the admin fee, in dollars',
    expected: 'is to be an amount above 0, up to 9999.99',
    holds: (value) => /^\d{1,4}(\.\d{1,2})?$/.test(value) && Number(value) > 0,
  },
  ARC: {
    id: 'ARC',
    code: 'NPA',
    purpose: 'years until an unpaid notice of a foreign vehicle is archived',
    expected: 'is to be a number of years from 1 to 99',
    holds: (value) => /^[1-9]\d?$/.test(value),
  },
  REV: days('REV', 'ANS', 'days until an advisory notice’s suspension may be lifted'),
} as const satisfies Readonly<Record<string, KnownParameter>>;

export type ParameterName = keyof typeof PARAMETERS;

const ALL: readonly KnownParameter[] = Object.values(PARAMETERS);

export const knownParameter = (id: string, code: string): KnownParameter | undefined =>
  ALL.find((known) => known.id === id && known.code === code);

export const knownParameters = (): readonly KnownParameter[] => ALL;
