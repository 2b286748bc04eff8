import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { htmlTemplate } from './html';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ocms-html-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const template = (text: string, others: Readonly<Record<string, string>> = {}) => {
  for (const [name, content] of Object.entries({ page: text, ...others }))
    writeFileSync(join(folder, `${name}.html`), content);
  return htmlTemplate(join(folder, 'page.html'));
};

test('values are escaped, in text and in attributes, and read as they are otherwise', () => {
  const page = template('<a href="{{path}}">{{text}}</a>');
  expect(page({ path: '/v1/a=b', text: `<b> & "c" 'd'` })).toBe(
    '<a href="/v1/a=b">&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;</a>',
  );
  expect(page({ path: '"><script>', text: '{{path}}' })).toBe('<a href="&quot;&gt;&lt;script&gt;">{{path}}</a>');
});

test.each(['{{{text}}}', '{{&text}}', '{{ & text }}'])('a template with %s is refused', (text) => {
  expect(() => template(text)).toThrow('values are escaped');
});

test('a broken template is refused before the first page', () => {
  expect(() => template('{{#list}}')).toThrow('Unclosed section');
});

test('a template within another is given what is told of there, and escapes it, too', () => {
  const page = template('{{#rows}}{{> row}}{{/rows}}', { row: '<li>{{text}}</li>' });
  expect(page({ rows: [{ text: 'a' }, { text: '<b>' }] })).toBe('<li>a</li><li>&lt;b&gt;</li>');
});

test.each([
  ['is missing', {}, 'ENOENT'],
  ['is broken', { row: '{{#list}}' }, 'Unclosed section'],
  ['does not escape', { row: '{{{text}}}' }, 'values are escaped'],
])('one within another that %s is refused before the first page', (_why, others, problem) => {
  expect(() => template('{{> row}}', others)).toThrow(problem);
});
