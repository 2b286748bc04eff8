import { type Context, type ContextOverrides, createContext } from '../../src/app/context';
import { type Config, readConfig } from '../../src/config/config';
import type { Database } from '../../src/db/database';
import { migrate } from '../../src/db/migrate';
import { patience } from './patience';
import { createLogger } from '../../src/platform/logging';
import { defaultKind, makePlace, type TestPlace } from './databases';
import { putMigrated } from './migrated';

/** The service without its server, on databases of the test's own. */
export interface TestContext extends Context {
  readonly place: TestPlace;
  /** Every line logged so far. */
  readonly log: string[];
  /** Another context on the same databases, as a second process would have; closed with this one. */
  another(config?: Partial<Config>, overrides?: ContextOverrides): Context;
}

export async function makeContext(
  kind = defaultKind,
  config: Partial<Config> = {},
  overrides: ContextOverrides = {},
): Promise<TestContext> {
  const place = await makePlace(kind);
  await putMigrated(place);
  const log: string[] = [];
  const logger = createLogger({ level: 'debug', destination: { write: (line: string) => void log.push(line) } });
  const open: Context[] = [];
  const create = (more: Partial<Config>, moreOverrides: ContextOverrides): Context => {
    const context = createContext(
      {
        ...readConfig({ OCMS_MIRROR_NUDGE_MS: '0' }),
        intranetDb: place.intranet,
        internetDb: place.internet,
        dbLockTimeoutMs: patience(5_000),
        ...config,
        ...more,
      },
      { logger, ...overrides, ...moreOverrides },
    );
    open.push(context);
    return context;
  };
  const first = create({}, {});
  await migrate(first.intranet);
  await migrate(first.internet);
  return {
    ...first,
    place,
    log,
    another: (more = {}, moreOverrides = {}) => create(more, moreOverrides),
    async close() {
      for (const context of open) await context.close();
      await place.remove();
    },
  };
}

export type VonRow = Record<string, unknown> & { notice_no: string; version: number };

/** Stored notices by number. */
export async function storedNotices(database: Database): Promise<Map<string, VonRow>> {
  const rows = await database.read(
    async (executor) => (await executor('ocms_valid_offence_notice').select('*')) as VonRow[],
  );
  return new Map(rows.map((row) => [row.notice_no, row]));
}

export async function storedNotice(database: Database, noticeNo: string): Promise<VonRow> {
  const row = await database.read(
    async (executor) => (await executor('ocms_valid_offence_notice').where('notice_no', noticeNo).first()) as VonRow,
  );
  return row;
}

/** The marks for the internet mirror as `notice:version`, sorted. */
export async function mirrorMarks(database: Database): Promise<string[]> {
  const rows = await database.read(
    async (executor) =>
      await executor('ocms_internet_mirror_mark').select<
        {
          notice_no: string;
          version: number;
        }[]
      >('notice_no', 'version'),
  );
  return rows.map(({ notice_no, version }) => `${notice_no}:${version}`).sort();
}

/** A `date` column's value as `YYYY-MM-DD`. */
export function dateText(value: unknown): string | null {
  if (value === null) return null;
  return value instanceof Date ? value.toISOString().slice(0, 10) : (value as string);
}

/** A `datetime2` column's value as ISO text in UTC. */
export function instantText({ dialect }: Database, value: unknown): string | null {
  return value === null ? null : dialect.readInstant(value).toISOString();
}

/** The statements sent while `work` runs, transaction control left out. */
export async function statementsOf(database: Database, work: () => Promise<unknown>): Promise<string[]> {
  const sent: string[] = [];
  const stop = database.onStatement((sql) => {
    if (!/^(BEGIN|COMMIT|ROLLBACK)/i.test(sql)) sent.push(sql);
  });
  try {
    await work();
  } finally {
    stop();
  }
  return sent;
}

/** Notice numbers 1 to `count`, in the documents' form. */
export function noticeNumbers(count: number, first = 500_100_001): string[] {
  return Array.from({ length: count }, (_, index) => `${first + index}A`);
}
