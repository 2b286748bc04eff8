import { TYPES } from 'tedious';

type TediousType = (typeof TYPES)[keyof typeof TYPES];

// eslint-disable-next-line no-control-regex -- ASCII is the question
const ASCII = /^[\x00-\x7f]*$/;

/**
 * The type each binding travels with (knex `options.mapBinding`). tedious would send text as NVARCHAR, which
 * turns an index seek on a VARCHAR column into a scan, instants as DATETIME (3 ms steps), and fractions as
 * FLOAT.
 *
 * @throws TypeError for a fraction: amounts travel as decimal text.
 */
export function mapBinding(value: unknown): { value: unknown; type: TediousType } | undefined {
  if (typeof value === 'string') {
    return { value, type: ASCII.test(value) ? TYPES.VarChar : TYPES.NVarChar };
  }
  if (value instanceof Date) return { value, type: TYPES.DateTime2 };
  if (typeof value === 'number' && !Number.isInteger(value)) {
    throw new TypeError('a fraction is bound as decimal text, never as a float');
  }
  return undefined;
}
