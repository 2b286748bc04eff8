import { type Span, withinSpan } from '../../src/platform/tracing';

/** Does something within a span that nobody collects. */
export const traced = <T>(work: () => T): T => withinSpan(SPAN, work);

const SPAN: Span = {
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  spanId: '00f067aa0ba902b7',
  traceparent: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
  passedOn: undefined,
  child: () => SPAN,
  set: () => undefined,
  fail: () => undefined,
  end: () => undefined,
};
