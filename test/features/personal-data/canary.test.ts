import { syncInternetZone } from '../../../src/jobs/internet/sync-internet-zone';
import { makeContext, storedNotice, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { jobRun } from '../../support/job-run';
import { insertNotices } from '../../support/notices';
import { CANARY, loadOwner, NEW_KEY, OLD_KEY, saveOwner, storedOwner } from './owners';
import { dump, searcher } from './searching';

/** What the canary is recognised by, wherever it is, and in whichever form it was written down. */
const { name, idNo, mobileNo, email, address } = CANARY;
const TEXTS = [
  ...name.split(' '),
  idNo,
  mobileNo.slice(-8),
  email,
  address.street,
  address.building,
  address.postalCode,
];
const places = searcher(TEXTS);

describe.each(databaseKinds)('an owner’s particulars (A 4.2.1) are found in clear nowhere, on %s', (kind) => {
  let context: TestContext;
  beforeEach(async () => {
    context = await makeContext(kind);
    await insertNotices(context.intranet, [{ notice_no: '1A' }, { notice_no: '2A' }]);
  });
  afterEach(() => context.close());

  const everywhere = async (): Promise<string[]> => [
    ...places(await dump(context.intranet)),
    ...places(await dump(context.internet)),
    ...places(new Map([['log', context.log.join('')]])),
  ];
  const synchronise = () => syncInternetZone.run(context.services, jobRun(context));

  it('the search finds them where they are', async () => {
    await context.intranet.transaction((trx) =>
      trx('ocms_valid_offence_notice')
        .where('notice_no', '1A')
        .update({ owner_name: name, owner_address: JSON.stringify(address) }),
    );
    await context.internet.transaction((trx) => trx('ocms_schema_migration').insert({ name: idNo, batch: 2 }));
    context.log.push(email);
    const seen = await everywhere();
    for (const place of [
      'ocms_valid_offence_notice: CANARYNAME',
      'ocms_valid_offence_notice: CANARYSTREET',
      `ocms_schema_migration: ${idNo}`,
      `log: ${email}`,
    ])
      expect(seen).toContain(place);
  });

  it('stored, copied to the internet zone, read, refused, put under a new key: in no column of either zone, and in no log', async () => {
    await saveOwner(context.intranet, [OLD_KEY], '1A');
    await synchronise();
    expect(await loadOwner(context.intranet, [OLD_KEY], '1A')).toEqual(CANARY);
    expect(await everywhere()).toEqual([]);

    // The mirror has the notice in this version, and nothing of its owner, encrypted or not.
    const mirrored = await context.internet.read((executor) =>
      executor('eocms_valid_offence_notice').where('notice_no', '1A').first<Record<string, unknown>>(),
    );
    expect(mirrored.version).toBe((await storedNotice(context.intranet, '1A')).version);
    const stored = Object.values(await storedOwner(context.intranet, '1A')) as string[];
    for (const text of (await dump(context.internet)).values())
      for (const value of stored) expect(text).not.toContain(value);

    // What goes wrong is told without them.
    const refused: unknown[] = [];
    const keep = (error: unknown): void => void refused.push(error);
    await loadOwner(context.intranet, [NEW_KEY], '1A').catch(keep);
    await saveOwner(context.intranet, [OLD_KEY], '2A', { name: `${name}\ud83c` }).catch(keep);
    await saveOwner(context.intranet, [OLD_KEY], '2A', { name: name.repeat(100) }).catch(keep);
    expect(refused).toHaveLength(3);
    for (const error of refused) context.logger.error({ error }, 'refused');
    expect(context.log.length).toBeGreaterThan(2);

    await context
      .another({ dataKeys: [NEW_KEY, OLD_KEY] })
      .services.keyRotation()
      .rotate();
    expect(await loadOwner(context.intranet, [NEW_KEY], '1A')).toEqual(CANARY);
    await synchronise();
    expect(await everywhere()).toEqual([]);
  });
});
