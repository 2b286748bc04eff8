import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { type Config, readConfig } from '../../src/config/config';

/** A span as it arrived. */
export interface CollectedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  /** 1 internal, 2 server, 3 client. */
  kind: number;
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  status: { code?: number };
  resource: Record<string, unknown>;
}

/** A collector of OTLP over HTTP, in JSON, on the loopback. */
export interface TraceCollector {
  readonly url: string;
  readonly spans: readonly CollectedSpan[];
  /** The requests' headers. */
  readonly headers: readonly IncomingHttpHeaders[];
  /** All that arrived, as text, without ids and times, which may hold any number. */
  readonly text: string;
  /** Waits until a span is there; the test's own time limit ends it. */
  span(is: (span: CollectedSpan) => boolean): Promise<CollectedSpan>;
  /** What a service is told to send its traces here. */
  tracing(variables?: Record<string, string>): Pick<Config, 'tracing'>;
  close(): Promise<void>;
}

type Attribute = { key: string; value: Record<string, unknown> };
interface Sent {
  resourceSpans: {
    resource: { attributes: Attribute[] };
    scopeSpans: { spans: (Omit<CollectedSpan, 'attributes' | 'resource'> & { attributes: Attribute[] })[] }[];
  }[];
}

export const tracingTo = (url: string, variables: Record<string, string> = {}): Pick<Config, 'tracing'> => ({
  tracing: readConfig({ OCMS_OTEL_ENDPOINT: url, ...variables }).tracing,
});

export async function startTraceCollector(): Promise<TraceCollector> {
  const spans: CollectedSpan[] = [];
  const headers: IncomingHttpHeaders[] = [];
  let text = '';
  let arrived: () => void = () => undefined;
  const read = (sent: Sent): void => {
    text += JSON.stringify(sent, (key, value: unknown) => (/Id$|UnixNano$/.test(key) ? undefined : value));
    for (const { resource, scopeSpans } of sent.resourceSpans)
      for (const each of scopeSpans)
        for (const span of each.spans)
          spans.push({
            ...span,
            links: span.links ?? [],
            attributes: valuesOf(span.attributes),
            resource: valuesOf(resource.attributes),
          });
    arrived();
  };
  const server = createServer((request, response) => {
    headers.push(request.headers);
    if (request.url !== '/v1/traces') return void response.writeHead(404).end();
    void json(request).then((body) => {
      read(body as Sent);
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    spans,
    headers,
    get text() {
      return text;
    },
    async span(is) {
      for (;;) {
        const found = spans.find(is);
        if (found) return found;
        await new Promise<void>((resolve) => (arrived = resolve));
      }
    },
    tracing: (variables) => tracingTo(url, variables),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const valuesOf = (attributes: Attribute[]): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
