import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request on its way to the server behind, and an answer on its way back. */
export interface Passing {
  readonly path: string;
  headers: Record<string, string>;
  /** Parsed; undefined where it is no JSON. */
  readonly json: Record<string, unknown> | undefined;
  body: string;
}

export interface PassingAnswer {
  /** 0 for a connection that breaks. */
  status: number;
  type: string;
  body: string | Buffer;
}

export interface Meddling {
  /** An answer in place of the server's, or nothing. */
  before?: (request: Passing) => PassingAnswer | undefined | Promise<PassingAnswer | undefined>;
  after?: (answer: PassingAnswer, request: Passing) => void | Promise<void>;
}

/** In front of a server that is right: what passes is made wrong. */
export interface Proxy {
  readonly url: string;
  meddle(with_: Meddling): void;
  close(): Promise<void>;
}

export async function startProxy(behind: string): Promise<Proxy> {
  let meddling: Meddling = {};
  const server = createServer((incoming, outgoing) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk);
      const { host: _host, connection: _connection, 'content-length': _length, ...headers } = incoming.headers;
      const body = Buffer.concat(chunks).toString();
      const request: Passing = {
        path: incoming.url!,
        headers: headers as Record<string, string>,
        json: parsed(body),
        body,
      };
      const answer = (await meddling.before?.(request)) ?? (await passedOn(behind, incoming.method!, request));
      await meddling.after?.(answer, request);
      if (answer.status === 0) {
        incoming.socket.destroy();
        return;
      }
      outgoing.writeHead(answer.status, answer.type === '' ? {} : { 'Content-Type': answer.type });
      outgoing.end(answer.body);
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    meddle(with_) {
      meddling = with_;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function passedOn(behind: string, method: string, { path, headers, body }: Passing): Promise<PassingAnswer> {
  const answer = await fetch(behind + path, { method, headers, ...(body !== '' && { body }) });
  return {
    status: answer.status,
    type: answer.headers.get('content-type') ?? '',
    body: await answer.text(),
  };
}

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}
