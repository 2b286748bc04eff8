import {
  type Context,
  type Link,
  ROOT_CONTEXT,
  type Span as OtelSpan,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BasicTracerProvider,
  BatchSpanProcessor,
  ParentBasedSampler,
  type Sampler,
  SamplingDecision,
  type SpanExporter,
} from '@opentelemetry/sdk-trace-base';
import type { Logger } from '../logging';
import type { TracingSettings } from './settings';
import type { Attributes, Span, SpanOptions } from './span';
import { readTraceparent, writeTraceparent } from './traceparent';

/** For one request to the collector with its repetitions, and for the last ones when the process ends. */
const EXPORT_MS = 3_000;
const GATHER_MS = 2_000;
/** What is ended beyond them, while the collector does not keep up or is away, is lost. */
const MOST_WAITING = 2_048;
const AT_ONCE = 512;
/** No attribute is a text of any length. */
const LONGEST_ATTRIBUTE = 200;

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT } as const;

/** The SDK, without its globals: several can live in one process. */
export function startOpenTelemetry(
  { endpoint, headers, ratio, serviceName, environment, passOn }: TracingSettings,
  { instance, logger }: { instance: string; logger: Logger },
): {
  start(name: string, options: SpanOptions & { caller?: string | undefined }): Span;
  close(): Promise<void>;
} {
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/+$/, '')}/v1/traces`,
    headers,
    timeoutMillis: EXPORT_MS,
  });
  const processor = new BatchSpanProcessor(telling(exporter, logger), {
    scheduledDelayMillis: GATHER_MS,
    exportTimeoutMillis: EXPORT_MS,
    maxQueueSize: MOST_WAITING,
    maxExportBatchSize: AT_ONCE,
  });
  const share = shareOf(ratio);
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({
      'service.name': serviceName,
      'service.instance.id': instance,
      ...(environment !== undefined && { 'deployment.environment.name': environment }),
    }),
    sampler: new ParentBasedSampler({ root: share, remoteParentSampled: share }),
    spanLimits: { attributeValueLengthLimit: LONGEST_ATTRIBUTE },
    spanProcessors: [processor],
  });
  const tracer = provider.getTracer('ocms');

  const begin = (name: string, { kind, attributes = {}, links = [] }: SpanOptions, parent: Context): Span =>
    spanOver(
      tracer.startSpan(
        name,
        { kind: kind ? KINDS[kind] : SpanKind.INTERNAL, attributes, links: links.flatMap((link) => linkTo(link)) },
        parent,
      ),
    );

  const spanOver = (span: OtelSpan): Span => {
    const { traceId, spanId, traceFlags } = span.spanContext();
    const traceparent = writeTraceparent({ traceId, spanId, sampled: (traceFlags & TraceFlags.SAMPLED) !== 0 });
    return {
      traceId,
      spanId,
      traceparent,
      passedOn: passOn ? traceparent : undefined,
      child(name, options = {}) {
        // Our own decision of then stands.
        const kept = contextOf(options.keptWith, { isRemote: false });
        return kept
          ? begin(name, { ...options, links: [...(options.links ?? []), traceparent] }, kept)
          : begin(name, options, trace.setSpan(ROOT_CONTEXT, span));
      },
      set: (attributes) => void span.setAttributes(given(attributes)),
      fail(type) {
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', type);
      },
      end: () => span.end(),
    };
  };

  let closing: Promise<void> | undefined;
  return {
    start: (name, { caller, ...options }) =>
      begin(name, options, contextOf(caller, { isRemote: true }) ?? ROOT_CONTEXT),
    close: () => (closing ??= within(EXPORT_MS, provider.shutdown())),
  };
}

/** Waits for it, for so long at most. What could not be sent by then has been told. */
async function within(ms: number, work: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise<void>((resolve) => (timer = setTimeout(resolve, ms)));
  await Promise.race([work.catch(() => undefined), enough]);
  clearTimeout(timer);
}

const given = (attributes: Attributes): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== undefined));

function contextOf(text: string | undefined, { isRemote }: { isRemote: boolean }): Context | undefined {
  const parent = readTraceparent(text);
  if (!parent) return undefined;
  const { traceId, spanId, sampled } = parent;
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote });
}

function linkTo(text: string): Link[] {
  const context = contextOf(text, { isRemote: false });
  const spanContext = context && trace.getSpanContext(context);
  return spanContext ? [{ context: spanContext }] : [];
}

/** By a draw of our own: a caller chooses its trace ids. */
function shareOf(ratio: number): Sampler {
  return {
    shouldSample: () => ({
      decision: Math.random() < ratio ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
    }),
    toString: () => `share of ${ratio}`,
  };
}

/** Says once that spans are lost, and once that they are not any more. */
function telling(exporter: SpanExporter, logger: Logger): SpanExporter {
  let failing = false;
  return {
    export(spans, done) {
      exporter.export(spans, (result) => {
        const failed = (result.code as number) !== 0;
        if (failed && !failing) logger.warn({ event: 'traces-not-exported', error: result.error });
        if (!failed && failing) logger.info({ event: 'traces-exported-again' });
        failing = failed;
        done(result);
      });
    },
    shutdown: () => exporter.shutdown(),
    ...(exporter.forceFlush && { forceFlush: () => exporter.forceFlush!() }),
  };
}
