import { z } from 'zod';
import { defineSection } from './section';

/** Partners that can be told by an API which vehicles do not qualify for advisory notices. */
const PARTNERS = ['REPCCS', 'CES'] as const;
type Partner = (typeof PARTNERS)[number];

const VARIABLE = 'OCMS_UNQUALIFIED_VEHICLES_API';
const partners = z
  .string()
  .transform((list) => list.split(',').map((each) => each.trim()))
  .pipe(z.array(z.enum(PARTNERS, `takes ${PARTNERS.join(' and ')}, separated by a comma`)));

/** Who is told by an API, too, which vehicles do not qualify for advisory notices (A 9, decisions §6). */
export const unqualifiedVehiclesSection = defineSection({
  variables: () => ({ [VARIABLE]: partners.optional() }),
  settings: (values) => ({
    unqualifiedVehiclesApi: new Set<Partner>(values[VARIABLE] ?? []),
  }),
  problems(given, { production, needs }) {
    // CES has no other API that OCMS calls.
    const asked = given[VARIABLE]?.split(',').some((each) => each.trim() === 'CES');
    if (!asked || !production || !needs.includes('worker')) return [];
    return ['OCMS_CES_URL', 'OCMS_CES_KEY']
      .filter((name) => !(name in given))
      .map((name) => `${name} is required with CES in ${VARIABLE}`);
  },
});
