import type { Logger } from '../logging';
import type * as openTelemetry from './open-telemetry';
import type { TracingSettings } from './settings';
import { runInSpan, type Span, type SpanOptions } from './span';

/** Begins traces. What belongs to one under way is a child of it: `inSpan`. */
export interface Tracer {
  /**
   * Begins a trace, or goes on with a caller's.
   *
   * @param options.caller the `traceparent` it sent. Its trace id is kept. What it does not record is not recorded; of the
   *   rest only our own share is, so that no caller decides what we spend.
   * @returns undefined where nothing is traced.
   */
  start(name: string, options: SpanOptions & { caller?: string | undefined }): Span | undefined;
  /** Does something as a trace of its own, whatever is under way here. */
  root<T>(name: string, options: SpanOptions, work: (span: Span | undefined) => Promise<T>): Promise<T>;
  /** Sends what there is, for a few seconds at most. */
  close(): Promise<void>;
}

const OFF: Tracer = {
  start: () => undefined,
  root: (_name, _options, work) => work(undefined),
  close: () => Promise.resolve(),
};

/** @param settings undefined: nothing is traced, and OpenTelemetry is not even loaded. */
export function createTracer(
  settings: TracingSettings | undefined,
  { instance, logger }: { instance: string; logger: Logger },
): Tracer {
  if (!settings) return OFF;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- only where it is wanted
  const { startOpenTelemetry } = require('./open-telemetry') as typeof openTelemetry;
  const sdk = startOpenTelemetry(settings, { instance, logger });
  return { ...sdk, root: (name, options, work) => runInSpan(sdk.start(name, options), work) };
}
