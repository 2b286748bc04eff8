import { z } from 'zod';

/** What this process does: answer partners, run jobs, or both. */
export type Role = 'api' | 'worker';

/** What every section may depend on. */
export interface Surroundings {
  readonly production: boolean;
  /** What the process will do; nothing: the sandbox of what partners call, which has neither databases nor partners. */
  readonly needs: readonly Role[];
}

/** The variables that are set, as they are. */
export type Given = Readonly<Record<string, string | undefined>>;

type Text = z.ZodType<unknown, string>;

/** How a variable is required, by the surroundings; a value that is given is checked in any case. */
export interface Requirements extends Surroundings {
  /** In production, of a process that answers or runs jobs; elsewhere there may be a default. */
  readonly inProduction: <S extends Text>(schema: S) => z.ZodType<z.output<S> | undefined, string | undefined>;
  /** In production, of a process that runs jobs. */
  readonly forJobs: <S extends Text>(schema: S) => z.ZodType<z.output<S> | undefined, string | undefined>;
}

/** One section of the settings: its variables, each with its schema, and what the service makes of them. */
export interface Section<Shape extends z.ZodRawShape, Settings> {
  variables(requirements: Requirements): Shape;
  settings(values: z.output<z.ZodObject<Shape>>, surroundings: Surroundings & { readonly port: number }): Settings;
  /** What is wrong between variables that are right by themselves. An empty variable is not among the given ones. */
  problems?(given: Given, surroundings: Surroundings): string[];
}

export function defineSection<Shape extends z.ZodRawShape, Settings>(
  section: Section<Shape, Settings>,
): Section<Shape, Settings> {
  return section;
}

export function requirementsIn(surroundings: Surroundings): Requirements {
  const { production, needs } = surroundings;
  const required = <S extends Text>(schema: S) => z.string({ error: 'is required in production' }).pipe(schema);
  return {
    ...surroundings,
    inProduction: (schema) => (production && needs.length > 0 ? required(schema) : schema.optional()) as never,
    forJobs: (schema) => (production && needs.includes('worker') ? required(schema) : schema.optional()) as never,
  };
}
