import { userInfo } from 'node:os';
import { Command, InvalidArgumentError } from 'commander';
import { inboundOperations } from '../generated/inbound/operations';
import { type Context, createContext } from './app/context';
import { ConfigError } from './config/config';
import { configFromEnvironment } from './config/env';
import { migrate, pendingMigrations } from './db/migrate';
import { KEY_RING_AGE_MS } from './features/api-keys';
import { main as serve } from './main';
import { parseInstant } from './platform/dates';
import { AppError } from './platform/errors';
import { createLogger } from './platform/logging';

const PARTNERS = [...new Set(Object.values(inboundOperations).map(({ partner }) => partner))];

/** The command line, `npm run ocms -- <command>`. Exit code 0 when done, 1 when not, 2 for a wrong call. */
export async function main(args: readonly string[]): Promise<void> {
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
        for (const database of [intranet, internet]) {
          const applied = await migrate(database);
          console.log(`${database.zone}: ${applied.length > 0 ? `applied ${applied.join(', ')}` : 'up to date'}`);
        }
      }),
    );

  const keys = program.command('keys').description("the partners' API keys");
  keys
    .command('issue')
    .description('make a key; it is shown once and cannot be shown again')
    .requiredOption('--partner <name>', `one of ${PARTNERS.join(', ')}`, partnerName)
    .option('--expires <instant>', 'when it stops working, ISO 8601 with an offset, or a date (midnight, service time zone)')
    .option('--actor <name>', 'who issues it, for the audit trail', userInfo().username)
    .action(({ partner, expires, actor }: { partner: string; expires?: string; actor: string }) =>
      withSchema(async ({ apiKeys, config }) => {
        const expiresAt = expires === undefined ? null : expiry(expires, config.timeZone);
        const { keyId, key } = await apiKeys.issue({ partner, expiresAt, actor });
        console.log(`key id   ${keyId}\npartner  ${partner}\nexpires  ${expiresAt?.toISOString() ?? 'never'}\nkey      ${key}`);
      }),
    );
  keys
    .command('list')
    .description('list the keys; the keys themselves are not stored')
    .action(() =>
      withSchema(async ({ apiKeys, clock }) => {
        const now = clock.now();
        const lines = (await apiKeys.list()).map(({ keyId, partner, demo, issuedAt, issuedBy, expiresAt, revokedAt, lastUsedAt }) => ({
          'key id': keyId,
          partner,
          state: revokedAt ? 'revoked' : expiresAt && expiresAt <= now ? 'expired' : demo ? 'demo' : 'active',
          issued: issuedAt.toISOString(),
          by: issuedBy,
          expires: expiresAt?.toISOString() ?? '-',
          revoked: revokedAt?.toISOString() ?? '-',
          'last used': lastUsedAt?.toISOString() ?? '-',
        }));
        console.log(lines.length > 0 ? table(lines) : 'no keys');
      }),
    );
  keys
    .command('revoke')
    .description('stop a key from working')
    .argument('<key id>')
    .option('--actor <name>', 'who revokes it, for the audit trail', userInfo().username)
    .action((keyId: string, { actor }: { actor: string }) =>
      withSchema(async ({ apiKeys }) => {
        await apiKeys.revoke({ keyId, actor });
        // When this returns, no running instance accepts the key any more.
        await new Promise((resolve) => setTimeout(resolve, KEY_RING_AGE_MS));
        console.log(`revoked ${keyId}`);
      }),
    );

  try {
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    if (process.exitCode === undefined) report(error);
  }
}

async function withContext(work: (context: Context) => Promise<void>): Promise<void> {
  const config = configFromEnvironment();
  // Results go to standard output, the log to standard error.
  const context = createContext(config, { logger: createLogger({ level: 'warn', destination: process.stderr }) });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

function withSchema(work: (context: Context) => Promise<void>): Promise<void> {
  return withContext(async (context) => {
    const pending = await pendingMigrations(context.intranet);
    if (pending.length > 0) throw new AppError('unavailable', 'the intranet database has an older schema; run: npm run ocms -- migrate');
    await work(context);
  });
}

function report(error: unknown): void {
  process.exitCode = error instanceof AppError && error.kind === 'validation' ? 2 : 1;
  const expected = error instanceof AppError || error instanceof ConfigError;
  console.error(expected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
}

function partnerName(value: string): string {
  if (!(PARTNERS as readonly string[]).includes(value)) throw new InvalidArgumentError(`Partners are ${PARTNERS.join(', ')}.`);
  return value;
}

function expiry(text: string, timeZone: string): Date {
  try {
    return parseInstant(text, timeZone);
  } catch (cause) {
    throw new AppError('validation', `--expires ${text} is neither a date nor an instant`, { cause });
  }
}

function table(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0]!);
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => row[column]!.length));
  const line = (cell: (column: string) => string): string =>
    columns.map((column) => cell(column).padEnd(width(column))).join('  ').trimEnd();
  return [line((column) => column), ...rows.map((row) => line((column) => row[column]!))].join('\n');
}
