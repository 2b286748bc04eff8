import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateXml } from './validate';

const SCHEMA = `<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
  <xs:element name="List">
    <xs:complexType>
      <xs:sequence>
        <xs:element name="Row" maxOccurs="100">
          <xs:complexType>
            <xs:sequence>
              <xs:element name="Key">
                <xs:simpleType>
                  <xs:restriction base="xs:string"><xs:pattern value="[A-Z]{1,8}"/></xs:restriction>
                </xs:simpleType>
              </xs:element>
              <xs:element name="Count">
                <xs:simpleType>
                  <xs:restriction base="xs:int"><xs:minInclusive value="1"/><xs:maxInclusive value="9"/></xs:restriction>
                </xs:simpleType>
              </xs:element>
              <xs:element name="Name">
                <xs:simpleType>
                  <xs:restriction base="xs:string"><xs:minLength value="1"/><xs:maxLength value="9"/></xs:restriction>
                </xs:simpleType>
              </xs:element>
              <xs:element name="Kind">
                <xs:simpleType>
                  <xs:restriction base="xs:string"><xs:enumeration value="A"/><xs:enumeration value="B"/></xs:restriction>
                </xs:simpleType>
              </xs:element>
            </xs:sequence>
          </xs:complexType>
        </xs:element>
      </xs:sequence>
    </xs:complexType>
    <xs:unique name="KeyOnce"><xs:selector xpath="Row"/><xs:field xpath="Key"/></xs:unique>
  </xs:element>
</xs:schema>`;
const row = (key: string): string => `<Row><Key>${key}</Key>\n<Count>5</Count><Name>n</Name><Kind>A</Kind></Row>\n`;
const LIST = `<?xml version="1.0" encoding="UTF-8"?>\n<List>\n${row('KEYA')}${row('KEYB')}</List>`;

const validate = (xml: string, schema = SCHEMA) => validateXml({ schema, xml });

test('a valid file is valid, whatever encoding it says it has', async () => {
  expect(await validate(LIST)).toEqual({ valid: true });
  expect(await validate(LIST.replace('UTF-8', 'ISO-8859-1').replace('<Name>n', '<Name>車'))).toEqual({ valid: true });
});

test.each<[error: string, from: string | RegExp, to: string]>([
  ['line 3: List/Row[1]/Key is not of its form', 'KEYA', 'SECRET-1'],
  ['line 4: List/Row[1]/Count is no value of its type', '5', 'SECRET'],
  ['line 4: List/Row[1]/Count is too small', '5', '0'],
  ['line 4: List/Row[1]/Count is too large', '5', '666'],
  ['line 4: List/Row[1]/Name is too short', '<Name>n', '<Name>'],
  ['line 4: List/Row[1]/Name is too long', '<Name>n', '<Name>SECRET7890'],
  ['line 4: List/Row[1]/Kind is no code of its list', '<Kind>A', '<Kind>SECRET'],
  ['line 3: List/Row[1] lacks an element; expected: Kind', '<Kind>A</Kind>', ''],
  ['line 4: List/Row[1]/Name is not expected here; expected: Count', '<Count>5</Count>', ''],
  ['line 4: List/Row[1]/? is not expected here; expected: Kind', '<Kind>A', '<SECRET>A</SECRET><Kind>A'],
  ['line 5: List/Row[2] was there before', 'KEYB', 'KEYA'],
  ['line 3: List/Row[1]/Key has elements in place of text', 'KEYA', 'KEYA<SECRET/>'],
  ['line 3: List/Row[1] has text between its elements', '<Key>', 'SECRET<Key>'],
  ['line 3: List/Row[1]/Key has an attribute', '<Key>', '<Key SECRET="SECRET">'],
  ['line 2: ? is no file of this schema', /List>/g, 'SECRET>'],
  ['line 3: the file is not well-formed XML', '<Key>', '<Key SECRET>'],
  ['line 4: the file is not well-formed XML', '<Name>n', '<Name>&secret;'],
  ['line 2: the file is not well-formed XML', /^/, '\n'],
  ['the file has a document type declaration', '<List>', '<!DOCTYPE List [<!ENTITY secret "SECRET">]><List>'],
])('%s', async (error, from, to) => {
  const changed = LIST.replace(from, to);
  expect(changed).not.toBe(LIST);
  expect(await validate(changed)).toEqual({ valid: false, errors: [error] });
});

test('each error is told, up to twenty of them', async () => {
  const rows = Array.from({ length: 23 }, () => row('KEY-A')).join('');
  const { errors } = (await validate(`<List>${rows}</List>`)) as { errors: string[] };
  expect(errors).toHaveLength(21);
  expect(errors[1]).toBe('line 3: List/Row[2]/Key is not of its form');
  expect(errors[20]).toBe('3 more');
});

test('lines are told however many there are', async () => {
  const errors = ['line 70003: List/Row[1]/Key is not of its form'];
  const far = LIST.replace('<List>', `<List>${'\n'.repeat(70_000)}`).replace('KEYA', 'KEY-A');
  expect(await validate(far)).toEqual({ valid: false, errors });
});

test('no file of the host is read', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-xml-'));
  try {
    const inPlace = '<xs:simpleType name="T"><xs:restriction base="xs:string"/></xs:simpleType>';
    const types = join(folder, 'types.xsd');
    writeFileSync(types, SCHEMA.replace(/<xs:element[^]*<\/xs:element>/, inPlace));
    const including = (location: string) =>
      SCHEMA.replace('<xs:element name="List">', `${location}$&`).replace(
        '<xs:element name="Name">',
        '<xs:element name="More" type="T" minOccurs="0"/>$&',
      );
    expect(await validate(LIST, including(inPlace))).toEqual({ valid: true });
    await expect(validate(LIST, including(`<xs:include schemaLocation="${types}"/>`))).rejects.toThrow();
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a schema that is none is an error of its own', async () => {
  await expect(validate(LIST, SCHEMA.replace('xs:int"', 'xs:none"'))).rejects.toThrow();
  await expect(validate(LIST, 'no XML')).rejects.toThrow();
});

test('it ends when it is told to, with the reason', async () => {
  const reason = new Error('stopping');
  const controller = new AbortController();
  const validity = validateXml({ schema: SCHEMA, xml: LIST, signal: controller.signal });
  controller.abort(reason);
  await expect(validity).rejects.toBe(reason);
  await expect(validateXml({ schema: SCHEMA, xml: LIST, signal: controller.signal })).rejects.toBe(reason);
});

test('files one after another and at once, of two schemas, an aborted one and a schema that is none between them', async () => {
  const other = SCHEMA.replaceAll('"List"', '"Other"');
  expect(await validate(LIST, other)).toMatchObject({ valid: false });
  expect(await validate(LIST)).toEqual({ valid: true });
  const abort = new AbortController();
  const aborted = validateXml({ schema: SCHEMA, xml: LIST, signal: abort.signal });
  const atOnce = [validate(LIST), validate(LIST, other), validate(LIST)];
  abort.abort(new RangeError('enough'));
  await expect(aborted).rejects.toThrow(RangeError);
  expect((await Promise.all(atOnce)).map(({ valid }) => valid)).toEqual([true, false, true]);
  await expect(validate(LIST, '<no-schema/>')).rejects.toThrow();
  expect(await validate(LIST)).toEqual({ valid: true });
});
