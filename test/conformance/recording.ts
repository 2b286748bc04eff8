/** What a HAR file has of a call, as far as tests change it. */
export interface Entry {
  request: {
    method: string;
    url: string;
    headers: { name: string; value: string }[];
    bodySize?: number;
    postData?: { mimeType: string; text?: string };
  };
  response: {
    status: number;
    headers: { name: string; value: string }[];
    content: { mimeType: string; text?: string; size?: number; encoding?: string };
  };
}

/** Makes a call, and writes it down as a browser does. */
export async function recorded(
  method: string,
  url: string,
  headers: Readonly<Record<string, string>>,
  body?: string,
): Promise<Entry> {
  const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) });
  const text = await response.text();
  const list = (pairs: Iterable<[string, string]>) => [...pairs].map(([name, value]) => ({ name, value }));
  return {
    request: {
      method,
      url,
      headers: list(Object.entries(headers)),
      ...(body !== undefined && { postData: { mimeType: headers['Content-Type'] ?? '', text: body } }),
    },
    response: {
      status: response.status,
      headers: list(response.headers),
      content: { mimeType: response.headers.get('content-type') ?? '', text, size: Buffer.byteLength(text) },
    },
  };
}

export const harOf = (entries: readonly Entry[]): Buffer =>
  Buffer.from(JSON.stringify({ log: { version: '1.2', creator: { name: 'test', version: '1' }, entries } }));
