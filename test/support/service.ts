import { inboundOperations, type InboundOperationId } from '../../generated/inbound/operations';
import { type Context, type ContextOverrides, createContext } from '../../src/app/context';
import { type RunningServer, startServer } from '../../src/app/server';
import { type Config, readConfig } from '../../src/config/config';
import { migrate } from '../../src/db/migrate';
import { DEMO_RULE_CODES } from '../../src/demo/rule-codes';
import { described } from '../../src/partner-sandbox/described';
import { createLogger } from '../../src/platform/logging';
import { makePlace, type TestPlace } from './databases';
import { putMigrated } from './migrated';
import { type NoticeFields, insertCourtCases, insertNotices } from './notices';

/** Partners' systems, which have keys; members of staff have tokens (`staff.ts`). */
export type Partner = Exclude<(typeof inboundOperations)[InboundOperationId]['partner'], 'STAFF'>;

/** The operations that partners' systems call. */
export const partnerOperations = Object.values(inboundOperations).flatMap((operation) =>
  operation.partner === 'STAFF' ? [] : [operation],
);

/** The whole service on real databases and real ports, with what tests need to look inside. */
export interface TestService {
  readonly url: string;
  readonly adminUrl: string;
  readonly context: Context;
  readonly server: RunningServer;
  readonly place: TestPlace;
  /** A valid key of each partner. */
  readonly keys: Readonly<Record<Partner, string>>;
  /** Every line logged so far. */
  readonly log: string[];
  /** A POST with JSON and, unless told otherwise, the right key. */
  post(
    path: string,
    body: unknown,
    options?: { key?: string | null; headers?: Record<string, string> },
  ): Promise<TestResponse>;
  notices(...notices: NoticeFields[]): Promise<void>;
  courtCases(...noticeNumbers: string[]): Promise<void>;
  /** One stored notice, as its row. */
  notice(noticeNo: string): Promise<Record<string, unknown>>;
  close(): Promise<void>;
}

export interface TestResponse {
  status: number;
  headers: Headers;
  text: string;
  /** The body as JSON; undefined where it is none. */
  body: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- tests look into answers of any shape
}

export interface TestServiceOptions {
  config?: Partial<Config>;
  overrides?: ContextOverrides;
  kind?: 'sqlite' | 'mssql';
  /** In place of a partner sandbox being described that does not run. */
  server?: Parameters<typeof startServer>[1];
}

export async function startTestService({
  config,
  overrides,
  kind,
  server: told,
}: TestServiceOptions = {}): Promise<TestService> {
  const place = await makePlace(kind);
  await putMigrated(place);
  const log: string[] = [];
  const context = createContext(
    {
      ...readConfig({ OCMS_MIRROR_NUDGE_MS: '0' }),
      intranetDb: place.intranet,
      internetDb: place.internet,
      port: 0,
      adminPort: 0,
      shutdownTimeoutMs: 50,
      ...config,
    },
    {
      logger: createLogger({
        level: 'debug',
        traced: config?.tracing !== undefined,
        destination: { write: (line: string) => void log.push(line) },
      }),
      ...overrides,
    },
  );
  await migrate(context.intranet);
  await migrate(context.internet);
  const issue = async (partner: string): Promise<string> =>
    (await context.services.apiKeys.issue({ partner, expiresAt: null, actor: 'test' })).key;
  const keys = {} as Record<Partner, string>;
  for (const { partner } of partnerOperations) keys[partner] ??= await issue(partner);
  await context.services.referenceData.import('rule-codes', Buffer.from(DEMO_RULE_CODES), 'test');
  const server = await startServer(context, told ?? { plays: described('http://127.0.0.1:3002') });

  return {
    url: server.url!,
    adminUrl: server.adminUrl,
    context,
    server,
    place,
    keys,
    log,
    post: (path, body, { key, headers = {} } = {}) => {
      const { partner, keyHeader } = operationAt(path);
      const ownKey = key === undefined ? keys[partner] : key;
      return request(`${server.url!}${path}`, {
        method: 'POST',
        headers: {
          'Content-Type': 'application/json',
          ...(ownKey !== null && { [keyHeader]: ownKey }),
          ...headers,
        },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
    },
    notices: (...notices) => insertNotices(context.intranet, notices),
    courtCases: (...numbers) => insertCourtCases(context.intranet, numbers),
    notice: (noticeNo) =>
      context.intranet.read(async (executor) => {
        const row = (await executor('ocms_valid_offence_notice').where('notice_no', noticeNo).first()) as unknown;
        return row as Record<string, unknown>;
      }),
    async close() {
      await server.stop();
      await context.close();
      await place.remove();
    },
  };
}

/** The operation a path, right or nearly so, is meant for; CAS's first where it is anybody's. */
function operationAt(path: string) {
  const meant = partnerOperations.find((operation) => path.toLowerCase().includes(operation.path.toLowerCase()));
  return meant ?? partnerOperations[0]!;
}

export async function request(url: string, init?: RequestInit): Promise<TestResponse> {
  const response = await fetch(url, init);
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    body = undefined;
  }
  return { status: response.status, headers: response.headers, text, body };
}
