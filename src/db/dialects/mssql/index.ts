export { mapBinding } from './bindings';
export { MssqlClient, type MssqlConfig } from './client';
export { mssqlDialect } from './dialect';
