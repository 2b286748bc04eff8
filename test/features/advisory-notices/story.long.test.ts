import type { Context } from '../../../src/app/context';
import { caseText } from '../../../src/cli/advisory';
import { collectLetterReturns } from '../../../src/jobs/printer/collect-letter-returns';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { NEW_KEY } from '../personal-data/owners';

describe.each(databaseKinds)('advisory show tells the way of a notice on %s', (kind) => {
  let place: AdvisoryPlace;
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind);
  });
  afterEach(() => place.close());

  const shown = async (noticeNo: string, context: Context = place.context): Promise<string> =>
    caseText(noticeNo, (await context.services.advisoryCases.story(noticeNo))!, context.calendar);
  /** What the partners know of the owner. */
  const partners = async () => {
    const [asked] = await place.calls('contact');
    return { idNo: asked!.idNo as string };
  };

  it('told by SMS: the owner masked, and the channel with its time', async () => {
    await place.qualified('1A', 'SBA1A');
    await place.run();
    const text = await shown('1A');
    const { idNo } = await partners();
    const [message] = await place.messages();
    expect(text).toMatch(/^ {2}state +SUSPENDED$/m);
    expect(text).toMatch(/^ {2}told +by SMS at 2026-06-15 09:00:00$/m);
    expect(text).toMatch(/^ {2}suspended PS-ANS at 2026-06-15 09:00:00$/m);
    expect(text).toContain(`${idNo[0]}****${idNo.slice(-4)}`);
    expect(text).toContain(`mobile ****${message!.to.slice(-4)}`);
    expect(text).not.toContain(idNo);
    expect(text).not.toContain(message!.to.slice(-8));
  });

  it('told by letter: what the printing vendor says of it', async () => {
    await place.qualified('1A', 'SBA1A-84');
    await place.run();
    expect(await shown('1A')).toMatch(
      /told +by letter slift-1 at 2026-06-15 09:00:00, the printing vendor has said nothing/,
    );
    await place.runOf(collectLetterReturns);
    const text = await shown('1A');
    expect(text).toMatch(/told +by letter slift-1 at [-:0-9 ]+, REJECTED at [-:0-9 ]+ \(PRINT_SPOILT\)/);
    const [letter] = await place.letters();
    const { name, address } = letter!.recipient;
    expect(text).not.toContain(name);
    for (const part of Object.values(address).filter((each) => typeof each === 'string' && each.length > 3))
      expect(text).not.toContain(part);
  });

  it('in review, put back and closed: why, and by whom', async () => {
    await place.qualified('1A', 'NOOWNER1');
    await place.run();
    expect(await shown('1A')).toMatch(/state +MANUAL_REVIEW: OWNER_NOT_FOUND[\s\S]*owner +not known, or forgotten/);
    await place.context.services.advisoryReviews.close('1A', 'the vehicle was exported', { id: 'officer1' });
    expect(await shown('1A')).toMatch(/STAFF +closed +CLOSED\n {4}by officer1: the vehicle was exported/);
  });

  it('particulars that do not decrypt: which, and why, in words', async () => {
    await place.qualified('1A', 'SBA1A');
    await place.run();
    const text = await shown('1A', place.context.another({ dataKeys: [NEW_KEY] }));
    expect(text).toMatch(
      /owner +cannot be read: .*owner_name of the notice 1A is encrypted with the key \S+, which is not/,
    );
    expect(text).toMatch(/told +by SMS/);
    const none = await shown('1A', place.context.another({ dataKeys: undefined }));
    expect(none).toMatch(/owner +cannot be read: this process has no keys \(OCMS_DATA_KEYS\)/);
  });
});
