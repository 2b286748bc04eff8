import { masked } from './mask';

test.each([
  ['JOHN TAN', 'J*** T***'],
  ['Tan  Ah Kow', 'T*** A*** K***'],
  ['A TAN', '*** T***'],
  ['陈大文', '陈***'],
  // A letter and its vowel sign are one character to a reader.
  ['மேரி', 'மே***'],
  ['👩‍👩‍👧X', '👩‍👩‍👧***'],
  ['', ''],
])('the name %s is shown as %s', (name, shown) => {
  expect(masked({ name })).toEqual({ name: shown });
});

test.each([
  ['S1234567D', 'S****567D'],
  ['200012345X', '2****345X'],
  ['X0000001', '****01'],
  ['12345', '****'],
])('the id %s is shown as %s', (idNo, shown) => {
  expect(masked({ idNo })).toEqual({ idNo: shown });
});

test.each([
  ['+6591234567', '****4567'],
  ['91234567', '****4567'],
  ['1234567', '****'],
])('the mobile number %s is shown as %s', (mobileNo, shown) => {
  expect(masked({ mobileNo })).toEqual({ mobileNo: shown });
});

test.each([
  ['john.tan@example.com', 'j***@example.com'],
  ['j@example.com', '***@example.com'],
  ['"a@b"@example.com', '"***@example.com'],
  ['@example.com', '***@example.com'],
  ['no address', '***'],
])('the e-mail address %s is shown as %s', (email, shown) => {
  expect(masked({ email })).toEqual({ email: shown });
});

test.each([
  [{ kind: 'local', street: 'BISHAN STREET 23', postalCode: '570123' }, '****23'],
  [{ kind: 'local', street: 'BISHAN STREET 23', postalCode: null }, '****'],
  [{ kind: 'foreign', lines: ['1 JALAN EXAMPLE'] }, '****'],
])('the address %j is shown as %s', (address, shown) => {
  expect(masked({ address })).toEqual({ address: shown });
});

test('what is not known is not shown either', () => {
  expect(masked({})).toEqual({});
});
