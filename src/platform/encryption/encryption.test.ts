import { createSecretKey } from 'node:crypto';
import { AppError } from '../errors';
import { createEncryption, type DataKey, keyIdOf, newDataKey, type Place, storedLength } from '.';

const keyOf = (id: string, byte: number): DataKey => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const PLACE: Place = { table: 'ocms_valid_offence_notice', column: 'owner_name', noticeNo: '500400058A' };
const older = keyOf('k1', 1);
const newer = keyOf('k2', 2);

function refusal(work: () => unknown): AppError {
  try {
    work();
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('personal data is stored encrypted', () => {
  const encryption = createEncryption([newer, older]);

  test.each(['', 'TAN AH KOW', '陈大文 🅿', 'தமிழ்', 'x'.repeat(5_000)])('"%.20s" comes back as it was', (text) => {
    const stored = encryption.encrypt(text, PLACE);
    expect(stored).toMatch(/^k2:[A-Za-z0-9_-]+$/);
    if (text) expect(stored).not.toContain(text);
    expect(encryption.decrypt(stored, PLACE)).toBe(text);
  });

  test('as AES-256-GCM has it: iv, tag, ciphertext, the place authenticated', () => {
    // Of 32 bytes of 2, an iv of 12 bytes of 7, and the place as a JSON array; made apart from this code.
    const stored = 'k2:BwcHBwcHBwcHBwcHloOA-dAgy0VEN-CRahmuaNUSkzAkDMSveHM';
    expect(encryption.decrypt(stored, PLACE)).toBe('TAN AH KOW');
  });

  test('the same text is stored differently each time', () => {
    const stored = new Set(Array.from({ length: 100 }, () => encryption.encrypt('TAN AH KOW', PLACE)));
    expect(stored.size).toBe(100);
  });

  test('the first key encrypts, every key decrypts', () => {
    const before = createEncryption([older]).encrypt('TAN AH KOW', PLACE);
    expect(encryption.currentKeyId).toBe('k2');
    expect(encryption.keyIds).toEqual(['k2', 'k1']);
    expect(keyIdOf(before)).toBe('k1');
    expect(keyIdOf(encryption.encrypt('TAN AH KOW', PLACE))).toBe('k2');
    expect(encryption.decrypt(before, PLACE)).toBe('TAN AH KOW');
  });

  test.each<[string, Partial<Place>]>([
    ['row', { noticeNo: '500400059A' }],
    ['column', { column: 'owner_nric' }],
    ['table', { table: 'ocms_valid_offence_notice_archive' }],
    ['row and column, written together the same', { column: 'owner_nam', noticeNo: 'e500400058A' }],
  ])('a value moved to another %s does not decrypt', (_where, moved) => {
    const stored = encryption.encrypt('TAN AH KOW', PLACE);
    expect(() => encryption.decrypt(stored, { ...PLACE, ...moved })).toThrow(AppError);
  });

  test('a value that was changed, or cut, in any part does not decrypt', () => {
    const stored = encryption.encrypt('TAN AH KOW', PLACE);
    const start = stored.indexOf(':') + 1;
    // The last character has bits that belong to no byte.
    for (let at = start; at < stored.length - 1; at += 1) {
      const other = stored[at] === 'A' ? 'B' : 'A';
      expect(() => encryption.decrypt(stored.slice(0, at) + other + stored.slice(at + 1), PLACE)).toThrow(AppError);
      expect(() => encryption.decrypt(stored.slice(0, at), PLACE)).toThrow(AppError);
    }
  });

  test.each(['TAN AH KOW', 'k2:', 'k2:TAN AH KOW', '', `K2:${'A'.repeat(40)}`, `seventeen-letters:${'A'.repeat(40)}`])(
    '"%s" is no encrypted text, and has no key',
    (stored) => {
      expect(keyIdOf(stored)).toBeUndefined();
      const { message } = refusal(() => encryption.decrypt(stored, PLACE));
      expect(message).toBe('ocms_valid_offence_notice.owner_name of the notice 500400058A holds no encrypted text');
    },
  );

  test('errors name key id and place, and nothing that is stored', () => {
    const stored = encryption.encrypt('TAN AH KOW', PLACE);
    expect(refusal(() => createEncryption([older]).decrypt(stored, PLACE)).message).toBe(
      'ocms_valid_offence_notice.owner_name of the notice 500400058A is encrypted with the key k2, which is not configured',
    );
    const refused = refusal(() => createEncryption([keyOf('k2', 3)]).decrypt(stored, PLACE));
    expect(refused.message).toBe(
      'ocms_valid_offence_notice.owner_name of the notice 500400058A was not encrypted there with the key k2',
    );
    expect([refused.kind, refused.cause]).toEqual(['internal', undefined]);
    const halfACharacter = refusal(() => encryption.encrypt('TAN \ud83c KOW', PLACE));
    expect(halfACharacter.message).toBe(
      'a text for ocms_valid_offence_notice.owner_name of the notice 500400058A is not well-formed',
    );
  });

  test('what is stored is as long as said, at most', () => {
    const longest = createEncryption([keyOf('a'.repeat(16), 1)]);
    for (const bytes of [0, 1, 2, 3, 100, 2_450])
      expect(longest.encrypt('x'.repeat(bytes), PLACE)).toHaveLength(storedLength(bytes));
  });

  test('keys show themselves to nobody; a new one is 32 random bytes', () => {
    expect(JSON.stringify(keyOf('k1', 65))).toBe('{"id":"k1","key":{}}');
    expect(Buffer.from(newDataKey(), 'base64')).toHaveLength(32);
    expect(newDataKey()).not.toBe(newDataKey());
  });
});
