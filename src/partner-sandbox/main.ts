import { sandboxKeys } from './keys';
import { type RunningSandbox, startSandbox } from './sandbox';

/**
 * Runs the sandbox by itself until a signal stops it: HTTP on `port`, SMTP on the next one, then SFTP of vHub, REPCCS and
 * CES, then Blob, then the issuer that signs demo officers in, then SFTP of the printing vendor.
 *
 * @returns an exit code where it could not start.
 */
export async function sandboxMain(port: number, filesFolder: string): Promise<number | undefined> {
  let sandbox: RunningSandbox;
  try {
    sandbox = await startSandbox({
      httpPort: port,
      smtpPort: port + 1,
      sftpPorts: { VHUB: port + 2, REPCCS: port + 3, CES: port + 4, PRINTER: port + 7 },
      blobPort: port + 5,
      issuerPort: port + 6,
      filesFolder,
    });
  } catch (error) {
    const { code, port: taken } = error as { code?: string; port?: number };
    if (code !== 'EADDRINUSE') throw error;
    process.stderr.write(
      `The sandbox cannot start: port ${taken} is in use; set PORT to another one (the sandboxes take PORT + 2 to PORT + 10)\n`,
    );
    return 1;
  }
  const keys = Object.entries(sandboxKeys()).map(([system, key]) => `    ${system.padEnd(8)} ${key}`);
  const servers = Object.values(sandbox.sftpUrls).map((url) => `  sftp       ${url}`);
  process.stdout.write(`
Partner sandbox

  partners   ${sandbox.url}
  mail       ${sandbox.smtpUrl}
${servers.join('\n')}
  files      ${sandbox.filesFolder}
  sign-in    ${sandbox.issuerUrl}
  look       ${sandbox.url}/_sandbox

  keys
${keys.join('\n')}
`);
  const stop = (): void => {
    void sandbox.close().then(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  return undefined;
}
