/**
 * The keys of the demo data, by partner. They are no secret: production refuses them even where its database
 * holds them.
 */
export const DEMO_KEYS: Readonly<Record<string, string>> = {
  CAS: 'ocms_cas_demo-key-for-local-use',
  PLUS: 'ocms_plus_demo-key-for-local-use',
  REPCCS: 'ocms_repccs_demo-key-for-local-use',
  CES: 'ocms_ces_demo-key-for-local-use',
};
