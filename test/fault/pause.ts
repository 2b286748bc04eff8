import { Agent, request } from 'node:http';
import { endChildren, startChild, type TalkingChild } from '../support/fault-children';
import { noticeNumbers } from '../support/contexts';
import { startTestService } from '../support/service';

const STATUS = '/v1/ocms/cas-getPaymentStatus';
export const TARGET_MS = 100;

export interface Pause {
  /** Of CAS's calls while the job ran, in milliseconds. */
  calls: number;
  worstMs: number;
  p99Ms: number;
  medianMs: number;
  /** The longest the service's event loop stood still. */
  worstDelayMs: number;
  jobMs: number;
}

export interface Pauses {
  /** From a short list to the long one, then from the long one to another as long. */
  runs: Pause[];
  /** Row counts that the reader saw, and how often. */
  seen: Record<string, number>;
  problems: string[];
}

/** The service answers CAS, in a process of its own, while it replaces a list of `rows` by the sandbox's, in another. */
export async function measurePauses(rows: number): Promise<Pauses> {
  const owner = await startTestService();
  const { place, keys } = owner;
  const problems: string[] = [];
  try {
    const numbers = noticeNumbers(10);
    await owner.notices(...numbers.map((notice_no) => ({ notice_no })));
    const sandbox = startChild('sandbox', {});
    const { url: casUrl, smtpUrl } = (await sandbox.next('ready')) as unknown as { url: string; smtpUrl: string };
    const instance = startChild('instance', {
      intranet: place.intranet,
      internet: place.internet,
      casUrl,
      smtpUrl,
      server: true,
    });
    const { url } = (await instance.next('ready')) as unknown as { url: string };
    const reader = startChild('reader', { location: place.intranet });
    await reader.next('ready');

    const call = caller(url, keys.CAS, numbers);
    for (let warm = 0; warm < 200; warm += 1) await call();
    const runs: Pause[] = [];
    for (const size of [rows, rows - 1]) {
      await ask(casUrl, size);
      runs.push(await during(instance, call, problems));
    }
    reader.tell('stop');
    const { seen } = (await reader.next('seen')) as unknown as { seen: Record<string, number> };
    return { runs, seen, problems };
  } finally {
    await endChildren();
    await owner.close();
  }
}

async function ask(casUrl: string, rows: number): Promise<void> {
  const body = JSON.stringify({ operation: 'refreshVIPVehicle', fault: 'size', rows, times: 1 });
  const response = await fetch(`${casUrl}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body,
  });
  if (response.status !== 201) throw new Error(await response.text());
}

/** One call after another on one connection, by node:http: fetch would add pauses of its own. */
function caller(url: string, key: string, noticeNumbers: readonly string[]): () => Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const body = JSON.stringify({ noticeNumbers });
  const headers = {
    'Content-Type': 'application/json',
    'Content-Length': Buffer.byteLength(body),
    'Ocp-Apim-Subscription-Key': key,
  };
  return () =>
    new Promise((resolve, reject) => {
      request(`${url}${STATUS}`, { method: 'POST', headers, agent }, (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode!));
      })
        .once('error', reject)
        .end(body);
    });
}

async function during(instance: TalkingChild, call: () => Promise<number>, problems: string[]): Promise<Pause> {
  let running = true;
  const startedAt = performance.now();
  instance.tell('run');
  const ended = instance.next('report').finally(() => (running = false));
  const latencies: number[] = [];
  while (running) {
    const askedAt = performance.now();
    const status = await call();
    latencies.push(performance.now() - askedAt);
    if (status !== 200) problems.push(`status ${status}`);
  }
  const { outcome, worstDelayMs } = (await ended) as unknown as { outcome: string; worstDelayMs: number };
  if (outcome !== 'SUCCEEDED') problems.push(`the run ended as ${outcome}`);
  latencies.sort((a, b) => a - b);
  const at = (share: number): number =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))]!;
  return {
    calls: latencies.length,
    worstMs: latencies.at(-1)!,
    p99Ms: at(0.99),
    medianMs: at(0.5),
    worstDelayMs,
    jobMs: performance.now() - startedAt,
  };
}

/** Row counts that readers saw and that are those of no list. */
export const partLists = (rows: number, { seen }: Pauses): string[] =>
  Object.keys(seen).filter((count) => ![0, rows, rows - 1].includes(Number(count)));

/** Lines for people. */
export function describePauses(rows: number, { runs, seen }: Pauses): string {
  const ms = (value: number): string => value.toFixed(1);
  const lines = runs.map(
    ({ calls, worstMs, p99Ms, medianMs, worstDelayMs, jobMs }, index) =>
      `  run ${index + 1}: job ${ms(jobMs / 1_000)} s, ${calls} calls: worst ${ms(worstMs)} ms (target ${TARGET_MS}), p99 ${ms(p99Ms)}, median ${ms(medianMs)}; event loop ${ms(worstDelayMs)} ms at worst`,
  );
  return [`${rows} rows while CAS calls:`, ...lines, `  readers saw: ${JSON.stringify(seen)}`, ''].join('\n');
}
