/** What is wrong with a value (places and rules, no values), or undefined. */
export type Check = (value: unknown, place?: string) => string | undefined;

/** The checks of an answer whose one long list is read piece by piece. */
export interface ListChecks {
  /** Of what is around the list. */
  envelope: Check;
  item: Check;
  minItems: number;
  maxItems: number;
}
