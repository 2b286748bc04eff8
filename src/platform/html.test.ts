import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { htmlTemplate } from './html';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ocms-html-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const template = (text: string) => {
  const file = join(folder, 'page.html');
  writeFileSync(file, text);
  return htmlTemplate(file);
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
