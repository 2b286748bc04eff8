/** Where a trace was passed on: W3C Trace Context, `traceparent`. */
export interface TraceParent {
  /** 32 hexadecimal digits, not all zero. */
  readonly traceId: string;
  /** 16 hexadecimal digits, not all zero. */
  readonly spanId: string;
  /** Whether whoever passed it on recorded it. */
  readonly sampled: boolean;
}

/** The longest one of version 00, the only one that is written. */
export const TRACEPARENT_LENGTH = 55;

const FORM = /^(?!ff)([0-9a-f]{2})-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(-.*)?$/;

/** Reads a `traceparent`; a later version may say more than is known. @returns undefined where it is none. */
export function readTraceparent(text: string | null | undefined): TraceParent | undefined {
  const [, version, traceId, spanId, flags, more] = FORM.exec(text ?? '') ?? [];
  if (!traceId || !spanId || !flags || (version === '00' && more !== undefined)) return undefined;
  return { traceId, spanId, sampled: (Number.parseInt(flags, 16) & 1) === 1 };
}

export const writeTraceparent = ({ traceId, spanId, sampled }: TraceParent): string =>
  `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
