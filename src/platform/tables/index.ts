export { DOCUMENT_TYPE, documentWriter } from './document';
export type { Column, Kind, Row, Table, TableFile, Value } from './table';
export { WORKBOOK_TYPE, harmless, workbook } from './workbook';
