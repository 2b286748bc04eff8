import type { Staff, StaffChange } from '../../../src/features/advisory-notices';
import { syncInternetZone } from '../../../src/jobs/internet/sync-internet-zone';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { instantText } from '../../support/contexts';

const OFFICER: Staff = { id: 'officer1' };
const OTHER: Staff = { id: 'officer2' };

describe.each(databaseKinds)('what staff do with advisory notices on %s', (kind) => {
  let place: AdvisoryPlace;
  let changes: StaffChange[];
  const audited: Staff = {
    ...OFFICER,
    audit: (_trx, change) => {
      changes.push(change);
      return Promise.resolve();
    },
  };
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind);
    changes = [];
  });
  afterEach(() => place.close());

  const services = () => place.context.services;
  const suspensions = () =>
    place.context.intranet.read((executor) =>
      executor('ocms_suspended_notice').orderBy(['notice_no', 'sr_no']).select<Record<string, unknown>[]>('*'),
    );
  const inReview = async (noticeNo: string, vehicleNo = 'NOOWNER1') => {
    await place.qualified(noticeNo, vehicleNo);
    await place.run();
    expect(await place.story(noticeNo)).toMatchObject({ state: 'MANUAL_REVIEW' });
  };

  describe('PS-ANS by an officer (A 7.1.2, A 7.2)', () => {
    const suspend = (noticeNo: string, by = OFFICER, remarks?: string) =>
      services().manualSuspension.suspend(noticeNo, by, remarks);

    it('A 7.2.1: row and notice are as the pipeline’s, with the officer’s id, and the internet zone has it', async () => {
      await place.qualified('1A', 'SBA1A');
      const { suspendedAt, dueDateOfRevival } = await suspend('1A', audited, '淡滨尼 as agreed');
      expect(suspendedAt).toEqual(place.now);
      const { intranet } = place.context;
      const [row, ...more] = await suspensions();
      expect(more).toEqual([]);
      expect(row).toMatchObject({
        notice_no: '1A',
        sr_no: 1,
        suspension_type: 'PS',
        reason_of_suspension: 'ANS',
        suspension_source: 'ocmsiz_app_conn',
        officer_authorising_suspension: 'officer1',
        suspension_remarks: '淡滨尼 as agreed',
        cre_user_id: 'officer1',
      });
      expect(instantText(intranet, row!.date_of_suspension)).toBe(place.now.toISOString());
      // 30 days from the day in Singapore.
      expect(dueDateOfRevival.toISOString()).toBe('2026-07-14T16:00:00.000Z');
      expect(instantText(intranet, row!.due_date_of_revival)).toBe(dueDateOfRevival.toISOString());
      expect(await place.notice('1A')).toMatchObject({
        suspension_type: 'PS',
        epr_reason_of_suspension: 'ANS',
        upd_user_id: 'officer1',
        version: 2,
      });
      await place.runOf(syncInternetZone);
      const mirrored = await place.context.internet.read((executor) =>
        executor('eocms_valid_offence_notice').where('notice_no', '1A').first<Record<string, unknown>>('*'),
      );
      expect(mirrored).toMatchObject({
        suspension_type: 'PS',
        epr_reason_of_suspension: 'ANS',
        upd_user_id: 'ocmsez_app_conn',
      });
      expect(changes).toEqual([
        {
          action: 'notice-suspended',
          noticeNo: '1A',
          before: { suspensionType: null, reasonOfSuspension: null },
          after: { suspensionType: 'PS', reasonOfSuspension: 'ANS', remarks: '淡滨尼 as agreed' },
        },
      ]);
    });

    it('A 7.1.3: the pipeline does no more for it, and the owner is not told', async () => {
      await place.qualified('1A', 'SBA1A');
      await suspend('1A');
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED', step: undefined });
      expect(await place.messages()).toEqual([]);
      expect(await suspensions()).toHaveLength(1);
    });

    it('while an SMS is under way, that is noted, and the notice is suspended once', async () => {
      await place.qualified('1A', 'SBA1A');
      await place.run({
        async boundary(at) {
          if (at === 'send-sms-done') await suspend('1A');
        },
      });
      expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED' });
      expect(await place.notice('1A')).toMatchObject({ ean_sent_flag: 'Y', epr_reason_of_suspension: 'ANS' });
      expect(await suspensions()).toHaveLength(1);
    });

    it('as the pipeline is about to suspend it: once', async () => {
      await place.qualified('1A', 'SBA1A');
      await place.run({
        async boundary(at) {
          if (at === 'suspend-done') await suspend('1A');
        },
      });
      expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED', step: undefined });
      expect((await place.way('1A')).at(-1)).toBe('STAFF suspended');
      expect(await suspensions()).toHaveLength(1);
    });

    it('of a notice in manual review: its case has ended', async () => {
      await inReview('1A');
      await suspend('1A', OFFICER, 'told by telephone');
      const story = await place.story('1A');
      expect(story).toMatchObject({ state: 'SUSPENDED', reason: undefined });
      expect(story.events.at(-1)).toMatchObject({
        outcome: 'suspended',
        actor: 'officer1',
        remarks: 'told by telephone',
      });
      expect(await services().advisoryReviews.list(undefined, 10)).toEqual([]);
    });

    it('a temporary suspension gives way to it', async () => {
      await place.qualified('1A', 'SBA1A');
      await place.change('1A', { suspension_type: 'TS', epr_reason_of_suspension: 'APP' });
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'HALTED' });
      await suspend('1A');
      expect(await place.notice('1A')).toMatchObject({ suspension_type: 'PS', epr_reason_of_suspension: 'ANS' });
      expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED' });
    });

    it.each<[string, Record<string, string>, object]>([
      ['suspended PS-ANS already', { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' }, { kind: 'conflict' }],
      ['suspended PS otherwise', { suspension_type: 'PS', epr_reason_of_suspension: 'CAN' }, { kind: 'conflict' }],
      ['no advisory notice', { an_flag: 'N' }, { kind: 'conflict' }],
    ])('a notice that is %s is refused, and stays as it is', async (_name, fields, error) => {
      await place.qualified('1A', 'SBA1A', fields);
      const before = await place.notice('1A');
      await expect(suspend('1A', audited)).rejects.toMatchObject(error);
      expect(await place.notice('1A')).toEqual(before);
      expect(await suspensions()).toEqual([]);
      expect(changes).toEqual([]);
    });

    it('an unknown notice is refused', async () => {
      await expect(suspend('9Z')).rejects.toMatchObject({ kind: 'no-such-resource' });
    });

    it.each<[string, Staff, string | undefined]>([
      ['nobody', { id: '' }, undefined],
      ['an id that is too long', { id: 'o'.repeat(51) }, undefined],
      ['an empty remark', OFFICER, ' '],
      ['a remark that is too long', OFFICER, '淡'.repeat(201)],
      ['a remark of two lines', OFFICER, 'a\nb'],
      ['half a character', OFFICER, '\ud800'],
    ])('%s is refused', async (_name, by, remarks) => {
      await place.qualified('1A', 'SBA1A');
      await expect(suspend('1A', by, remarks)).rejects.toMatchObject({ kind: 'validation' });
      expect(await suspensions()).toEqual([]);
    });

    it('of two officers at once one wins, the other is told', async () => {
      await place.qualified('1A', 'SBA1A');
      const results = await Promise.allSettled([suspend('1A', OFFICER), suspend('1A', OTHER)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      expect(results.find((each) => each.status === 'rejected')!.reason).toMatchObject({ kind: 'conflict' });
      expect(await suspensions()).toHaveLength(1);
    });

    it('A 7.2.3: where the notice cannot be updated, no row stays either', async () => {
      await place.qualified('1A', 'SBA1A');
      const failing: Staff = { ...OFFICER, audit: () => Promise.reject(new Error('no audit')) };
      await expect(suspend('1A', failing)).rejects.toThrow('no audit');
      expect(await suspensions()).toEqual([]);
      expect(await place.notice('1A')).toMatchObject({ suspension_type: null, version: 1 });
    });
  });

  describe('manual reviews (A 4.2.3, A 6.2.3, decisions §7)', () => {
    const reviews = () => services().advisoryReviews;

    it('are listed, those that wait longest first, page by page', async () => {
      await inReview('2A');
      await inReview('1A', 'SBA1A-94');
      place.now = new Date(place.now.getTime() + 60_000);
      await inReview('3A', 'SBA1A-81');
      const first = await reviews().list(undefined, 2);
      expect(first.map(({ noticeNo, reason, resumesAt }) => [noticeNo, reason, resumesAt])).toEqual([
        ['1A', 'ADDRESS_NOT_FOUND', 'FIND_ADDRESS'],
        ['2A', 'OWNER_NOT_FOUND', 'FIND_OWNER'],
      ]);
      const { since, noticeNo } = first.at(-1)!;
      expect(await reviews().list({ since, noticeNo }, 2)).toMatchObject([
        {
          noticeNo: '3A',
          reason: 'LETTER_REJECTED',
          resumesAt: 'SEND_LETTER',
          takenBy: undefined,
          vehicleNo: 'SBA1A-81',
        },
      ]);
    });

    it('are put back to the step that was owed, and go on', async () => {
      await place.qualified('1A', 'SBA1A');
      await place.fault('ownerParticulars', { fault: 'status', status: 503, times: 4 });
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW', reason: 'OWNER_LOOKUP_FAILED' });
      expect(await reviews().resume('1A', audited)).toBe('FIND_OWNER');
      expect(await place.story('1A')).toMatchObject({ state: 'QUALIFIED', step: 'FIND_OWNER', reason: undefined });
      expect((await place.run()).counts).toMatchObject({ suspended: 1 });
      expect((await place.story('1A')).events[1]).toMatchObject({
        step: 'STAFF',
        outcome: 'resumed',
        actor: 'officer1',
      });
      expect(changes).toEqual([
        {
          action: 'advisory-review-resumed',
          noticeNo: '1A',
          before: { state: 'MANUAL_REVIEW', reason: 'OWNER_LOOKUP_FAILED' },
          after: { state: 'QUALIFIED', step: 'FIND_OWNER' },
        },
      ]);
    });

    it('a letter that nobody knows of is submitted again under its reference, and printed once', async () => {
      await place.qualified('1A', 'PASSPORT1');
      await place.fault('submitLetter', { fault: 'reset', times: 4 });
      await place.run();
      await reviews().resume('1A', OFFICER);
      expect((await place.run()).counts).toMatchObject({ suspended: 1 });
      expect(await place.letters()).toHaveLength(1);
    });

    it('whose owner was forgotten meanwhile begin again at FIND_OWNER', async () => {
      await inReview('1A', 'SBA1A-81');
      await place.change('1A', { owner_name: null, owner_nric: null, owner_address: null });
      expect(await reviews().get('1A')).toMatchObject({ reason: 'LETTER_REJECTED', resumesAt: 'FIND_OWNER' });
      expect(await reviews().resume('1A', OFFICER)).toBe('FIND_OWNER');
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW', reason: 'LETTER_REJECTED' });
    });

    it('suspended meanwhile, one that is put back is halted', async () => {
      await inReview('1A');
      await place.change('1A', { suspension_type: 'PS', epr_reason_of_suspension: 'CAN' });
      await reviews().resume('1A', OFFICER);
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'HALTED' });
    });

    it('are closed with a reason: nothing more is done', async () => {
      await inReview('1A');
      await reviews().close('1A', 'vehicle 出口', audited);
      await place.run();
      const story = await place.story('1A');
      expect(story).toMatchObject({ state: 'CLOSED', step: undefined, reason: undefined });
      expect(story.events.at(-1)).toMatchObject({ outcome: 'closed', actor: 'officer1', remarks: 'vehicle 出口' });
      expect(await suspensions()).toEqual([]);
      expect(await reviews().list(undefined, 10)).toEqual([]);
      expect(changes).toMatchObject([
        { action: 'advisory-review-closed', after: { state: 'CLOSED', remarks: 'vehicle 出口' } },
      ]);
    });

    it('one that somebody has taken is theirs', async () => {
      await inReview('1A');
      await reviews().take('1A', audited);
      await reviews().take('1A', audited);
      expect(changes).toHaveLength(1);
      expect(await reviews().get('1A')).toMatchObject({ takenBy: 'officer1', takenAt: place.now });
      await expect(reviews().take('1A', OTHER)).rejects.toMatchObject({ kind: 'conflict' });
      await expect(reviews().resume('1A', OTHER)).rejects.toMatchObject({ kind: 'conflict' });
      expect(await reviews().resume('1A', OFFICER)).toBe('FIND_OWNER');
      await place.run();
      expect(await reviews().get('1A')).toMatchObject({ takenBy: undefined });
    });

    it('of two at once one wins, the other is told', async () => {
      await inReview('1A');
      const results = await Promise.allSettled([reviews().resume('1A', OFFICER), reviews().close('1A', 'done', OTHER)]);
      expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
      const { reason } = results.find((each) => each.status === 'rejected')!;
      expect(['stale', 'no-such-resource']).toContain((reason as { kind: string }).kind);
      const staff = (await place.way('1A')).filter((each) => each.startsWith('STAFF'));
      expect(staff).toHaveLength(1);
    });

    it('one that came back since it was seen is another review', async () => {
      await inReview('1A');
      const { version } = await reviews().get('1A');
      await reviews().resume('1A', OFFICER, version);
      await place.run();
      expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW' });
      await expect(reviews().close('1A', 'done', OTHER, version)).rejects.toMatchObject({ kind: 'stale' });
      expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW' });
    });

    it.each([
      ['in no review', '1A', 'no-such-resource'],
      ['unknown', '9Z', 'no-such-resource'],
    ])('a notice that is %s is refused', async (_name, noticeNo, kindOfError) => {
      await place.qualified('1A', 'SBA1A');
      await expect(reviews().resume(noticeNo, OFFICER)).rejects.toMatchObject({ kind: kindOfError });
      await expect(reviews().close(noticeNo, 'done', OFFICER)).rejects.toMatchObject({ kind: kindOfError });
      await expect(reviews().take(noticeNo, OFFICER)).rejects.toMatchObject({ kind: kindOfError });
    });
  });
});
