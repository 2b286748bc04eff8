import { textTemplate } from './text-template';

test('values stand as they are: nothing of them is markup', () => {
  const text = textTemplate<{ name: string }>('Dear {{name}}', ['name']);
  expect(text({ name: `<b> & {{name}} "x" / =` })).toBe(`Dear <b> & {{name}} "x" / =`);
});

test('a list is written item by item', () => {
  const text = textTemplate<{ lines: string[] }>('{{#lines}}{{.}};{{/lines}}{{^lines}}none{{/lines}}', ['lines']);
  expect(text({ lines: ['a', 'b'] })).toBe('a;b;');
  expect(text({ lines: [] })).toBe('none');
});

test.each(['{{nmae}}', '{{#name}}{{nmae}}{{/name}}', '{{^nmae}}{{/nmae}}', '{{>nmae}}', '{{{nmae}}}', '{{&nmae}}'])(
  '%s, which nobody fills in, is refused before the first text',
  (template) => {
    expect(() => textTemplate<{ name: string }>(template, ['name'])).toThrow('asks for {{nmae}}; it may ask for name');
  },
);

test('a broken template is refused before the first text', () => {
  expect(() => textTemplate('{{#name}}', [])).toThrow('Unclosed section');
});
