import { readFileSync } from 'node:fs';
import Mustache from 'mustache';

/**
 * A page from a Mustache template: `{{name}}` is a value, always escaped; `{{#name}}…{{/name}}` a list, or what is
 * there only where the value is; `{{^name}}…{{/name}}` what is there otherwise. Read and parsed at once, so that a
 * missing or broken template stops the start.
 *
 * @throws when the template asks for a value as it is (`{{{name}}}`, `{{&name}}`): values come from outside.
 */
export function htmlTemplate<View extends object>(file: string): (view: View) => string {
  const template = readFileSync(file, 'utf8');
  if (/\{\{\s*[{&]/.test(template)) throw new Error(`${file}: values are escaped`);
  Mustache.parse(template);
  return (view) => Mustache.render(template, view, {}, { escape });
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Mustache's own also takes `/` and `=` for dangerous, which makes paths unreadable in the source of a page. */
function escape(value: unknown): string {
  return String(value).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
