import { VON, type VonColumn, vonShape } from '../notices';

export const TABLE = 'ocms_valid_offence_notice';

/** The columns of VON with an owner's particulars (A 4.2.1), each a text that is encrypted by itself. */
export const OWNER_COLUMNS = [
  'owner_name',
  'owner_nric',
  'owner_mobile',
  'owner_email',
  'owner_address',
] as const satisfies readonly VonColumn[];

export type OwnerColumn = (typeof OWNER_COLUMNS)[number];

/** What is stored of one notice; null where nothing is. */
export type StoredOwner = Readonly<Record<OwnerColumn, string | null>>;

export const OWNER_SHAPE = vonShape('notice_no', ...OWNER_COLUMNS);

/** How many characters each column takes. SQL Server would cut a longer text, which then does not decrypt. */
export const WIDTHS = Object.fromEntries(
  OWNER_COLUMNS.map((column) => [column, Number(/\((\d+)\)/.exec(VON[column])![1])]),
) as Readonly<Record<OwnerColumn, number>>;

/** Values of one column that are to take the place of others. */
export const replacementShape = (column: OwnerColumn) => ({
  notice_no: VON.notice_no,
  stored_value: VON[column],
  new_value: VON[column],
});
