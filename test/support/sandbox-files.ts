import type { Config } from '../../src/config/config';
import { SANDBOX_HOST_KEY } from '../../src/config/partner-sandbox';
import type { TestSandbox } from '../e2e/sandbox/sandbox';

/** The sandbox's SFTP servers and Blob, as environment variables have them. */
export const fileVariables = (
  sandbox: Pick<TestSandbox, 'sftpUrls' | 'blobConnectionString'>,
): Record<string, string> => ({
  ...Object.fromEntries(
    Object.entries(sandbox.sftpUrls).flatMap(([partner, url]) => [
      [`OCMS_${partner}_SFTP_URL`, url],
      [`OCMS_${partner}_SFTP_PASSWORD`, `sandbox-${partner.toLowerCase()}-key`],
      [`OCMS_${partner}_SFTP_HOST_KEYS`, SANDBOX_HOST_KEY],
    ]),
  ),
  OCMS_BLOB_CONNECTION_STRING: sandbox.blobConnectionString,
});

/** The same settings without the pauses between attempts. */
export function repeatedSoon({ sftp, blob }: Pick<Config, 'sftp' | 'blob'>): Pick<Config, 'sftp' | 'blob'> {
  const soon = { backoffMs: 1 };
  const servers = Object.fromEntries(Object.entries(sftp).map(([partner, each]) => [partner, { ...each!, ...soon }]));
  return { sftp: servers as unknown as Config['sftp'], blob: { ...blob!, ...soon } };
}
