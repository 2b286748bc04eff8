import Mustache from 'mustache';

/**
 * A text from a Mustache template: `{{name}}` is a value, as it is; `{{#name}}…{{/name}}` what is there for each item
 * of a list, or only where the value is; `{{^name}}…{{/name}}` what is there otherwise. For plain text only: nothing
 * is escaped.
 *
 * @param names all that a template may ask for, so that a misspelt one stops the start instead of leaving a gap.
 * @throws when the template is broken, or asks for something else.
 */
export function textTemplate<View extends object>(
  template: string,
  names: readonly (keyof View & string)[],
): (view: View) => string {
  checkNames(template, names);
  return (view) => Mustache.render(template, view, {}, { escape: String });
}

/** @throws when a Mustache template is broken, or asks for what is not among the names. */
export function checkNames(template: string, names: readonly string[]): void {
  for (const name of namesIn(Mustache.parse(template)))
    if (name !== '.' && !names.includes(name))
      throw new Error(`A template asks for {{${name}}}; it may ask for ${names.join(', ')}`);
}

function namesIn(tokens: unknown): string[] {
  return (tokens as [type: string, value: string, start: number, end: number, inner?: unknown][]).flatMap(
    ([type, value, , , inner]) => [
      ...(type === 'text' || type === '!' ? [] : [value]),
      ...(Array.isArray(inner) ? namesIn(inner) : []),
    ],
  );
}
