import { TYPES } from 'tedious';

type TediousType = (typeof TYPES)[keyof typeof TYPES];

// eslint-disable-next-line no-control-regex -- ASCII is the question
const ASCII = /^[\x00-\x7f]*$/;

/**
 * VARCHAR declared in a few lengths only. tedious declares the length of each value, and SQL Server keeps a plan
 * for every declaration it sees.
 */
const VARCHAR: TediousType = {
  ...TYPES.VarChar,
  declaration({ value }: { value: unknown }) {
    const length = Buffer.isBuffer(value) || typeof value === 'string' ? value.length : 0;
    if (length <= 100) return 'varchar(100)';
    return length <= TYPES.VarChar.maximumLength ? 'varchar(8000)' : 'varchar(max)';
  },
};

/**
 * The type each binding travels with (knex `options.mapBinding`). tedious would send text as NVARCHAR, which
 * turns an index seek on a VARCHAR column into a scan, instants as DATETIME (3 ms steps), and fractions as
 * FLOAT.
 *
 * @throws TypeError for a fraction: amounts travel as decimal text.
 */
export function mapBinding(value: unknown): { value: unknown; type: TediousType } | undefined {
  if (typeof value === 'string') {
    return { value, type: ASCII.test(value) ? VARCHAR : TYPES.NVarChar };
  }
  // knex would declare it NVARCHAR.
  if (value === null) return { value, type: VARCHAR };
  if (value instanceof Date) return { value, type: TYPES.DateTime2 };
  if (typeof value === 'number' && !Number.isInteger(value)) {
    throw new TypeError('a fraction is bound as decimal text, never as a float');
  }
  return undefined;
}
