import { AsyncLocalStorage } from 'node:async_hooks';

/** What a span tells: names, numbers and outcomes that the log has too. No personal data, no content, no query. */
export type Attributes = Readonly<Record<string, string | number | boolean | undefined>>;

export interface SpanOptions {
  /** `server`: somebody called; `client`: somebody is called; else work of our own. */
  kind?: 'server' | 'client';
  attributes?: Attributes;
  /** A `traceparent` that was kept with the work: the span belongs to that trace, and is linked with its surroundings. */
  keptWith?: string | undefined;
  /** `traceparent`s of other traces it has to do with. */
  links?: readonly string[];
}

/** A piece of work of a trace. */
export interface Span {
  readonly traceId: string;
  readonly spanId: string;
  /** To be kept with work that is done later. */
  readonly traceparent: string;
  /** For whoever is called; undefined where others are not to hear of it. */
  readonly passedOn: string | undefined;
  child(name: string, options?: SpanOptions): Span;
  set(attributes: Attributes): void;
  /** @param type what went wrong, in a word */
  fail(type: string): void;
  end(): void;
}

const storage = new AsyncLocalStorage<Span>();

/** What is under way here; undefined where nothing is traced, which costs next to nothing to find out. */
export const currentSpan = (): Span | undefined => storage.getStore();

/** Does something as part of the current trace, where there is one. */
export function inSpan<T>(
  name: string,
  options: SpanOptions,
  work: (span: Span | undefined) => Promise<T>,
): Promise<T> {
  const parent = storage.getStore();
  return parent ? runInSpan(parent.child(name, options), work) : work(undefined);
}

/** Does something as a span's work, and ends it. */
export async function runInSpan<T>(span: Span, work: (span: Span) => Promise<T>): Promise<T> {
  try {
    return await storage.run(span, () => work(span));
  } catch (error) {
    span.fail(typeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Goes on within a span, which somebody else ends. */
export const withinSpan = <T>(span: Span, work: () => T): T => storage.run(span, work);

/** The same function, as part of what is under way here whoever calls it. */
export function inThisSpan<A extends unknown[], R>(work: (...given: A) => R): (...given: A) => R {
  const span = storage.getStore();
  return span ? (...given) => storage.run(span, () => work(...given)) : work;
}

/** An error's kind or name: what it says may quote data. */
function typeOf(error: unknown): string {
  const { kind, name } = (error ?? {}) as { kind?: unknown; name?: unknown };
  const told = [kind, name].find((word): word is string => typeof word === 'string' && /^[\w-]{1,60}$/.test(word));
  return told ?? 'Error';
}
