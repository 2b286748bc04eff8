import { masked } from '../../platform/mask';
import type { KeyedHash } from '../../platform/encryption';
import type { RowShape, RowValue } from '../../db/dialects/dialect';

/** A row as the file has it, already checked: text as sent to the database, null for an empty cell. */
export type ReferenceRow = Readonly<Record<string, RowValue>>;

export interface Column {
  /** Whether a cell may be empty. */
  optional?: true;
  /** What a cell holds, in words, where it does not. */
  expected: string;
  holds(cell: string): boolean;
}

export interface ReferenceKind {
  readonly table: string;
  /** In the order of the file. */
  readonly columns: Readonly<Record<string, Column>>;
  readonly shape: RowShape;
  /** Columns that tell rows apart. */
  readonly key: readonly string[];
  /** What is wrong with a row whose cells are right one by one. */
  readonly fault?: (row: ReferenceRow) => string | undefined;
  /** Whether rows that the file lacks stay as they are: code relies on some. */
  readonly keepsOthers?: boolean;
  /** A column of the table that numbers its rows, where they have no key of their own. */
  readonly numbered?: string;
  /** Whether the list may have no rows. */
  readonly mayBeEmpty?: boolean;
  /** What is stored of a row, where that is not the row: `shape` and `key` are of that. */
  readonly stored?: (row: ReferenceRow, idHash: KeyedHash) => ReferenceRow;
  /** Whether a stored row is kept and counts no more. Only a file that has it again changes it. */
  readonly ended?: (stored: ReferenceRow) => boolean;
  /** The row that is shown of what is stored. */
  readonly shown?: (stored: ReferenceRow) => ReferenceRow;
}

/** A calendar date that there is. */
export const isDate = (cell: string): boolean => {
  const date = new Date(`${cell}T00:00:00Z`);
  return (
    /^(19|20)\d{2}-\d{2}-\d{2}$/.test(cell) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(cell)
  );
};
const text = (most: number): Column => ({
  expected: `is to have 1 to ${most} characters`,
  // As a person counts them: an emoji is one, and two code units.
  holds: (cell) => cell !== '' && [...cell].length <= most,
});
const ascii = (most: number): Column => ({
  expected: `is to have 1 to ${most} printable ASCII characters`,
  holds: (cell) => new RegExp(`^[\\x20-\\x7e]{1,${most}}$`).test(cell),
});
/** What both databases tell apart alike: capitals, no spaces. */
const code: Column = {
  expected: 'is to be 1 to 20 capital letters, digits and underscores',
  holds: (cell) => /^[A-Z0-9_]{1,20}$/.test(cell),
};
const ruleCode: Column = {
  expected: 'is to be a whole number from 1 to 2147483647',
  holds: (cell) => /^[1-9]\d{0,9}$/.test(cell) && Number(cell) <= 2_147_483_647,
};
const date: Column = { optional: true, expected: 'is to be a date, YYYY-MM-DD', holds: isDate };

/** By which staff name an entry of the exclusion list: it tells nobody the id. */
export const exclusionIdOf = (idHash: string): string => idHash.slice(-32);

/** Reference data that OCMS keeps itself (decisions §5, §6, §7), as CSV files with these columns. */
export const REFERENCE_KINDS = {
  'rule-codes': {
    table: 'ocms_offence_rule_code',
    columns: { computer_rule_code: ruleCode, description: text(200) },
    shape: { computer_rule_code: 'int', description: 'nvarchar(400)' },
    key: ['computer_rule_code'],
  },
  exemptions: {
    table: 'ocms_an_exemption_rule',
    columns: {
      computer_rule_code: ruleCode,
      composition_amount: {
        optional: true,
        expected: 'is to be an amount from 0 to 99999999.99',
        holds: (cell) => /^\d{1,8}(\.\d{1,2})?$/.test(cell),
      },
      vehicle_category: {
        optional: true,
        expected: 'is to be one or two capital letters',
        holds: (cell) => /^[A-Z]{1,2}$/.test(cell),
      },
      rule_remark: { ...text(200), optional: true },
      effective_from: date,
      effective_to: date,
    },
    shape: {
      computer_rule_code: 'int',
      composition_amount: 'decimal(19,2)',
      vehicle_category: 'varchar(2)',
      rule_remark: 'nvarchar(400)',
      effective_from: 'date',
      effective_to: 'date',
    },
    key: [
      'computer_rule_code',
      'composition_amount',
      'vehicle_category',
      'rule_remark',
      'effective_from',
      'effective_to',
    ],
    numbered: 'rule_no',
    fault: ({ effective_from: from, effective_to: to }: ReferenceRow) =>
      typeof from === 'string' && typeof to === 'string' && to < from
        ? 'effective_to is before effective_from'
        : undefined,
  },
  parameters: {
    table: 'ocms_parameter',
    columns: { param_id: code, param_code: code, param_value: ascii(200) },
    shape: { param_id: 'varchar(20)', param_code: 'varchar(20)', param_value: 'varchar(200)' },
    key: ['param_id', 'param_code'],
    keepsOthers: true,
  },
  // Who is told by letter only (A 4.1.4.b).
  exclusions: {
    table: 'ocms_ean_exclusion',
    columns: {
      id_no: {
        expected: 'is to be 1 to 20 letters and digits',
        holds: (cell) => /^[0-9A-Za-z]{1,20}$/.test(cell),
      },
    },
    shape: { id_hash: 'varchar(81)', id_masked: 'varchar(20)', exclusion_id: 'varchar(32)', ended_at: 'datetime2' },
    key: ['id_hash'],
    mayBeEmpty: true,
    stored: ({ id_no: idNo }: ReferenceRow, idHash: KeyedHash) => {
      const hash = idHash.of(String(idNo));
      return {
        id_hash: hash,
        id_masked: masked({ idNo: String(idNo) }).idNo!,
        exclusion_id: exclusionIdOf(hash),
        ended_at: null,
      };
    },
    ended: ({ ended_at }: ReferenceRow) => ended_at !== null,
    shown: ({ id_masked }: ReferenceRow) => ({ id_no: id_masked ?? null }),
  },
} as const satisfies Readonly<Record<string, ReferenceKind>>;

export type ReferenceName = keyof typeof REFERENCE_KINDS;

/** The columns of a list's file. */
export const referenceColumns = (name: ReferenceName): readonly string[] => Object.keys(REFERENCE_KINDS[name].columns);

export const REFERENCE_NAMES = Object.keys(REFERENCE_KINDS) as ReferenceName[];
