import type { Database } from '../../db/database';
import type { Encryption } from '../../platform/encryption';
import { AppError } from '../../platform/errors';
import type { OwnerParticulars, Particulars } from '../advisory-notices';
import { updateNotices } from '../notices';
import { OWNER_COLUMNS, OWNER_SHAPE, type OwnerColumn, type StoredOwner, TABLE, WIDTHS } from './columns';

type Address = NonNullable<Particulars['address']>;

/** Each field as the text that is encrypted, and back. */
const FIELDS: { readonly [F in keyof Particulars]-?: Field<NonNullable<Particulars[F]>> } = {
  name: plain('owner_name'),
  idNo: plain('owner_nric'),
  mobileNo: plain('owner_mobile'),
  email: plain('owner_email'),
  address: { column: 'owner_address', textOf: JSON.stringify, of: addressOf },
};

interface Field<T> {
  readonly column: OwnerColumn;
  textOf(this: void, value: T): string;
  of(this: void, text: string): T;
}

function plain(column: OwnerColumn): Field<string> {
  return { column, textOf: (value) => value, of: (text) => text };
}

function addressOf(text: string): Address {
  try {
    return JSON.parse(text) as Address;
  } catch {
    // Its message would quote the text.
    throw new AppError('internal', 'the text of an owner’s address is none');
  }
}

const NAMES = Object.keys(FIELDS) as (keyof Particulars)[];

/** The columns of notices that hold owners' particulars, each encrypted for its row and column. */
export function ownerStore({ dialect }: Database, encryption: Encryption): OwnerParticulars {
  const encrypted = (noticeNo: string, particulars: Particulars): Partial<StoredOwner> =>
    Object.fromEntries(
      NAMES.flatMap((name) => {
        const value = particulars[name];
        if (value === undefined) return [];
        const { column, textOf } = FIELDS[name] as Field<typeof value>;
        const stored = encryption.encrypt(textOf(value), { table: TABLE, column, noticeNo });
        if (stored.length > WIDTHS[column])
          throw new AppError('internal', `a text for ${TABLE}.${column} of the notice ${noticeNo} is too long`);
        return [[column, stored]];
      }),
    );

  return {
    /** A field that is missing stays as it is. Two statements, and the notices' new versions. */
    async save(trx, owners, at) {
      if (owners.length === 0) return;
      const none = Object.fromEntries(OWNER_COLUMNS.map((column) => [column, null])) as StoredOwner;
      const rows = dialect.rows(
        OWNER_SHAPE,
        owners.map(({ noticeNo, particulars }) => ({
          notice_no: noticeNo,
          ...none,
          ...encrypted(noticeNo, particulars),
        })),
      );
      const set = OWNER_COLUMNS.map((column) => `${column} = COALESCE(j.${column}, t.${column})`).join(', ');
      await updateNotices(trx, { set, rows, at });
    },

    /** @throws AppError `internal` for what does not decrypt. */
    async load(executor, noticeNo) {
      const row = await executor(TABLE)
        .where('notice_no', noticeNo)
        .first<StoredOwner | undefined>(...OWNER_COLUMNS);
      return Object.fromEntries(
        NAMES.flatMap((name) => {
          const { column, of } = FIELDS[name];
          const stored = row?.[column] ?? null;
          return stored === null ? [] : [[name, of(encryption.decrypt(stored, { table: TABLE, column, noticeNo }))]];
        }),
      );
    },
  };
}
