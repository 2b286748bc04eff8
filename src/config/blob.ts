import { z } from 'zod';
import type { BlobSettings } from '../files/settings';
import { SANDBOX_BLOB } from './partner-sandbox';
import { defineSection, type Given } from './section';
import { text, url } from './values';

const connectionString = z
  .string()
  .regex(/(^|;)(AccountKey|SharedAccessSignature)=[^;]/i, 'takes a connection string of a storage account');

/** F 2.4.3: first try plus up to 2. */
const REPEATS = { attempts: 3, backoffMs: 1_000, timeoutMs: 60_000 };

export const isBlobConfigured = (given: Given): boolean =>
  'OCMS_BLOB_CONNECTION_STRING' in given || 'OCMS_BLOB_ACCOUNT_URL' in given;

/** The account of the sandbox, whose key everybody knows. */
const sandbox = (port: number): string =>
  `DefaultEndpointsProtocol=http;AccountName=sandbox;AccountKey=${Buffer.from('sandbox-blob-key').toString('base64')};` +
  `BlobEndpoint=http://127.0.0.1:${port}/sandbox;`;

/** Azure Blob, where a copy of every file is kept (F 2.4). */
export const blobSection = defineSection({
  variables: ({ forJobs }) => ({
    OCMS_BLOB_CONNECTION_STRING: connectionString.optional(),
    OCMS_BLOB_ACCOUNT_URL: url('https:').optional(),
    OCMS_BLOB_CLIENT_ID: text.optional(),
    OCMS_BLOB_CONTAINER: forJobs(
      z
        .string()
        .regex(/^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/, 'takes 3 to 63 small letters, digits and single hyphens'),
    ),
  }),
  problems(given, { production, needs }) {
    if ('OCMS_BLOB_CONNECTION_STRING' in given && 'OCMS_BLOB_ACCOUNT_URL' in given)
      return ['OCMS_BLOB_CONNECTION_STRING and OCMS_BLOB_ACCOUNT_URL exclude each other'];
    return production && needs.includes('worker') && !isBlobConfigured(given)
      ? ['OCMS_BLOB_CONNECTION_STRING or OCMS_BLOB_ACCOUNT_URL is required in production']
      : [];
  },
  settings(values, { production, port }): { blob: BlobSettings | undefined } {
    const {
      OCMS_BLOB_CONNECTION_STRING: given,
      OCMS_BLOB_ACCOUNT_URL: accountUrl,
      OCMS_BLOB_CLIENT_ID: clientId,
    } = values;
    const common = { container: values.OCMS_BLOB_CONTAINER ?? 'ocms', ...REPEATS };
    if (accountUrl !== undefined)
      return { blob: { accountUrl, ...(clientId !== undefined && { clientId }), ...common } };
    // Production never holds a key of the sandbox.
    const used = given ?? (production ? undefined : sandbox(port + SANDBOX_BLOB));
    return { blob: used === undefined ? undefined : { connectionString: used, ...common } };
  },
});
