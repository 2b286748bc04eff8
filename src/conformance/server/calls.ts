/** An answer, or why there is none. */
export type Called = Answered | { readonly problem: 'no answer in time' | 'no connection' | 'the connection was lost' };

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Buffer;
  readonly ms: number;
}

export interface Call {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** The largest answer that is read. */
const MOST_BYTES = 200_000_000;

/** Makes a call as OCMS makes it: redirects are not followed, and what takes longer than the limit is cut off. */
export async function callOnce({ method, url, headers, body }: Call, limitMs: number): Promise<Called> {
  const started = performance.now();
  const signal = AbortSignal.timeout(limitMs);
  let connected = false;
  try {
    const response = await fetch(url, {
      method,
      headers: { 'User-Agent': 'OCMS', ...headers },
      redirect: 'manual',
      signal,
      ...(body !== undefined && { body }),
    });
    connected = true;
    const chunks: Uint8Array[] = [];
    let length = 0;
    for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
      length += chunk.length;
      if (length > MOST_BYTES) break;
      chunks.push(chunk);
    }
    return {
      status: response.status,
      headers: response.headers,
      bytes: Buffer.concat(chunks),
      ms: performance.now() - started,
    };
  } catch (error) {
    if (signal.aborted) return { problem: 'no answer in time' };
    return { problem: connected || !isRefused(error) ? 'the connection was lost' : 'no connection' };
  }
}

function isRefused(error: unknown): boolean {
  const { cause } = error as { cause?: { code?: unknown } };
  return ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'UND_ERR_CONNECT_TIMEOUT'].includes(
    String(cause?.code),
  );
}
