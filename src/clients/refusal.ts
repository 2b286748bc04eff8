import type { Attempt, Check } from '../platform/outbound';

/** What to throw at a refusal that the client has read: of its body the reason code, where it keeps the contract. */
export function refusal(body: unknown, { check, attempt }: { check: Check; attempt: Attempt }): Error {
  attempt.watch?.(body);
  return attempt.refused(check(body) === undefined ? (body as { reasonCode: string }).reasonCode : undefined);
}
