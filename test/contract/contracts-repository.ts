import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface Schema {
  type: string;
  required?: string[];
  properties: Record<string, { type: string; maxLength?: number; enum?: string[] }>;
  additionalProperties?: boolean;
}
interface Operation {
  operationId: string;
  responses: Record<string, object>;
  requestBody?: { required: boolean; 'x-ocms-max-bytes': number; content: object };
  'x-ocms-roles'?: string[];
}
export interface Api {
  openapi: string;
  info: { title: string; version: string; description?: string };
  security: object[];
  paths: Record<string, Record<string, Operation>>;
  components: { securitySchemes: { Key: Record<string, string> }; schemas: { Request: Schema; Response: Schema } };
}
export interface File {
  name: string;
  schema: string;
  version: string;
  sender: string;
  recipient: string;
  summary: string;
  fileName: string;
  records: { name: string; fields: { name: string; form: string; occurs: string; description: string }[] }[];
  unique?: { element: string; field: string }[];
}
/** What there is of contracts: an API each way, and a file. */
export interface Contracts {
  inbound: Api;
  outbound: Api;
  file: File;
}

const json = (name: string) => ({ 'application/json': { schema: { $ref: `#/components/schemas/${name}` } } });
const api = (extension: object): Api => ({
  openapi: '3.1.0',
  info: { title: 'Slips', version: '1.2.3' },
  security: [{ Key: [] }],
  paths: {
    '/v1/slips/{slipNo}': {
      post: {
        operationId: 'try-sendSlip',
        parameters: [{ in: 'path', name: 'slipNo', required: true, schema: { type: 'string' } }],
        'x-ocms-roles': ['officer', 'supervisor'],
        requestBody: { required: true, 'x-ocms-max-bytes': 1_000, content: json('Request') },
        responses: { '200': { description: 'Taken.', content: json('Response') } },
      } as Operation,
    },
  },
  components: {
    securitySchemes: { Key: { type: 'apiKey', in: 'header', name: 'Key', ...extension } },
    schemas: {
      Request: {
        type: 'object',
        required: ['kind'],
        properties: {
          kind: { type: 'string', enum: ['A', 'B'] },
          remark: { type: 'string', maxLength: 50 },
        },
        additionalProperties: false,
      },
      Response: {
        type: 'object',
        required: ['state'],
        properties: { state: { type: 'string', enum: ['DONE', 'OPEN'] }, text: { type: 'string', maxLength: 50 } },
      },
    },
  },
});
export const released = (): Contracts => ({
  inbound: api({ 'x-ocms-partner': 'CAS' }),
  outbound: api({ 'x-ocms-system': 'LTA' }),
  file: {
    ...{ name: 'try-list', schema: 'try-list.json', version: '1.0.0', sender: 'OCMS', recipient: 'CES' },
    ...{ summary: 'A list.', fileName: 'LIST_[0-9]{8}\\.csv' },
    records: [
      { name: 'Row', fields: [{ name: 'NO', form: 'text; [A-Z]{1,5}', occurs: 'always', description: 'It.' }] },
    ],
    unique: [{ element: 'Row', field: 'NO' }],
  },
});

/** How the SDKs of the two APIs call what both call `try-sendSlip`. */
const SDKS = `
clients:
  - contracts: [try-in]
    operations: { try-sendSlip: sendSlip }
servers:
  - contract: try-out
    operations: { try-sendSlip: receiveSlip }
`;

/** A repository with these contracts, as the scripts that compare them look at one. */
export interface Repository {
  readonly folder: string;
  git(...args: string[]): string;
  write(contracts: Contracts): void;
  /** Any file. */
  put(name: string, content: string): void;
  remove(): void;
}

export function contractsRepository(): Repository {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-contracts-'));
  const put = (name: string, content: string): void => {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  };
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.invalid', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  git('init', '--quiet');
  put('contracts/sdks/sdks.yaml', SDKS);
  return {
    folder,
    git,
    put,
    write({ inbound, outbound, file }) {
      put('contracts/inbound/try-in.yaml', '');
      put('contracts/outbound/try-out.yaml', '');
      put('generated/contracts/try-in.json', JSON.stringify(inbound));
      put('generated/contracts/try-out.json', JSON.stringify(outbound));
      put('generated/contracts/try-list.json', JSON.stringify({ of: file }));
      put('generated/files/files.json', JSON.stringify([file]));
    },
    remove: () => rmSync(folder, { recursive: true }),
  };
}
