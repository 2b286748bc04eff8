import type { LocalAddress } from '../port';
import { addressLines } from './address-lines';

const WHOLE: LocalAddress = {
  kind: 'local',
  block: '123',
  street: 'EXAMPLE AVENUE 3',
  floor: '12',
  unit: '345',
  building: 'EXAMPLE COURT',
  postalCode: '560123',
};

test.each<[string, Partial<LocalAddress>, string[]]>([
  ['whole', {}, ['123 EXAMPLE AVENUE 3', '#12-345 EXAMPLE COURT', 'SINGAPORE 560123']],
  ['of a flat', { building: null }, ['123 EXAMPLE AVENUE 3', '#12-345', 'SINGAPORE 560123']],
  ['of a house', { floor: null, unit: '', building: null }, ['123 EXAMPLE AVENUE 3', 'SINGAPORE 560123']],
  ['of a building', { floor: null, unit: null }, ['123 EXAMPLE AVENUE 3', 'EXAMPLE COURT', 'SINGAPORE 560123']],
  ['without a floor', { floor: null }, ['123 EXAMPLE AVENUE 3', '#345 EXAMPLE COURT', 'SINGAPORE 560123']],
  ['with its own #', { floor: '#12', building: null }, ['123 EXAMPLE AVENUE 3', '#12-345', 'SINGAPORE 560123']],
  [
    'of which little is known',
    { block: null, floor: null, unit: null, building: null, postalCode: null },
    ['EXAMPLE AVENUE 3', 'SINGAPORE'],
  ],
])('an address in Singapore, %s', (_, parts, lines) => {
  expect(addressLines({ ...WHOLE, ...parts })).toEqual(lines);
});

test('any other address is written as it is', () => {
  expect(addressLines({ kind: 'foreign', lines: ['12 Jalan Contoh', '50300 Kuala Lumpur', 'MALAYSIA'] })).toEqual([
    ...['12 Jalan Contoh', '50300 Kuala Lumpur', 'MALAYSIA'],
  ]);
});
