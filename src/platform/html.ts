import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import Mustache from 'mustache';

/**
 * A page from a Mustache template: `{{name}}` is a value, always escaped; `{{#name}}…{{/name}}` a list, or what is
 * there only where the value is; `{{^name}}…{{/name}}` what is there otherwise; `{{> name}}` another template, `name.html`
 * beside this one. Read and parsed at once, so that a missing or broken template stops the start.
 *
 * @throws when the template asks for a value as it is (`{{{name}}}`, `{{&name}}`): values come from outside.
 */
export function htmlTemplate<View extends object>(file: string): (view: View) => string {
  const others: Record<string, string> = {};
  const read = (path: string): string => {
    const template = readFileSync(path, 'utf8');
    if (/\{\{\s*[{&]/.test(template)) throw new Error(`${path}: values are escaped`);
    Mustache.parse(template);
    for (const [, name] of template.matchAll(/\{\{>\s*([\w-]+)\s*\}\}/g))
      others[name!] ??= read(join(dirname(file), `${name}.html`));
    return template;
  };
  const template = read(file);
  return (view) => Mustache.render(template, view, others, { escape });
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
