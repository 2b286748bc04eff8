import { type RunningSandbox, sandboxKeys, startSandbox } from './sandbox';

/**
 * Runs the sandbox by itself until a signal stops it: HTTP on `port`, SMTP on the next one.
 *
 * @returns an exit code where it could not start.
 */
export async function sandboxMain(port: number): Promise<number | undefined> {
  let sandbox: RunningSandbox;
  try {
    sandbox = await startSandbox({ httpPort: port, smtpPort: port + 1 });
  } catch (error) {
    const { code, port: taken } = error as { code?: string; port?: number };
    if (code !== 'EADDRINUSE') throw error;
    process.stderr.write(
      `The sandbox cannot start: port ${taken} is in use; set PORT to another one (the sandbox takes PORT + 2 and + 3)\n`,
    );
    return 1;
  }
  const keys = Object.entries(sandboxKeys()).map(([system, key]) => `    ${system.padEnd(8)} ${key}`);
  process.stdout.write(`
Partner sandbox

  partners   ${sandbox.url}
  mail       ${sandbox.smtpUrl}
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
