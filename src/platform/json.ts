/**
 * JSON already written, with the type of the value it holds, so that a large answer the database built is not
 * taken apart and put together again.
 */
export class JsonText<T> {
  declare protected readonly valueType: () => T;

  constructor(readonly text: string) {}
}

type ValueOf<J> = J extends JsonText<infer T> ? T : never;

/** An object whose properties are JSON texts. */
export function jsonObject<P extends Readonly<Record<string, JsonText<unknown>>>>(
  properties: P,
): JsonText<{ [K in keyof P]: ValueOf<P[K]> }> {
  const members = Object.entries(properties).map(([name, value]) => `${JSON.stringify(name)}:${value.text}`);
  return new JsonText(`{${members.join(',')}}`);
}

/** A JSON value in the one way of writing it that equal values share: names in order, no spaces. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}

/** JSON that a column of any encoding holds. */
export function asciiJson(value: unknown): string {
  return (value instanceof JsonText ? value.text : JSON.stringify(value)).replaceAll(
    /[^\x20-\x7e]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
