import type { Chore } from '../../scheduling/chores';
import type { CallWatch } from '../../platform/outbound';
import type { Intersection } from '../../platform/types';

/** What a capability brings to the service: a plain function from the ground to this. */
export interface Part {
  /** What operations and commands call. */
  readonly services?: object;
  /** What its jobs work with, made where jobs are run: they may need partners that other processes know nothing of. */
  readonly jobServices?: (watch: CallWatch | undefined) => JobPart;
  /** What every process does again and again while it serves. */
  readonly chores?: readonly Chore[];
  /** What does not work although the service is ready. */
  readonly warnings?: () => Promise<readonly Warning[]>;
  /** Waits for what is under way and begins nothing more. The databases are still open. */
  readonly close?: () => Promise<void>;
}

/** Something operators should mend. */
export interface Warning {
  /** Its name in the log. */
  readonly event: string;
  /** What is wrong and what to do, in a sentence. */
  readonly advice: string;
}

export interface JobPart {
  readonly services: object;
  readonly close?: () => Promise<void>;
}

type JobServicesOf<P> = P extends {
  readonly jobServices: (watch: CallWatch | undefined) => { readonly services: infer S };
}
  ? S
  : never;
type ServicesOf<P> = P extends { readonly services: infer S } ? S : never;

/** All services of some parts, by the names the parts give them. */
export type MergedServices<P> = Intersection<ServicesOf<P>>;
export type MergedJobServices<P> = Intersection<JobServicesOf<P>>;
