import type { Knex } from 'knex';
import type { ColumnType, Dialect } from '../dialects/dialect';

/** Adds columns with the documents' types, spelt as this database needs them. */
export function columnsOf(table: Knex.CreateTableBuilder, dialect: Dialect) {
  return (name: string, type: ColumnType): Knex.ColumnBuilder =>
    table.specificType(name, dialect.columnType(type, name));
}
