/** How long OCMS waits for an answer, by the system it calls, in milliseconds (its configuration's defaults). */
export const TIME_LIMITS: Readonly<Record<string, number>> = {
  CAS: 30_000,
  CES: 60_000,
  DATAHIVE: 30_000,
  EMAIL: 10_000,
  LTA: 30_000,
  MHA: 30_000,
  REPCCS: 60_000,
  SLIFT: 30_000,
  SMS: 10_000,
  VHUB: 30_000,
};
