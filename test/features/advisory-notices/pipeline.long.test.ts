import {
  foreignAddressOf,
  idOf,
  ownersAddressOf,
  registeredAddressOf,
  seatOf,
} from '../../../src/partner-sandbox/partners/people';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { instantText } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';

jest.setTimeout(patience(60_000));

class Cut extends Error {}

const TO_LETTER = ['FIND_ADDRESS found', 'SEND_LETTER sent', 'SUSPEND suspended'];
const CAMP = ['7 OTHER CAMP', 'SINGAPORE 000007'];
const CHOSEN = (why: string) => ['FIND_OWNER found', `CHOOSE_CHANNEL ${why}`];

describe.each(databaseKinds)('advisory notices on their way to the owner (A 4 to 7) on %s', (kind) => {
  let place: AdvisoryPlace;
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind, { OCMS_AN_MINDEF_ADDRESS: CAMP.join(' | ') });
  });
  afterEach(() => place.close());

  const suspensions = () =>
    place.context.intranet.read((executor) =>
      executor('ocms_suspended_notice').orderBy('notice_no').select<Record<string, unknown>[]>('*'),
    );

  it.each<[string, string, Record<string, string>, string[]]>([
    [
      'A 5.1.2: an individual: SMS',
      'SBA1A',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT mobile', 'SEND_SMS sent', 'SUSPEND suspended'],
    ],
    [
      'A 5.1.2: a FIN holder: SMS',
      'FIN1',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT mobile', 'SEND_SMS sent', 'SUSPEND suspended'],
    ],
    [
      'A 5.1.3: an entity: e-mail',
      'UEN1',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT email', 'SEND_EMAIL sent', 'SUSPEND suspended'],
    ],
    ['A 4.1.4.c: a passport holder: letter', 'PASSPORT1', {}, [...CHOSEN('passport'), ...TO_LETTER]],
    [
      'A 4.1.4.d: VIP: letter',
      'SBA1A',
      { vehicle_registration_type: 'V' },
      [...CHOSEN('registrationType'), ...TO_LETTER],
    ],
    [
      'A 4.1.4.d: diplomatic: letter',
      'SBA1A',
      { vehicle_registration_type: 'D' },
      [...CHOSEN('registrationType'), ...TO_LETTER],
    ],
    [
      'A 4.1.3: military: MINDEF, without LTA: letter',
      'MID1',
      { vehicle_registration_type: 'I' },
      ['FIND_OWNER military', 'CHOOSE_CHANNEL registrationType', ...TO_LETTER],
    ],
    [
      'A 4.2.3: DataHive no contact: letter',
      'SBA1A-91',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT none', ...TO_LETTER],
    ],
    [
      'A 4.2.3: DataHive no contact, an entity: letter',
      'UEN1-91',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT none', ...TO_LETTER],
    ],
    [
      'decisions §7: DataHive’s failure: letter',
      'SBA1A-98',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT failed', ...TO_LETTER],
    ],
    [
      'an individual of whom only an e-mail address is known: e-mail',
      'SBA1A-93',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT email', 'SEND_EMAIL sent', 'SUSPEND suspended'],
    ],
    [
      'an entity of which only a mobile number is known: SMS',
      'UEN1-92',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT mobile', 'SEND_SMS sent', 'SUSPEND suspended'],
    ],
    [
      'A 5.2.3: SMS failed, e-mail known: e-mail',
      'SBA1A-95',
      {},
      [
        ...CHOSEN('electronic'),
        'FIND_CONTACT mobile',
        'SEND_SMS failedWithEmail',
        'SEND_EMAIL sent',
        'SUSPEND suspended',
      ],
    ],
    [
      'A 5.2.3: SMS failed, no e-mail known: letter',
      'SBA1A-90',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT mobile', 'SEND_SMS failed', ...TO_LETTER],
    ],
    [
      'A 5.2.3: both failed: letter',
      'SBA1A-96',
      {},
      [...CHOSEN('electronic'), 'FIND_CONTACT mobile', 'SEND_SMS failedWithEmail', 'SEND_EMAIL failed', ...TO_LETTER],
    ],
  ])('%s', async (_name, vehicleNo, fields, way) => {
    await place.qualified('1A', vehicleNo, fields);
    expect(await place.run()).toEqual({ counts: { suspended: 1, halted: 0, manualReview: 0 } });
    expect(await place.way('1A')).toEqual(way);
    expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED', step: undefined, dueAt: undefined });
    // Told once, by one channel.
    const told = [...(await place.messages()), ...(await place.emails()), ...(await place.letters())];
    expect(told.map(({ reference }) => reference)).toEqual([expect.stringMatching(/^1A-(SMS|EMAIL|LETTER)$/)]);
    expect(await suspensions()).toMatchObject([
      { notice_no: '1A', sr_no: 1, suspension_type: 'PS', reason_of_suspension: 'ANS' },
    ]);
    expect(await place.notice('1A')).toMatchObject({ suspension_type: 'PS', epr_reason_of_suspension: 'ANS' });
  });

  it('A 5.2.1: what the notice has of an SMS, and the owner’s particulars, unreadable', async () => {
    await place.qualified('1A', 'SBA1A');
    await place.run();
    const notice = await place.notice('1A');
    expect(notice).toMatchObject({ ean_sent_flag: 'Y', notification_method: 'SMS', letter_sent_flag: null });
    expect(place.context.intranet.dialect.readInstant(notice.ean_sent_timestamp)).toEqual(place.now);
    // A 4.2.1: an address is MHA's, and was not asked for.
    expect(notice.owner_address).toBeNull();
    const [message] = await place.messages();
    expect(message!.text).toContain('1A');
    expect(message!.text).toContain('BISHAN STREET 23');
    for (const column of ['owner_name', 'owner_nric', 'owner_mobile', 'owner_email']) {
      expect(notice[column]).toMatch(/^[a-z0-9-]+:[A-Za-z0-9_-]+$/);
      expect(notice[column]).not.toContain(message!.to.slice(-4));
    }
  });

  it('A 6.2.1: what the notice has of a letter', async () => {
    await place.qualified('1A', 'PASSPORT1');
    await place.run();
    const notice = await place.notice('1A');
    expect(notice).toMatchObject({
      letter_sent_flag: 'Y',
      slift_submission_id: expect.any(String) as string,
      ean_sent_flag: null,
      notification_method: null,
    });
    expect(instantText(place.context.intranet, notice.letter_sent_timestamp)).toBe(place.now.toISOString());
  });

  it.each([
    ['A 5.2.1: of an SMS', 'SBA1A', 'send-sms-done', 'ean_sent_timestamp'],
    ['A 5.2.1: of an e-mail', 'UEN1', 'send-email-done', 'ean_sent_timestamp'],
    ['A 6.2.1: of a letter', 'PASSPORT1', 'send-letter-done', 'letter_sent_timestamp'],
  ])('%s the notice has when it was, and who changed it when', async (_name, vehicleNo, sent, column) => {
    const { intranet } = place.context;
    await place.qualified('1A', vehicleNo);
    let seen: Record<string, unknown> = {};
    await place.run({
      async boundary(at) {
        if (at === sent) {
          await place.change('1A', { upd_user_id: 'another', upd_date: null });
          place.now = new Date(place.now.getTime() + 60_000);
        }
        // What was sent is committed, the suspension is not.
        if (at === 'suspend-done') seen = await place.notice('1A');
      },
    });
    expect(seen).toMatchObject({ suspension_type: null, upd_user_id: 'ocmsiz_app_conn' });
    const instants = [column, 'upd_date'].map((name) => instantText(intranet, seen[name]));
    expect(instants).toEqual([place.now.toISOString(), place.now.toISOString()]);
  });

  it.each([
    ['an SMS', 'SBA1A'],
    ['a letter', 'PASSPORT1'],
  ])('A 7.2.1: every column of the suspension after %s, and of the notice', async (_name, vehicleNo) => {
    const { intranet } = place.context;
    await place.qualified('1A', vehicleNo);
    await place.run({
      async boundary(at) {
        // From the suspension on it is another minute, and another hand.
        if (at === 'suspend-done') {
          await place.change('1A', { upd_user_id: 'another' });
          place.now = new Date(place.now.getTime() + 60_000);
        }
      },
    });
    const suspendedAt = place.now.toISOString();
    // 30 days from the day in Singapore.
    const due = '2026-07-14T16:00:00.000Z';
    const instantsOf = (row: Record<string, unknown>, columns: readonly string[]) =>
      Object.fromEntries(columns.map((column) => [column, instantText(intranet, row[column])]));
    const rows = await suspensions();
    expect(
      rows.map((row) => ({
        ...row,
        ...instantsOf(row, ['date_of_suspension', 'due_date_of_revival', 'cre_date']),
      })),
    ).toEqual([
      {
        notice_no: '1A',
        sr_no: 1,
        date_of_suspension: suspendedAt,
        suspension_type: 'PS',
        reason_of_suspension: 'ANS',
        suspension_source: 'ocmsiz_app_conn',
        officer_authorising_suspension: 'ocmsizmgr_conn',
        due_date_of_revival: due,
        suspension_remarks: 'Advisory Notice detected - qualified AN',
        cre_date: suspendedAt,
        cre_user_id: 'ocmsiz_app_conn',
        upd_date: null,
        upd_user_id: null,
      },
    ]);
    const notice = await place.notice('1A');
    expect({
      ...notice,
      ...instantsOf(notice, ['epr_date_of_suspension', 'due_date_of_revival', 'upd_date']),
    }).toMatchObject({
      suspension_type: 'PS',
      epr_reason_of_suspension: 'ANS',
      epr_date_of_suspension: suspendedAt,
      due_date_of_revival: due,
      upd_user_id: 'ocmsiz_app_conn',
      upd_date: suspendedAt,
    });
  });

  it.each<[string, 'NRIC' | 'FIN' | 'UEN' | 'PASSPORT', string, string, string, string[]]>([
    ['decisions §7: an NRIC: MHA', 'NRIC', 'SBA1A-91', 'S', 'MHA', ['ownerParticulars', 'registeredAddress']],
    ['decisions §7: a FIN: MHA', 'FIN', 'FIN1-91', 'S', 'MHA', ['ownerParticulars', 'registeredAddress']],
    ['decisions §7: a UEN: DataHive', 'UEN', 'UEN1-91', 'S', 'DATAHIVE', ['ownerParticulars', 'entityAddress']],
    ['A 4.1.4.c, decisions §7: a passport: LTA', 'PASSPORT', 'PASSPORT1', 'S', 'LTA', ['ownerParticulars']],
    ['A 4.1.4.c: a passport, a diplomatic vehicle: LTA', 'PASSPORT', 'PASSPORT1', 'D', 'LTA', ['ownerParticulars']],
    ['A 4.1.4.d: an NRIC, a VIP’s: MHA', 'NRIC', 'SBA1A', 'V', 'MHA', ['ownerParticulars', 'registeredAddress']],
    ['A 4.1.3, decisions §7: the military: the configured address', 'NRIC', 'SBA1A', 'I', 'MINDEF', []],
  ])('%s: the letter goes to that address', async (_name, idType, vehicleNo, registration, knows, asked) => {
    await place.qualified('1A', vehicleNo, { vehicle_registration_type: registration });
    await place.run();
    const idNo = idOf(idType, /-(\d+)$/.exec(vehicleNo)?.[1] ?? '00', vehicleNo);
    const known = {
      LTA: idType === 'PASSPORT' ? foreignAddressOf(idNo) : ownersAddressOf(idNo),
      MHA: registeredAddressOf(idNo),
      DATAHIVE: seatOf(idNo),
      MINDEF: { addressType: 'FOREIGN', lines: CAMP },
    };
    expect(new Set(Object.values(known).map((address) => JSON.stringify(address))).size).toBe(4);
    const [letter, ...more] = await place.letters();
    expect(more).toEqual([]);
    expect(letter!.recipient.address).toEqual(known[knows as keyof typeof known]);
    if (knows === 'MINDEF') expect(letter!.recipient.name).toBe('MINDEF');
    for (const operation of ['ownerParticulars', 'registeredAddress', 'entityAddress'])
      expect(await place.calls(operation)).toHaveLength(asked.includes(operation) ? 1 : 0);
  });

  it.each<[string, string, string, string]>([
    ['A 4.2.3: LTA owner not found', 'NOOWNER1', 'OWNER_NOT_FOUND', 'FIND_OWNER notFound'],
    ['A 4.2.3: MHA address not found', 'SBA1A-94', 'ADDRESS_NOT_FOUND', 'FIND_ADDRESS notFound'],
    ['an address look-up that failed', 'SBA1A-99', 'ADDRESS_LOOKUP_FAILED', 'FIND_ADDRESS failed'],
    ['A 6.2.3: SLIFT submission rejected', 'SBA1A-81', 'LETTER_REJECTED', 'SEND_LETTER rejected'],
    ['A 6.2.3: all retries failed', 'SBA1A-86', 'LETTER_SUBMISSION_FAILED', 'SEND_LETTER failed'],
    ['A 6.2.3: compression failed', 'SBA1A-83', 'LETTER_TOO_LARGE', 'SEND_LETTER tooLarge'],
  ])('%s: manual review, with its reason, told once', async (_name, vehicleNo, reason, last) => {
    await place.qualified('1A', vehicleNo);
    const { counts, alert } = await place.run();
    expect(counts).toEqual({ suspended: 0, halted: 0, manualReview: 1 });
    expect(alert!.problem).toBe(`These advisory notices are left for manual review:\n- 1A: ${reason}`);
    expect(await place.story('1A')).toMatchObject({ state: 'MANUAL_REVIEW', reason, step: undefined });
    expect((await place.way('1A')).at(-1)).toBe(last);
    expect(await suspensions()).toEqual([]);
    expect(await place.run()).toEqual({ counts: { suspended: 0, halted: 0, manualReview: 0 } });
  });

  it('A 6.2.3: a file too large is compressed, and sent again under its reference', async () => {
    await place.qualified('1A', 'SBA1A-82');
    expect((await place.run()).counts).toMatchObject({ suspended: 1 });
    const calls = await place.calls('submitLetter');
    expect(calls.map(({ reference, contentEncoding }) => [reference, contentEncoding])).toEqual([
      ['1A-LETTER', undefined],
      ['1A-LETTER', 'gzip'],
    ]);
  });

  it('A 4.2.3: LTA API error: three more attempts, then manual review', async () => {
    await place.qualified('1A', 'SBA1A');
    await place.fault('ownerParticulars', { fault: 'status', status: 503, times: 4 });
    expect((await place.run()).counts).toMatchObject({ manualReview: 1 });
    expect(await place.calls('ownerParticulars')).toHaveLength(4);
    expect(await place.story('1A')).toMatchObject({ reason: 'OWNER_LOOKUP_FAILED' });
  });

  it('A 4.1.4.b: an owner on the exclusion list gets a letter', async () => {
    // The owner, as an earlier notice of the vehicle's shows.
    await place.qualified('9A', 'SBA1A');
    await place.run();
    const [asked] = await place.calls('contact');
    const file = Buffer.from(`id_no\n${asked!.idNo as string}\n`);
    await place.context.services.referenceData.import('exclusions', file, 'officer1');
    await place.qualified('1A', 'SBA1A');
    await place.run();
    expect(await place.way('1A')).toEqual([...CHOSEN('excluded'), ...TO_LETTER]);
    expect(await place.calls('contact')).toHaveLength(1);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['TS-HST: it goes on', { suspension_type: 'TS', epr_reason_of_suspension: 'HST' }, 'SUSPENDED'],
    ['TS for another reason: halted', { suspension_type: 'TS', epr_reason_of_suspension: 'APP' }, 'HALTED'],
    ['PS: halted', { suspension_type: 'PS', epr_reason_of_suspension: 'CAN' }, 'HALTED'],
    ['PS-HST: halted', { suspension_type: 'PS', epr_reason_of_suspension: 'HST' }, 'HALTED'],
    ['PS-ANS by staff: its end is reached', { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' }, 'SUSPENDED'],
  ])('A 4.1.4.a: suspended %s', async (_name, suspension, state) => {
    await place.qualified('1A', 'SBA1A');
    await place.change('1A', suspension);
    await place.run();
    expect(await place.story('1A')).toMatchObject({ state });
    const told = await place.messages();
    expect(told).toHaveLength(suspension.epr_reason_of_suspension === 'HST' && state === 'SUSPENDED' ? 1 : 0);
    if (state === 'HALTED') expect(await place.notice('1A')).toMatchObject(suspension);
  });

  it.each(['find-owner-done', 'choose-channel-done', 'find-contact-done', 'send-sms-done'])(
    'A 4.1.4.a: suspended mid-way, at %s: halted before the next step',
    async (label) => {
      await place.qualified('1A', 'SBA1A');
      await place.run({
        async boundary(at) {
          if (at === label) await place.change('1A', { suspension_type: 'TS', epr_reason_of_suspension: 'APP' });
        },
      });
      expect(await place.story('1A')).toMatchObject({ state: 'HALTED' });
      expect(await place.messages()).toHaveLength(label === 'send-sms-done' ? 1 : 0);
      expect(await suspensions()).toEqual([]);
    },
  );

  it.each<[string, Record<string, unknown>, string, string]>([
    ['TS-APP: it stands', { suspension_type: 'TS', epr_reason_of_suspension: 'APP' }, 'HALTED', 'suspendedOtherwise'],
    ['PS-CAN: it stands', { suspension_type: 'PS', epr_reason_of_suspension: 'CAN' }, 'HALTED', 'suspendedOtherwise'],
    ['PS-ANS: it stands', { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' }, 'SUSPENDED', 'alreadySuspended'],
    [
      'TS-HST: PS-ANS all the same',
      { suspension_type: 'TS', epr_reason_of_suspension: 'HST' },
      'SUSPENDED',
      'suspended',
    ],
  ])('A 4.1.4.a, A 7.2: suspended between the last step and its commit %s', async (_name, change, state, outcome) => {
    for (const noticeNo of ['1A', '2A']) await place.qualified(noticeNo, `SBA${noticeNo}`);
    let changed = false;
    await place.run({
      async boundary(at) {
        if (at !== 'suspend-done' || changed) return;
        changed = true;
        await place.change('1A', change);
      },
    });
    expect(await place.story('1A')).toMatchObject({ state });
    expect((await place.way('1A')).slice(-1)).toEqual([`SUSPEND ${outcome}`]);
    const suspended = outcome === 'suspended';
    expect(await place.notice('1A')).toMatchObject(
      suspended ? { suspension_type: 'PS', epr_reason_of_suspension: 'ANS' } : change,
    );
    expect(await place.story('2A')).toMatchObject({ state: 'SUSPENDED' });
    expect(await suspensions()).toHaveLength(suspended ? 2 : 1);
    expect(await place.messages()).toHaveLength(2);
  });

  it.each([
    'find-owner-done',
    'choose-channel-done',
    'find-contact-done',
    'send-sms-done',
    'suspend-done',
    'steps-committed',
  ])('cut at %s, the next run goes on from there, and the owner is told once', async (label) => {
    await place.qualified('1A', 'SBA1A');
    let cut = false;
    await expect(
      place.run({
        boundary: (at) => {
          if (at !== label || cut) return Promise.resolve();
          cut = true;
          return Promise.reject(new Cut());
        },
      }),
    ).rejects.toThrow(Cut);
    expect((await place.run()).counts).toMatchObject({ suspended: 1 });
    expect(await place.messages()).toHaveLength(1);
    expect(await suspensions()).toHaveLength(1);
    expect(await place.way('1A')).toEqual([
      ...CHOSEN('electronic'),
      'FIND_CONTACT mobile',
      'SEND_SMS sent',
      'SUSPEND suspended',
    ]);
  });

  it.each(['send-sms-done', 'suspend-done'])(
    'a run that was overtaken at %s changes nothing: each step is committed once',
    async (label) => {
      await place.qualified('1A', 'SBA1A');
      await place.run({
        async boundary(at) {
          if (at === label) await place.run();
        },
      });
      expect(await place.story('1A')).toMatchObject({ state: 'SUSPENDED', step: undefined });
      expect(await place.way('1A')).toEqual([
        ...CHOSEN('electronic'),
        'FIND_CONTACT mobile',
        'SEND_SMS sent',
        'SUSPEND suspended',
      ]);
      expect(await place.messages()).toHaveLength(1);
      expect(await suspensions()).toHaveLength(1);
    },
  );

  it('a letter that is submitted again on another day is the same letter', async () => {
    await place.qualified('1A', 'PASSPORT1');
    const boundary = (at: string) => (at === 'send-letter-done' ? Promise.reject(new Cut()) : Promise.resolve());
    await expect(place.run({ boundary })).rejects.toThrow(Cut);
    place.now = new Date(place.now.getTime() + 86_400_000);
    await place.run();
    const [first, again, ...more] = await place.calls('submitLetter');
    expect(more).toEqual([]);
    expect(again).toEqual(first);
    expect(await place.letters()).toHaveLength(1);
  });

  it('many notices in flight, each told once', async () => {
    const numbers = Array.from({ length: 120 }, (_, index) => `${index + 1}A`);
    for (const [index, number] of numbers.entries())
      await place.qualified(number, ['SBA1A', 'UEN1', 'PASSPORT1', 'SBA1A-91'][index % 4]!);
    expect((await place.run()).counts).toEqual({ suspended: 120, halted: 0, manualReview: 0 });
    const told = [...(await place.messages()), ...(await place.emails()), ...(await place.letters())];
    expect(told.map(({ reference }) => reference.split('-')[0]).sort()).toEqual([...numbers].sort());
    expect(await suspensions()).toHaveLength(120);
  });
});
