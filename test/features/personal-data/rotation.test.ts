import type { Database } from '../../../src/db/database';
import { createKeyRotation } from '../../../src/features/personal-data';
import { createEncryption, type DataKey } from '../../../src/platform/encryption';
import { makeContext, mirrorMarks, noticeNumbers, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertNotices } from '../../support/notices';
import { CANARY, keyOf, keysOf, loadOwner, NEW_KEY, OLD_KEY, saveOwner, storedOwner } from './owners';

const BOTH = [NEW_KEY, OLD_KEY] as const;

describe.each(databaseKinds)('a new key for owners’ particulars on %s', (kind) => {
  let context: TestContext;
  let intranet: Database;
  beforeAll(async () => {
    context = await makeContext(kind);
    ({ intranet } = context);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await intranet.transaction(async (trx) => {
      await trx('ocms_valid_offence_notice').del();
      await trx('ocms_internet_mirror_mark').del();
    });
    await insertNotices(
      intranet,
      ['1A', '2A', '3A'].map((notice_no) => ({ notice_no })),
    );
  });
  const over = (database: Database, keys: readonly [DataKey, ...DataKey[]] = BOTH) =>
    createKeyRotation({ intranet: database, encryption: createEncryption(keys) });
  const rotate = () => over(intranet).rotate();
  const put = (noticeNo: string, fields: object) =>
    intranet.transaction((trx) => trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update(fields));

  it('takes the place of the old one; what is under it already stays', async () => {
    await saveOwner(intranet, [OLD_KEY], '1A');
    await saveOwner(intranet, [NEW_KEY], '2A');
    await saveOwner(intranet, [OLD_KEY], '3A', { name: 'TAN AH KOW' });
    await saveOwner(intranet, [NEW_KEY], '3A', { idNo: 'S0000001X' });
    const [second, third] = [await storedOwner(intranet, '2A'), await storedOwner(intranet, '3A')];
    expect(await rotate()).toEqual({ rotated: 6, changedMeanwhile: 0, failed: 0, reasons: [] });
    expect(await keysOf(intranet, '1A')).toEqual(['k2', 'k2', 'k2', 'k2', 'k2']);
    expect(await keysOf(intranet, '3A')).toEqual(['k2', 'k2', null, null, null]);
    expect(await storedOwner(intranet, '2A')).toEqual(second);
    expect((await storedOwner(intranet, '3A')).owner_nric).toBe(third.owner_nric);
    expect(await loadOwner(intranet, [NEW_KEY], '1A')).toEqual(CANARY);
    expect(await loadOwner(intranet, [NEW_KEY], '3A')).toEqual({ name: 'TAN AH KOW', idNo: 'S0000001X' });
    expect(await rotate()).toMatchObject({ rotated: 0 });
  });

  it('changes nothing else of a notice, and is no business of the mirror', async () => {
    await saveOwner(intranet, [OLD_KEY], '1A');
    const before = await storedNotice(intranet, '1A');
    const marks = await mirrorMarks(intranet);
    await rotate();
    const after = await storedNotice(intranet, '1A');
    const changed = Object.keys(after).filter((column) => String(after[column]) !== String(before[column]));
    expect(changed.sort()).toEqual(['owner_address', 'owner_email', 'owner_mobile', 'owner_name', 'owner_nric']);
    expect(await mirrorMarks(intranet)).toEqual(marks);
  });

  it('goes in transactions of 500 notices; cut after one, it goes on where it was', async () => {
    const numbers = noticeNumbers(1_100);
    const place = (noticeNo: string) => ({ table: 'ocms_valid_offence_notice', column: 'owner_name', noticeNo });
    const old = createEncryption([OLD_KEY]);
    await intranet.transaction(async (trx) => {
      for (let from = 0; from < numbers.length; from += 100)
        await trx('ocms_valid_offence_notice').insert(
          numbers.slice(from, from + 100).map((notice_no) => ({
            notice_no,
            notice_source: 'REPCCS',
            owner_name: old.encrypt('TAN AH KOW', place(notice_no)),
            cre_date: intranet.dialect.bindInstant(new Date('2026-01-15T00:00:00Z')),
            cre_user_id: 'ocmsiz_app_conn',
          })),
        );
    });
    let transactions = 0;
    const cut: Database = {
      ...intranet,
      transaction: (work, options) => {
        transactions += 1;
        return transactions > 1 ? Promise.reject(new Error('cut')) : intranet.transaction(work, options);
      },
    };
    await expect(over(cut).rotate()).rejects.toThrow('cut');
    expect(await over(intranet).keyUse()).toEqual([
      { keyId: 'k2', use: 'current', values: 500 },
      { keyId: 'k1', use: 'decrypts only', values: 600 },
    ]);
    const progress: number[] = [];
    expect(await over(intranet).rotate(({ rotated }) => void progress.push(rotated))).toMatchObject({ rotated: 600 });
    expect(progress).toEqual([500, 600]);
    expect(await over(intranet).keyUse()).toEqual([
      { keyId: 'k2', use: 'current', values: 1_100 },
      { keyId: 'k1', use: 'decrypts only', values: 0 },
    ]);
  });

  it.each<[string, () => Promise<unknown>, string]>([
    ['saved anew', () => saveOwner(intranet, [OLD_KEY], '1A', { name: 'LIM' }), 'LIM'],
    ['forgotten', () => put('1A', { owner_name: null }), ''],
  ])('never undoes what is %s between its read and its write', async (_what, meanwhile, name) => {
    await saveOwner(intranet, [OLD_KEY], '1A', { name: 'TAN', idNo: 'S0000001X' });
    const overtaken: Database = {
      ...intranet,
      async transaction(work, options) {
        await meanwhile();
        return intranet.transaction(work, options);
      },
    };
    expect(await over(overtaken).rotate()).toEqual({ rotated: 1, changedMeanwhile: 1, failed: 0, reasons: [] });
    const owner = { idNo: 'S0000001X', ...(name && { name }) };
    expect(await loadOwner(intranet, BOTH, '1A')).toEqual(owner);
  });

  it('leaves what does not decrypt, tells key and place, and goes on', async () => {
    const lost = keyOf('k0', 9);
    await saveOwner(intranet, [lost], '1A', { name: 'TAN AH KOW' });
    await put('2A', { owner_email: 'tan@mail.example' });
    await saveOwner(intranet, [OLD_KEY], '3A', { name: 'LIM' });
    const before = await storedOwner(intranet, '1A');
    expect(await rotate()).toEqual({
      rotated: 1,
      changedMeanwhile: 0,
      failed: 2,
      reasons: [
        'ocms_valid_offence_notice.owner_name of the notice 1A is encrypted with the key k0, which is not configured',
        'ocms_valid_offence_notice.owner_email of the notice 2A holds no encrypted text',
      ],
    });
    expect(await storedOwner(intranet, '1A')).toEqual(before);
    expect(await keysOf(intranet, '3A')).toEqual(['k2', null, null, null, null]);
    expect(await over(intranet).keyUse()).toEqual([
      { keyId: 'k2', use: 'current', values: 1 },
      { keyId: 'k1', use: 'decrypts only', values: 0 },
      { keyId: 'k0', use: 'not configured', values: 1 },
      { keyId: undefined, use: 'not configured', values: 1 },
    ]);
  });
});
