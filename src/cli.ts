import { Command } from 'commander';
import { advisoryCommands } from './cli/advisory';
import { foreignCommands } from './cli/foreign';
import { jobsCommands } from './cli/jobs';
import { keysCommands } from './cli/keys';
import { migrateZone } from './cli/migrate';
import { mirrorCommands } from './cli/mirror';
import { parametersCommands } from './cli/parameters';
import { personalDataCommands } from './cli/personal-data';
import { referenceCommands } from './cli/reference';
import { reportsCommands } from './cli/reports';
import { sandboxCommands } from './cli/sandbox';
import { withContext } from './cli/support';
import { ConfigError } from './config/config';
import { main as serve } from './main';
import { withReason } from './platform/causes';
import { AppError } from './platform/errors';
import { describeError } from './platform/logging';
import { scrub } from './platform/scrub';

/** Every command there is. */
export function commandLine(): Command {
  const program = new Command('ocms')
    .description("OCMS's integration platform")
    .showHelpAfterError()
    .exitOverride((error) => {
      process.exitCode = error.exitCode === 0 ? 0 : 2;
      throw error;
    });

  program.command('serve').description('run the service until it is stopped').action(serve);

  program
    .command('migrate')
    .description('bring the schema of both databases up to date')
    .action(() =>
      withContext(async ({ intranet, internet }) => {
        for (const database of [intranet, internet]) await migrateZone(database, console.log);
      }),
    );

  keysCommands(program);
  jobsCommands(program);
  parametersCommands(program);
  referenceCommands(program);
  mirrorCommands(program);
  foreignCommands(program);
  advisoryCommands(program);
  reportsCommands(program);
  personalDataCommands(program);
  sandboxCommands(program);
  return program;
}

/** The command line, `npm run ocms -- <command>`. Exit code 0 when done, 1 when not, 2 for a wrong call. */
export async function main(args: readonly string[]): Promise<void> {
  // Those that serve have their own.
  if (!args.slice(0, 2).includes('serve'))
    process.on('uncaughtException', (error) => {
      report(error);
      process.exit(1);
    });
  try {
    await commandLine().parseAsync(args, { from: 'user' });
  } catch (error) {
    if (process.exitCode === undefined) report(error);
  }
}

function report(error: unknown): void {
  process.exitCode = error instanceof AppError && error.kind === 'validation' ? 2 : 1;
  if (error instanceof AppError || error instanceof ConfigError) {
    console.error(withReason(error));
    return;
  }
  // As in the log: nothing of what the error quotes.
  const { type, code, message, stack } = describeError(error);
  console.error(scrub(`${[type, code, message].filter((part) => part !== undefined).join(': ')}\n${stack ?? ''}`));
}
