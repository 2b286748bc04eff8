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

/**
 * The keys of the inbound sandbox where nobody configured others: two of each partner, each with data of its own. They
 * are no secret, and open nothing else.
 */
export const SANDBOX_KEYS: ReadonlyMap<string, string> = new Map(
  Object.keys(DEMO_KEYS).flatMap((partner) =>
    [1, 2].map((number) => [`ocms_${partner.toLowerCase()}_sandbox-key-${number}`, partner] as const),
  ),
);
