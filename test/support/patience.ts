/**
 * How much slower than usual this machine, or the server behind OCMS_TEST_MSSQL_URL, may be: OCMS_TEST_TIME_FACTOR.
 * Time limits of tests are multiplied by it. They only end what hangs; nothing is measured by them.
 */
export const TIME_FACTOR = Number(process.env.OCMS_TEST_TIME_FACTOR ?? (process.env.OCMS_TEST_MSSQL_URL ? 6 : 1));

/** A time limit, in milliseconds, for this machine. */
export const patience = (milliseconds: number): number => milliseconds * TIME_FACTOR;
