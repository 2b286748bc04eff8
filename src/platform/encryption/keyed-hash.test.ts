import { createSecretKey } from 'node:crypto';
import { createKeyedHash } from '.';

const keyOf = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const [older, newer] = [keyOf('k1', 1), keyOf('k2', 2)];

test('the same text has the same hash under a key, and another under any other key or purpose', () => {
  const hash = createKeyedHash([older], 'a');
  expect(hash.of('S1234567D')).toMatch(/^k1:[0-9a-f]{64}$/);
  expect(hash.of('S1234567D')).toBe(createKeyedHash([older], 'a').of('S1234567D'));
  const others = [hash.of('S1234567E'), createKeyedHash([older], 'b').of('S1234567D')];
  expect(others).not.toContain(hash.of('S1234567D'));
  expect(createKeyedHash([{ ...newer, id: 'k1' }], 'a').of('S1234567D')).not.toBe(hash.of('S1234567D'));
});

test('the current key makes what is stored; what is stored under any key is found', () => {
  const both = createKeyedHash([newer, older], 'a');
  expect(both.of('S1234567D')).toMatch(/^k2:/);
  expect(both.allOf('S1234567D')).toEqual([both.of('S1234567D'), createKeyedHash([older], 'a').of('S1234567D')]);
});
