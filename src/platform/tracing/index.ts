export { currentSpan, inSpan, inThisSpan, type Span, withinSpan } from './span';
export { TRACEPARENT_LENGTH } from './traceparent';
export type { TracingSettings } from './settings';
export { createTracer, type Tracer } from './tracer';
