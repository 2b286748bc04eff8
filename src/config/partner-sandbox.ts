/** Where the partner sandbox listens, counted from PORT. Outside production it plays what nobody configured. */
export const SANDBOX_HTTP = 2;
export const SANDBOX_SMTP = 3;
