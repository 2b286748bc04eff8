import type { FilePartner } from '../files/settings';

/** Where the partner sandbox listens, counted from PORT. Outside production it plays what nobody configured. */
export const SANDBOX_HTTP = 2;
export const SANDBOX_SMTP = 3;
export const SANDBOX_SFTP: Readonly<Record<FilePartner, number>> = { VHUB: 4, REPCCS: 5, CES: 6, PRINTER: 9 };
export const SANDBOX_BLOB = 7;
/** Where demo officers sign in. */
export const SANDBOX_ISSUER = 8;
/** Where partners try what they call. */
export const SANDBOX_INBOUND = 10;
export const SANDBOX_LAST = SANDBOX_INBOUND;

/** Of the sandbox's SFTP servers, whose key everybody knows. */
export const SANDBOX_HOST_KEY = 'SHA256:CwKR1+HSRtJzPahnLyodZLeMD2IYvVALM/ggCNvN1gk';
