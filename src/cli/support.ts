import { userInfo } from 'node:os';
import { InvalidArgumentError } from 'commander';
import { type Context, createContext } from '../app/context';
import type { Role } from '../config/config';
import { configFromEnvironment } from '../config/env';
import { KEYED_PARTNERS } from '../config/inbound-sandbox';
import type { Zone } from '../db/database';
import { pendingMigrations } from '../db/migrate';
import { migrations } from '../db/migrations';
import { AppError } from '../platform/errors';
import type { JobCounts } from '../scheduling/job';
import { createLogger } from '../platform/logging';

const MAX_ACTOR = 50;

/** Who is at the command line, for audit trails: by number where the machine knows no name, as in many containers. */
export function defaultActor(): string {
  try {
    return userInfo().username.slice(0, MAX_ACTOR);
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

export function actorName(value: string): string {
  if (value.length === 0 || value.length > MAX_ACTOR)
    throw new InvalidArgumentError(`A name has 1 to ${MAX_ACTOR} characters.`);
  return value;
}

/** Of a partner whose systems call with keys. */
export function partnerName(value: string): string {
  if (!KEYED_PARTNERS.includes(value)) throw new InvalidArgumentError(`Partners are ${KEYED_PARTNERS.join(', ')}.`);
  return value;
}

/** How many lines a listing is to have at most. */
export function lineCount(value: string): number {
  if (!/^[1-9]\d{0,4}$/.test(value)) throw new InvalidArgumentError('A whole number from 1 to 99999.');
  return Number(value);
}

/** Runs a command with everything the service is made of. */
export async function withContext(
  work: (context: Context) => Promise<void>,
  needs: readonly Role[] = ['api'],
): Promise<void> {
  const config = configFromEnvironment(needs);
  // Results go to standard output, the log to standard error.
  const context = createContext(config, { logger: createLogger({ level: 'warn', destination: process.stderr }) });
  try {
    await work(context);
  } finally {
    await context.close();
  }
}

/** The same, on current schemas only: the intranet zone's, or those of the zones named. */
export function withSchema(
  work: (context: Context) => Promise<void>,
  needs?: readonly Role[],
  zones: readonly Zone[] = ['intranet'],
): Promise<void> {
  return withContext(async (context) => {
    for (const zone of zones) {
      const pending = await pendingMigrations(context[zone]);
      if (pending.length === 0) continue;
      const what =
        pending.length === migrations[zone].length
          ? `is empty; is OCMS_${zone.toUpperCase()}_DB right? If it is`
          : 'has an older schema';
      throw new AppError('unavailable', `the ${zone} database ${what}, run: npm run ocms -- migrate`);
    }
    await work(context);
  }, needs);
}

/** How far a run is: one line that changes on a terminal, a line per second elsewhere. */
export function progressDisplay(name: string): { show(counts: JobCounts): void; end(): void } {
  const terminal = process.stderr.isTTY;
  let shownAt = 0;
  let open = false;
  return {
    show(counts) {
      if (!terminal && Date.now() - shownAt < 1_000) return;
      shownAt = Date.now();
      const line = `${name} … ${countsText(counts)}`;
      process.stderr.write(terminal ? `\r\x1b[K${line.slice(0, (process.stderr.columns || 80) - 1)}` : `${line}\n`);
      open = terminal;
    },
    end() {
      if (open) process.stderr.write('\r\x1b[K');
      open = false;
    },
  };
}

export const countsText = (counts: JobCounts): string =>
  Object.entries(counts)
    .map(([what, count]) => `${what} ${count.toLocaleString('en')}`)
    .join(', ');

/** Lines of aligned columns under their names. */
export function table(rows: readonly Readonly<Record<string, string>>[]): string {
  const columns = Object.keys(rows[0]!);
  const width = (column: string): number => Math.max(column.length, ...rows.map((row) => row[column]!.length));
  const line = (cell: (column: string) => string): string =>
    columns
      .map((column) => cell(column).padEnd(width(column)))
      .join('  ')
      .trimEnd();
  return [line((column) => column), ...rows.map((row) => line((column) => row[column]!))].join('\n');
}
