import { readTraceparent, TRACEPARENT_LENGTH, writeTraceparent } from './traceparent';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const SPAN = '00f067aa0ba902b7';

describe('traceparent (W3C Trace Context, 3.2)', () => {
  test.each([
    [`00-${TRACE}-${SPAN}-01`, true],
    [`00-${TRACE}-${SPAN}-00`, false],
    [`00-${TRACE}-${SPAN}-fe`, false],
    [`cc-${TRACE}-${SPAN}-03-whatever a later version says`, true],
  ])('%s', (text, sampled) => expect(readTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, sampled }));

  test.each([
    undefined,
    null,
    '',
    `ff-${TRACE}-${SPAN}-01`,
    `00-${TRACE}-${SPAN}-01-more`,
    `00-${TRACE.toUpperCase()}-${SPAN}-01`,
    `00-${'0'.repeat(32)}-${SPAN}-01`,
    `00-${TRACE}-${'0'.repeat(16)}-01`,
    `00-${TRACE}-${SPAN}-1`,
    `00-${TRACE}-${SPAN}-01, 00-${TRACE}-${SPAN}-01`,
    `00-${TRACE.slice(1)}-${SPAN}-01`,
  ])('and not: %s', (text) => expect(readTraceparent(text)).toBeUndefined());

  it('what is written is read again, and has its length', () => {
    for (const sampled of [true, false]) {
      const text = writeTraceparent({ traceId: TRACE, spanId: SPAN, sampled });
      expect(text).toHaveLength(TRACEPARENT_LENGTH);
      expect(readTraceparent(text)).toEqual({ traceId: TRACE, spanId: SPAN, sampled });
    }
  });
});
