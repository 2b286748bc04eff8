import type { Knex } from 'knex';
import type { Dialect } from '../dialects/dialect';

/**
 * One step of a zone's schema. Steps are never changed once released, and each leaves a schema that the
 * version before it still works with, so that instances can be replaced one by one.
 */
export interface Migration {
  readonly name: string;
  up(executor: Knex, dialect: Dialect): Promise<void>;
}
