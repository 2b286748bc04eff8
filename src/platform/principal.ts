/** Who calls an operation. */
export interface Principal {
  /** Whose operations it may call. */
  partner: string;
  /** Which of the partner's callers: the id of the key, or of a member of staff. */
  id: string;
}
