import type { IncomingHttpHeaders } from 'node:http';
import { Ring } from './ring';

/** One request the sandbox received, and what became of it. */
export interface Received {
  time: string;
  /** Missing where no operation has the path. */
  operation?: string;
  method: string;
  path: string;
  /** Keys and credentials are replaced by `***`. */
  headers: Record<string, string>;
  body: string;
  /** Set where `body` is only the beginning. */
  bodyTruncated?: true;
  fault?: string;
  /** The status sent; missing while unanswered, and where there was no answer. */
  status?: number;
  /** What was wrong with the request, or with the sandbox's own answer. */
  problem?: string;
}

const MAX_REQUESTS = 1_000;
const MAX_BODY_CHARACTERS = 65_536;
const MASKED = ['authorization', 'proxy-authorization', 'cookie'];

/** The latest requests, in memory. */
export class RequestRecord {
  private readonly ring = new Ring<Received>(MAX_REQUESTS);
  private readonly masked: ReadonlySet<string>;

  constructor(keyHeaders: readonly string[]) {
    this.masked = new Set([...MASKED, ...keyHeaders.map((name) => name.toLowerCase())]);
  }

  add(request: {
    method: string;
    path: string;
    headers: IncomingHttpHeaders;
    operation?: string | undefined;
  }): Received {
    const { method, path, headers, operation } = request;
    return this.ring.add({
      time: new Date().toISOString(),
      ...(operation !== undefined && { operation }),
      method,
      path,
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, value]) => [name, this.masked.has(name) ? '***' : String(value)]),
      ),
      body: '',
    });
  }

  list(operation?: string): readonly Received[] {
    const all = this.ring.list();
    return operation === undefined ? all : all.filter((received) => received.operation === operation);
  }

  clear(): void {
    this.ring.clear();
  }
}

export function noteBody(received: Received, body: string): void {
  const truncated = body.length > MAX_BODY_CHARACTERS;
  // A copy: a slice would keep the whole body in memory.
  received.body = truncated ? Buffer.from(body.slice(0, MAX_BODY_CHARACTERS)).toString() : body;
  if (truncated) received.bodyTruncated = true;
}
