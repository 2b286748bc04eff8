import pino, { type DestinationStream, type Logger as PinoLogger } from 'pino';
import { AppError } from './errors';
import { scrubLine } from './scrub';
import { currentSpan, type Span } from './tracing/span';

export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal' | 'child'>;
export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

const URGENT = /^\{"level":"(?:error|fatal)"/;

/**
 * One JSON object a line, to standard output unless told otherwise. ERROR means that somebody must act. Only
 * named fields are logged, never bodies or headers, and every finished line is scrubbed.
 */
export function createLogger({
  level,
  traced = false,
  destination = byTurns(pino.destination({ fd: 1, sync: true })),
}: {
  level: LogLevel;
  /** Whether lines name the trace they belong to. */
  traced?: boolean;
  destination?: DestinationStream;
}): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
      hooks: { streamWrite: scrubLine },
      ...(traced && { mixin: () => traceOf(currentSpan()) }),
    },
    destination,
  );
}

/**
 * Writes what one turn of the event loop logs at its end, in one piece; an error at once, with all before it. A process
 * that is killed loses what it logged in that turn, one that ends in any other way nothing.
 */
export function byTurns(output: DestinationStream): DestinationStream {
  let lines = '';
  const flush = (): void => {
    if (lines === '') return;
    const piece = lines;
    lines = '';
    output.write(piece);
  };
  process.on('exit', flush);
  return {
    write(line) {
      if (lines === '') setImmediate(flush);
      lines += line;
      if (URGENT.test(line)) flush();
    },
  };
}

/** How a line of the log names the trace and the span it belongs to. */
export const traceOf = (span: Span | undefined): { trace_id?: string; span_id?: string } =>
  span ? { trace_id: span.traceId, span_id: span.spanId } : {};

interface DescribedError {
  type: string;
  kind?: string;
  code?: string | number;
  message?: string;
  stack?: string | undefined;
  cause?: DescribedError;
}

/** By its looks: errors of native modules, and of another realm, are no instances of our Error. */
function isError(value: unknown): value is Error {
  return typeof value === 'object' && value !== null && 'message' in value && 'stack' in value;
}

/**
 * An error as it may be logged. Messages of databases and parsers quote what they were given, so only our own
 * and the runtime's are kept; the rest is told by code and stack frames.
 */
export function describeError(error: unknown): DescribedError {
  if (!isError(error)) return { type: typeof error };
  const { code, number } = error as { code?: string | number; number?: number };
  const foreign = code !== undefined || number !== undefined || error instanceof SyntaxError;
  return {
    type: error.name,
    ...(error instanceof AppError && { kind: error.kind }),
    ...((number ?? code) !== undefined && { code: number ?? code }),
    ...(!foreign && { message: error.message }),
    stack: error.stack
      ?.split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n'),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
