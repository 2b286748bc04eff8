/** A key as it is listed. The key itself is shown once, at its issue, and never stored. */
export interface ApiKey {
  keyId: string;
  partner: string;
  demo: boolean;
  issuedAt: Date;
  issuedBy: string;
  expiresAt: Date | null;
  revokedAt: Date | null;
  lastUsedAt: Date | null;
}

/** What a key opens. */
export interface KeyOwner {
  keyId: string;
  partner: string;
}
