import { z } from 'zod';
import { FILE_PARTNERS, type FilePartner } from '../arrivals';

const milliseconds = z.int().min(0).max(600_000);
const MIB = 1_048_576;

/** What can go wrong with an HTTP call, on demand. */
const httpFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('delay'), ms: milliseconds.default(2_000) }),
  z.strictObject({ fault: z.literal('timeout') }),
  z.strictObject({
    fault: z.literal('status'),
    status: z.int().min(400).max(599).default(503),
    retryAfter: z.int().min(0).max(86_400).optional(),
  }),
  z.strictObject({ fault: z.literal('reset'), when: z.enum(['before', 'after']).default('before') }),
  z.strictObject({ fault: z.literal('partial') }),
  z.strictObject({ fault: z.literal('malformed'), as: z.enum(['html', 'cut-json', 'wrong-type']).default('html') }),
  z.strictObject({
    fault: z.literal('drip'),
    bytes: z.int().min(1).max(65_536).default(1),
    everyMs: z.int().min(1).max(60_000).default(100),
  }),
  z.strictObject({ fault: z.literal('redirect'), status: z.literal([301, 302, 303, 307, 308]).default(307) }),
  z.strictObject({
    fault: z.literal('oversized'),
    bytes: z
      .int()
      .min(1)
      .max(4_096 * MIB)
      .default(256 * MIB),
  }),
  z.strictObject({ fault: z.literal('size'), rows: z.int().min(0).max(5_000_000).default(200_000) }),
  z.strictObject({ fault: z.literal('wrong-total-count'), by: z.int().min(-1_000).max(1_000).default(1) }),
  z.strictObject({ fault: z.literal('duplicate-row') }),
  z.strictObject({ fault: z.literal('empty-list') }),
]);

/** What can go wrong with a mail. */
const mailFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('reject') }),
  z.strictObject({ fault: z.literal('tempfail') }),
  z.strictObject({ fault: z.literal('drop'), when: z.enum(['before', 'after']).default('before') }),
  z.strictObject({ fault: z.literal('delay'), ms: milliseconds.default(2_000) }),
  z.strictObject({ fault: z.literal('timeout') }),
]);

const bytes = z
  .int()
  .min(0)
  .max(4_096 * MIB);

/** What can go wrong with a connection to a partner's SFTP server. */
const sftpFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('refuse') }),
  z.strictObject({ fault: z.literal('host-key') }),
  z.strictObject({ fault: z.literal('login') }),
  z.strictObject({ fault: z.literal('drop'), bytes: bytes.default(1_000) }),
  z.strictObject({ fault: z.literal('drop-renamed') }),
  z.strictObject({ fault: z.literal('full'), bytes: bytes.default(1_000) }),
  z.strictObject({ fault: z.literal('short'), bytes: bytes.default(1_000) }),
  z.strictObject({ fault: z.literal('hang'), bytes: bytes.default(0) }),
]);

/** What can go wrong with a request to Blob. */
const blobFault = z.discriminatedUnion('fault', [
  z.strictObject({ fault: z.literal('refuse') }),
  z.strictObject({ fault: z.literal('status'), status: z.int().min(400).max(599).default(503) }),
  z.strictObject({ fault: z.literal('hang') }),
]);

export type HttpFault = z.infer<typeof httpFault>;
export type MailFault = z.infer<typeof mailFault>;
export type SftpFault = z.infer<typeof sftpFault>;
export type BlobFault = z.infer<typeof blobFault>;
export type Fault = HttpFault | MailFault | SftpFault | BlobFault;
/** Faults that change the list in an answer: they need an operation that answers with one. */
export type ListFault = Extract<HttpFault, { fault: 'wrong-total-count' | 'duplicate-row' | 'empty-list' | 'size' }>;

/** The name under which mail has its faults, beside the operations. */
export const MAIL = 'smtp';
/** The same for Blob. */
export const BLOB = 'blob';
/** The same for a partner's SFTP server: `sftp-vhub` and so on. */
export const sftpOperation = (partner: FilePartner): string => `sftp-${partner.toLowerCase()}`;
/** Everything beside the operations that has faults of its own. */
export const OTHER_OPERATIONS: readonly string[] = [MAIL, ...FILE_PARTNERS.map(sftpOperation), BLOB];
const LIST_FAULTS: readonly string[] = [
  'wrong-total-count',
  'duplicate-row',
  'empty-list',
  'size',
] satisfies ListFault['fault'][];
export const isListFault = (fault: Fault): fault is ListFault => LIST_FAULTS.includes(fault.fault);

export interface FaultHelp {
  name: string;
  options: string;
  does: string;
  magic?: string;
}

export const HTTP_FAULTS: readonly (FaultHelp & { name: HttpFault['fault'] })[] = [
  { name: 'delay', options: 'ms: 2000', does: 'answers properly, but late', magic: 'FAULTSLOW' },
  { name: 'timeout', options: '', does: 'takes the request and never answers', magic: 'FAULTHANG' },
  {
    name: 'status',
    options: 'status: 503, retryAfter',
    does: 'answers 400 to 599 with the contract’s error example',
    magic: 'FAULT400 … FAULT599',
  },
  {
    name: 'reset',
    options: 'when: before | after',
    does: 'resets the connection before the request is read, or after it took effect',
    magic: 'FAULTRST (after)',
  },
  { name: 'partial', options: '', does: 'resets the connection in the middle of the body', magic: 'FAULTCUT' },
  {
    name: 'malformed',
    options: 'as: html | cut-json | wrong-type',
    does: '200 with HTML, with half the JSON, or with JSON that breaks the contract',
    magic: 'FAULTHTML, FAULTJSON, FAULTTYPE',
  },
  { name: 'drip', options: 'bytes: 1, everyMs: 100', does: 'sends the body a few bytes at a time', magic: 'FAULTDRIP' },
  {
    name: 'redirect',
    options: 'status: 307',
    does: 'redirects to /redirected/…, where a proper answer waits for whoever follows',
    magic: 'FAULTREDIR',
  },
  { name: 'oversized', options: 'bytes: 268435456', does: 'puts so many spaces before the JSON', magic: 'FAULTBIG' },
  { name: 'size', options: 'rows: 200000', does: 'streams a list of so many rows' },
  {
    name: 'wrong-total-count',
    options: 'by: 1',
    does: 'a total that does not agree with the rows',
    magic: 'FAULTCOUNT',
  },
  { name: 'duplicate-row', options: '', does: 'a list with its first row twice', magic: 'FAULTTWICE' },
  { name: 'empty-list', options: '', does: 'a list without rows', magic: 'FAULTEMPTY' },
];

export const MAIL_FAULTS: readonly (FaultHelp & { name: MailFault['fault'] })[] = [
  { name: 'reject', options: '', does: 'refuses the sender for good (550)' },
  { name: 'tempfail', options: '', does: 'refuses the sender for now (451)' },
  {
    name: 'drop',
    options: 'when: before | after',
    does: 'closes the connection before the message, or after taking it without saying so',
  },
  { name: 'delay', options: 'ms: 2000', does: 'accepts late' },
  { name: 'timeout', options: '', does: 'takes the message and never answers' },
];

export const SFTP_FAULTS: readonly (FaultHelp & { name: SftpFault['fault'] })[] = [
  { name: 'refuse', options: '', does: 'closes the connection before a word is said' },
  { name: 'host-key', options: '', does: 'shows another host key' },
  { name: 'login', options: '', does: 'refuses the login' },
  { name: 'drop', options: 'bytes: 1000', does: 'resets the connection once more bytes were written or read' },
  { name: 'drop-renamed', options: '', does: 'resets the connection after a rename took effect, without saying so' },
  { name: 'full', options: 'bytes: 1000', does: 'has no room for more bytes (SSH_FX_FAILURE)' },
  { name: 'short', options: 'bytes: 1000', does: 'keeps only so many bytes of a file, and says that all is well' },
  { name: 'hang', options: 'bytes: 0', does: 'takes the login, and after so many bytes answers nothing' },
];

export const BLOB_FAULTS: readonly (FaultHelp & { name: BlobFault['fault'] })[] = [
  { name: 'refuse', options: '', does: 'resets the connection' },
  { name: 'status', options: 'status: 503', does: 'answers 400 to 599' },
  { name: 'hang', options: '', does: 'takes the request and never answers' },
];

const MAGIC: Readonly<Record<string, object>> = {
  SLOW: { fault: 'delay' },
  HANG: { fault: 'timeout' },
  RST: { fault: 'reset', when: 'after' },
  CUT: { fault: 'partial' },
  HTML: { fault: 'malformed', as: 'html' },
  JSON: { fault: 'malformed', as: 'cut-json' },
  TYPE: { fault: 'malformed', as: 'wrong-type' },
  DRIP: { fault: 'drip' },
  REDIR: { fault: 'redirect' },
  BIG: { fault: 'oversized' },
  COUNT: { fault: 'wrong-total-count' },
  TWICE: { fault: 'duplicate-row' },
  EMPTY: { fault: 'empty-list' },
};

/** The fault a magic value asks for. They are short enough for every identifier, and capitals and digits only. */
export function magicFault(value: string): HttpFault | undefined {
  const word = /^FAULT([A-Z]{3,5}|[45]\d\d)$/.exec(value)?.[1];
  if (word === undefined) return undefined;
  const fault = /^\d/.test(word) ? { fault: 'status', status: Number(word) } : MAGIC[word];
  return fault && httpFault.parse(fault);
}

/** The first magic value anywhere in what a request says. */
export function magicFaultIn(node: unknown): HttpFault | undefined {
  if (typeof node === 'string') return magicFault(node);
  if (typeof node !== 'object' || node === null) return undefined;
  for (const value of Object.values(node)) {
    const fault = magicFaultIn(value);
    if (fault) return fault;
  }
  return undefined;
}

const setting = z.looseObject({
  operation: z.string(),
  /** For how many requests; until it is cleared if not told. */
  times: z.int().min(1).max(1_000_000).optional(),
});

export interface FaultSetting {
  operation: string;
  times: number | undefined;
  fault: Fault;
}

/**
 * Reads one entry of `POST /_sandbox/faults`.
 *
 * @throws z.ZodError
 */
export function parseFaultSetting(input: unknown): FaultSetting {
  const { operation, times, ...rest } = setting.parse(input);
  return { operation, times, fault: schemaOf(operation).parse(rest) };
}

function schemaOf(operation: string): z.ZodType<Fault> {
  if (operation === MAIL) return mailFault;
  if (operation === BLOB) return blobFault;
  return OTHER_OPERATIONS.includes(operation) ? sftpFault : httpFault;
}
