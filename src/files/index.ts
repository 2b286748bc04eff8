export { createFileExchange, type FileExchange } from './exchange';
export type { BlobSettings, FilePartner, Repeats, SftpSettings } from './settings';
export { deliverRows, deliverText } from './text';
