import { OWNER_COLUMNS } from '../../../src/features/personal-data/columns';
import { createEncryption } from '../../../src/platform/encryption';
import { VON } from '../../../src/features/notices';
import type { Particulars } from '../../../src/features/advisory-notices';
import { makeContext, mirrorMarks, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { insertNotices } from '../../support/notices';
import { CANARY, keyOf, keysOf, loadOwner, NEW_KEY, OLD_KEY, saveOwner, storedOwner } from './owners';

describe.each(databaseKinds)('owners’ particulars (A 4.2.1) on %s', (kind) => {
  let context: TestContext;
  beforeAll(async () => {
    context = await makeContext(kind);
  });
  afterAll(() => context.close());
  beforeEach(async () => {
    await context.intranet.transaction(async (trx) => {
      await trx('ocms_valid_offence_notice').del();
      await trx('ocms_internet_mirror_mark').del();
    });
    await insertNotices(context.intranet, [{ notice_no: '1A' }, { notice_no: '2A' }]);
  });
  const save = (noticeNo: string, particulars?: Particulars) =>
    saveOwner(context.intranet, [OLD_KEY], noticeNo, particulars);
  const load = (noticeNo: string) => loadOwner(context.intranet, [OLD_KEY], noticeNo);

  it('come back as they were saved, and are stored encrypted, each by itself', async () => {
    await save('1A');
    expect(await load('1A')).toEqual(CANARY);
    expect(await keysOf(context.intranet, '1A')).toEqual(['k1', 'k1', 'k1', 'k1', 'k1']);
    expect(await load('2A')).toEqual({});
    expect(await load('3A')).toEqual({});
  });

  it('are added to: a field that is missing stays as it is', async () => {
    await save('1A', { name: 'TAN AH KOW', idNo: 'S0000001X' });
    const before = await storedOwner(context.intranet, '1A');
    await save('1A', { email: 'tan@mail.example', idNo: 'S0000002X' });
    expect(await load('1A')).toEqual({ name: 'TAN AH KOW', idNo: 'S0000002X', email: 'tan@mail.example' });
    expect((await storedOwner(context.intranet, '1A')).owner_name).toBe(before.owner_name);
    const address = { kind: 'foreign', lines: ['1 JALAN "EXAMPLE"', 'MALAYSIA'] } as const;
    await save('1A', { address });
    expect((await load('1A')).address).toEqual(address);
  });

  it('are a change of the notice: version, who and when, and the mirror’s mark', async () => {
    await save('1A');
    expect(await storedNotice(context.intranet, '1A')).toMatchObject({ version: 2, upd_user_id: 'ocmsiz_app_conn' });
    expect(await mirrorMarks(context.intranet)).toEqual(['1A:2']);
  });

  it('do not decrypt in another row or column, nor without their key', async () => {
    await save('1A');
    await expect(loadOwner(context.intranet, [NEW_KEY], '1A')).rejects.toThrow(/the key k1, which is not configured/);
    const { owner_name, owner_nric } = await storedOwner(context.intranet, '1A');
    const put = (noticeNo: string, fields: object) =>
      context.intranet.transaction((trx) =>
        trx('ocms_valid_offence_notice').where('notice_no', noticeNo).update(fields),
      );
    await put('2A', { owner_name });
    await expect(load('2A')).rejects.toThrow('owner_name of the notice 2A was not encrypted there with the key k1');
    await put('1A', { owner_name: owner_nric });
    await expect(load('1A')).rejects.toThrow('owner_name of the notice 1A was not encrypted there with the key k1');
    const place = { table: 'ocms_valid_offence_notice', column: 'owner_address', noticeNo: '1A' };
    await put('1A', {
      owner_name: null,
      owner_address: createEncryption([OLD_KEY]).encrypt('BISHAN STREET 23', place),
    });
    await expect(load('1A')).rejects.toThrow(/^the text of an owner’s address is none$/);
    await put('1A', { owner_name: 'TAN AH KOW' });
    await expect(load('1A')).rejects.toThrow('owner_name of the notice 1A holds no encrypted text');
  });

  it('fit at their longest, whatever the characters and the key’s id, and no character is to spare but of an address', async () => {
    const lines = Array.from({ length: 6 }, () => '🅿'.repeat(100));
    const longest: Particulars = {
      name: '🅿'.repeat(200),
      idNo: '🅿'.repeat(20),
      mobileNo: '🅿'.repeat(20),
      email: '🅿'.repeat(254),
      address: { kind: 'foreign', lines },
    };
    const key = keyOf('a'.repeat(16), 1);
    await saveOwner(context.intranet, [key], '1A', longest);
    expect(await loadOwner(context.intranet, [key], '1A')).toEqual(longest);
    const stored = await storedOwner(context.intranet, '1A');
    for (const column of OWNER_COLUMNS) {
      const spare = Number(/\d+/.exec(VON[column])![0]) - stored[column]!.length;
      expect([column, spare]).toEqual([column, column === 'owner_address' ? expect.any(Number) : 0]);
      expect(spare).toBeGreaterThanOrEqual(0);
    }
  });

  it('longer than their column are refused before they are written, and told by place alone', async () => {
    const saved = saveOwner(context.intranet, [OLD_KEY], '1A', { name: '🅿'.repeat(300) });
    await expect(saved).rejects.toThrow(
      /^a text for ocms_valid_offence_notice\.owner_name of the notice 1A is too long$/,
    );
    expect(await storedOwner(context.intranet, '1A')).toMatchObject({ owner_name: null });
  });
});
