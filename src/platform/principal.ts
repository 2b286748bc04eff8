/** Who calls an operation. */
export interface Principal {
  /** Whose operations it may call. */
  partner: string;
  /** Which of the partner's callers: the id of the key, or of a member of staff. */
  id: string;
  /** What a member of staff may do, as `x-ocms-roles` of the contract names it; none of a key. */
  roles?: readonly string[];
}
