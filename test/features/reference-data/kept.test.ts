import { createSecretKey } from 'node:crypto';
import { exclusionHash } from '../../../src/app/ground';
import { createExclusionList } from '../../../src/features/advisory-notices';
import { createExclusions } from '../../../src/features/reference-data';
import type { DataKey } from '../../../src/platform/encryption';
import { databaseKinds } from '../../support/databases';
import { request, startTestService, type TestService } from '../../support/service';
import { OFFICER, type StaffIssuer, startStaffIssuer, SUPERVISOR } from '../../support/staff';
import { dump, searcher } from '../personal-data/searching';

const OFFENCE = {
  transactionId: 'T-1',
  subsystemLabel: '030',
  vehicleNo: 'SBA1234A',
  computerRuleCode: 31_001,
  compositionAmount: 70,
  offenceNoticeType: 'O',
  vehicleCategory: 'C',
  vehicleRegistrationType: 'S',
  ppCode: 'A0007',
  ppName: 'ALIWAL STREET',
  creUserId: 'CERTIS',
  creDate: '2026-01-15T09:31:12+08:00',
};

describe.each(databaseKinds)('reference data over the staff API (A 2.5.a, A 3, A 4.1.4.b) on %s', (kind) => {
  let issuer: StaffIssuer;
  let service: TestService;
  let tokens: Record<'officer' | 'supervisor' | 'other', string>;
  beforeAll(async () => {
    issuer = await startStaffIssuer();
    service = await startTestService({ kind, config: { staff: issuer.settings } });
    tokens = {
      officer: await issuer.token(OFFICER),
      supervisor: await issuer.token(SUPERVISOR),
      other: await issuer.token({ ...SUPERVISOR, sub: 'supervisor2' }),
    };
  });
  afterAll(async () => {
    await service.close();
    await issuer.close();
  });

  const call = (
    method: string,
    path: string,
    { by = 'supervisor', etag, body }: { by?: keyof typeof tokens; etag?: string | null; body?: object } = {},
  ) =>
    request(`${service.url}/v1/staff/${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${tokens[by]}`,
        ...(etag && { 'If-Match': etag }),
        ...(body && { 'Content-Type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const audit = async (subject: string): Promise<object[]> => {
    const entries = await service.context.services.auditTrail.page({ subject, limit: 10 });
    return entries.map(({ officerId, action, before, after }) => ({ officerId, action, before, after }));
  };
  /** All pages of a list, two entries each. */
  const pages = async <T>(path: string, name: string): Promise<T[]> => {
    const all: T[] = [];
    for (let cursor = ''; ;) {
      const { status, body } = await call('GET', `${path}&limit=2${cursor && `&cursor=${cursor}`}`, { by: 'officer' });
      expect(status).toBe(200);
      const page = body as Record<string, T[]> & { nextCursor: string | null };
      all.push(...page[name]!);
      if (page.nextCursor === null) return all;
      expect(page[name]).toHaveLength(2);
      cursor = page.nextCursor;
    }
  };

  describe('rule codes', () => {
    it('are added once, changed by whoever has read them, and every change is on record', async () => {
      const added = await call('POST', 'rule-codes', { body: { ruleCode: 31_002, description: 'Kerb' } });
      expect([added.status, added.headers.get('location')]).toEqual([201, '/v1/staff/rule-codes/31002']);
      expect((await call('POST', 'rule-codes', { body: { ruleCode: 31_002, description: 'Other' } })).status).toBe(409);
      const read = await call('GET', 'rule-codes/31002', { by: 'officer' });
      expect(read.headers.get('etag')).toBe(added.headers.get('etag'));

      const body = { description: 'By a kerb', effectiveTo: '2026-06-30' };
      const etag = read.headers.get('etag');
      expect((await call('PUT', 'rule-codes/31002', { body })).status).toBe(428);
      expect((await call('PUT', 'rule-codes/31002', { body, etag, by: 'officer' })).status).toBe(403);
      const answers = await Promise.all([
        call('PUT', 'rule-codes/31002', { body, etag }),
        call('PUT', 'rule-codes/31002', { body: { ...body, description: 'At a kerb' }, etag, by: 'other' }),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
      const [won] = answers.filter(({ status }) => status === 200);
      const { description } = won!.body as { description: string };
      expect((await call('GET', 'rule-codes/31002')).body).toMatchObject({ description, effectiveTo: '2026-06-30' });
      expect(await audit('rule code 31002')).toEqual([
        {
          officerId: description === 'By a kerb' ? 'supervisor1' : 'supervisor2',
          action: 'set-rule-code',
          before: { description: 'Kerb', effectiveTo: null },
          after: { description, effectiveTo: '2026-06-30' },
        },
        {
          officerId: 'supervisor1',
          action: 'add-rule-code',
          before: null,
          after: { description: 'Kerb', effectiveTo: null },
        },
      ]);
    });

    it('are known to CES up to their last day in Singapore, and unknown from the next midnight on', async () => {
      const added = await call('POST', 'rule-codes', { body: { ruleCode: 31_001, description: 'Parking' } });
      const created = async (noticeDateAndTime: string, noticeNo: string): Promise<number> =>
        (await service.post('/v1/cesWebhook-create-notice', { ...OFFENCE, noticeNo, noticeDateAndTime })).status;
      expect(await created('2025-03-31T16:00:00.000Z', 'KR1')).toBe(200);
      const ended = await call('PUT', 'rule-codes/31001', {
        body: { description: 'Parking', effectiveTo: '2025-03-31' },
        etag: added.headers.get('etag'),
      });
      expect(ended.status).toBe(200);
      expect(await created('2025-03-31T15:59:59.000Z', 'KR2')).toBe(200);
      expect(await created('2025-03-31T16:00:00.000Z', 'KR3')).toBe(226);
      // Without an end again.
      await call('PUT', 'rule-codes/31001', {
        body: { description: 'Parking', effectiveTo: null },
        etag: ended.headers.get('etag'),
      });
      expect(await created('2025-03-31T16:00:00.000Z', 'KR4')).toBe(200);
    });

    it('are listed page by page, in the order and with the filter asked for; a cursor of another order is 400', async () => {
      for (const ruleCode of [31_010, 31_012, 31_011])
        await call('POST', 'rule-codes', { body: { ruleCode, description: `${ruleCode}` } });
      const etag = (await call('GET', 'rule-codes/31010')).headers.get('etag');
      await call('PUT', 'rule-codes/31010', { body: { description: 'x', effectiveTo: '2020-01-01' }, etag });
      const codes = async (query: string): Promise<number[]> =>
        (await pages<{ ruleCode: number }>(`rule-codes?${query}`, 'ruleCodes'))
          .map(({ ruleCode }) => ruleCode)
          .filter((code) => code >= 31_010 && code < 32_000);
      expect(await codes('sort=number')).toEqual([31_010, 31_011, 31_012]);
      expect(await codes('sort=-number')).toEqual([31_012, 31_011, 31_010]);
      expect((await codes('sort=-changed'))[0]).toBe(31_010);
      expect((await codes('sort=-changed')).sort()).toEqual([31_010, 31_011, 31_012]);
      expect(await codes('status=CURRENT')).toEqual([31_011, 31_012]);
      expect(await codes('status=ENDED')).toEqual([31_010]);
      const { nextCursor } = (await call('GET', 'rule-codes?limit=1')).body as { nextCursor: string };
      expect((await call('GET', `rule-codes?sort=-changed&cursor=${nextCursor}`)).status).toBe(400);
    });

    it('are what the file that is imported takes: text that a spreadsheet would run is 400, naming its place', async () => {
      const refused = await call('POST', 'rule-codes', { body: { ruleCode: 31_003, description: '=HYPERLINK("x")' } });
      expect(refused.status).toBe(400);
      expect(refused.body).toMatchObject({ data: { errors: [{ path: '/body/description' }] } });
      expect((await call('GET', 'rule-codes/2147483648')).status).toBe(404);
    });

    it('keep their last day when the list is imported again', async () => {
      const { body } = await call('GET', 'rule-codes/31002');
      const lists = service.context.services.referenceData;
      const rows = (await lists.list('rule-codes')).map(
        (row) => `${row.computer_rule_code as string},${row.description as string}`,
      );
      const file = ['computer_rule_code,description', ...rows, ''].join('\n');
      expect(await lists.import('rule-codes', Buffer.from(file), 'tester')).toMatchObject({ changed: 0, removed: 0 });
      expect((await call('GET', 'rule-codes/31002')).body).toEqual(body);
    });
  });

  it('a row that another program wrote, to fractions of a millisecond, is listed once and changed like any other', async () => {
    const { intranet } = service.context;
    await intranet.transaction(async (trx) => {
      const now = trx.raw(trx.dialect.now);
      const stamps = { cre_date: now, cre_user_id: 'dba' };
      await trx('ocms_offence_rule_code').insert({ computer_rule_code: 31_040, description: 'By hand', ...stamps });
      await trx('ocms_an_exemption_rule').insert({ rule_no: 900, computer_rule_code: 31_040, ...stamps });
      await trx('ocms_parameter').insert({ param_id: 'FOD', param_code: 'NPA', param_value: '30', ...stamps });
    });
    const listed = (await pages<{ ruleCode: number }>('rule-codes?sort=-changed', 'ruleCodes')).map(
      (each) => each.ruleCode,
    );
    expect(listed.filter((ruleCode) => ruleCode === 31_040)).toEqual([31_040]);
    for (const [path, body] of [
      ['rule-codes/31040', { description: 'By an officer', effectiveTo: null }],
      ['exemptions/900', { effectiveFrom: null, effectiveTo: '2026-12-31' }],
      ['parameters/FOD/NPA', { value: '31' }],
    ] as const) {
      const etag = (await call('GET', path)).headers.get('etag');
      expect([path, (await call('PUT', path, { body, etag })).status]).toEqual([path, 200]);
    }
  });

  describe('exemptions', () => {
    it('are listed as current on their first day and their last, as coming before, as ended after', async () => {
      const { calendar } = service.context;
      const day = (days: number): string => calendar.dateOf(calendar.midnightFrom(calendar.now(), { days }));
      for (const [vehicleCategory, effectiveFrom, effectiveTo] of [
        ['C', null, day(-1)],
        ['M', null, day(0)],
        ['B', day(0), null],
        ['H', day(1), null],
      ])
        expect(
          await call('POST', 'exemptions', {
            body: { ruleCode: 31_030, vehicleCategory, effectiveFrom, effectiveTo },
          }),
        ).toMatchObject({ status: 201 });
      const of = async (status: string): Promise<string[]> =>
        (await pages<{ vehicleCategory: string }>(`exemptions?ruleCode=31030&status=${status}`, 'exemptions')).map(
          ({ vehicleCategory }) => vehicleCategory,
        );
      expect([await of('ENDED'), await of('CURRENT'), await of('COMING')]).toEqual([['C'], ['M', 'B'], ['H']]);
    });
    const advisory = async (noticeNo: string, noticeDateAndTime: string): Promise<boolean> => {
      const sent = { ...OFFENCE, noticeNo, vehicleNo: noticeNo, computerRuleCode: 31_020, noticeDateAndTime };
      expect((await service.post('/v1/cesWebhook-create-notice', sent)).status).toBe(200);
      return (await service.notice(noticeNo)).an_flag === 'Y';
    };
    beforeAll(() => call('POST', 'rule-codes', { body: { ruleCode: 31_020, description: 'Footway' } }));

    it('end with their last day in Singapore: offences of the day after are advisory notices again', async () => {
      expect(await advisory('KX1', '2025-03-31T15:59:59.000Z')).toBe(true);
      const added = await call('POST', 'exemptions', { body: { ruleCode: 31_020, compositionAmount: 70 } });
      expect(added.status).toBe(201);
      const { ruleNo } = added.body as { ruleNo: number };
      expect(added.headers.get('location')).toBe(`/v1/staff/exemptions/${ruleNo}`);
      expect(await advisory('KX2', '2025-03-31T16:00:00.000Z')).toBe(false);

      const body = { effectiveFrom: null, effectiveTo: '2025-03-31' };
      const etag = added.headers.get('etag');
      expect((await call('PUT', `exemptions/${ruleNo}`, { body })).status).toBe(428);
      const ended = await call('PUT', `exemptions/${ruleNo}`, { body, etag });
      expect(ended.body).toMatchObject({ ruleNo, compositionAmount: 70, effectiveTo: '2025-03-31' });
      expect((await call('PUT', `exemptions/${ruleNo}`, { body, etag, by: 'other' })).status).toBe(412);
      expect(await advisory('KX3', '2025-03-31T15:59:59.000Z')).toBe(false);
      expect(await advisory('KX4', '2025-03-31T16:00:00.000Z')).toBe(true);
      expect(await audit(`exemption ${ruleNo}`)).toMatchObject([
        {
          action: 'set-exemption',
          before: { effectiveFrom: null, effectiveTo: null },
          after: { effectiveFrom: null, effectiveTo: '2025-03-31' },
        },
        { action: 'add-exemption', before: null, after: { ruleCode: 31_020, compositionAmount: '70.00' } },
      ]);
    });

    it('of the same conditions never apply on the same day; days that end before they begin are 400', async () => {
      const add = (effectiveFrom: string | null, effectiveTo: string | null, vehicleCategory = 'HL') =>
        call('POST', 'exemptions', { body: { ruleCode: 31_021, vehicleCategory, effectiveFrom, effectiveTo } });
      expect((await add('2026-01-01', '2026-01-31')).status).toBe(201);
      expect((await add('2026-01-31', null)).status).toBe(409);
      expect((await add(null, '2026-01-01')).status).toBe(409);
      expect((await add(null, null)).status).toBe(409);
      expect((await add('2026-01-31', null, 'LB')).status).toBe(201);
      const later = await add('2026-02-01', null);
      expect(later.status).toBe(201);
      const { ruleNo } = later.body as { ruleNo: number };
      const put = (effectiveFrom: string | null, effectiveTo: string | null) =>
        call('PUT', `exemptions/${ruleNo}`, {
          body: { effectiveFrom, effectiveTo },
          etag: later.headers.get('etag'),
        });
      expect((await put('2026-01-31', null)).status).toBe(409);
      const backwards = await put('2026-02-02', '2026-02-01');
      expect(backwards.status).toBe(400);
      expect(backwards.body).toMatchObject({ data: { errors: [{ path: '/body/effectiveTo' }] } });
      const of = async (query: string) =>
        (await pages<{ effectiveFrom: string }>(`exemptions?ruleCode=31021&${query}`, 'exemptions')).map(
          ({ effectiveFrom }) => effectiveFrom,
        );
      expect(await of('sort=number')).toEqual(['2026-01-01', '2026-01-31', '2026-02-01']);
      expect(await of('sort=-changed')).toHaveLength(3);
      const counts = await Promise.all(['CURRENT', 'COMING', 'ENDED'].map((status) => of(`status=${status}`)));
      expect(counts.flat()).toHaveLength(3);
    });
  });

  describe('the exclusion list', () => {
    const ID_NO = 'S7654321F';
    const has = (idNo = ID_NO): Promise<boolean> => {
      const { config, intranet } = service.context;
      return intranet.read((executor) => createExclusionList(exclusionHash(config)).has(executor, idNo));
    };

    it('takes an id, ends it, takes it again; its owner is told by letter meanwhile, and the id is found nowhere', async () => {
      const added = await call('POST', 'exclusions', { body: { idNo: ID_NO } });
      expect(added.status).toBe(201);
      const { exclusionId } = added.body as { exclusionId: string };
      expect(added.body).toMatchObject({ idMasked: 'S****321F', endedAt: null, keyConfigured: true });
      expect(await has()).toBe(true);
      expect((await call('POST', 'exclusions', { body: { idNo: ID_NO }, by: 'other' })).status).toBe(409);
      expect((await call('POST', 'exclusions', { body: { idNo: ID_NO }, by: 'officer' })).status).toBe(403);
      expect((await call('POST', 'exclusions', { body: { idNo: `${ID_NO}!` } })).status).toBe(400);
      expect((await call('POST', 'exclusions', { body: { idNo: ID_NO, more: ID_NO } })).status).toBe(400);

      const etag = added.headers.get('etag');
      expect((await call('POST', `exclusions/${exclusionId}/end`)).status).toBe(428);
      const ended = await call('POST', `exclusions/${exclusionId}/end`, { etag });
      expect(ended.status).toBe(200);
      expect(await has()).toBe(false);
      expect((await call('POST', `exclusions/${exclusionId}/end`, { etag })).status).toBe(412);
      const again = await call('POST', `exclusions/${exclusionId}/end`, { etag: ended.headers.get('etag') });
      expect(again.status).toBe(409);
      const listed = (status: string) => pages<object>(`exclusions?status=${status}`, 'exclusions');
      expect([await listed('ENDED'), await listed('CURRENT')]).toMatchObject([[{ exclusionId }], []]);
      expect((await call('POST', 'exclusions', { body: { idNo: ID_NO }, by: 'other' })).body).toMatchObject({
        exclusionId,
        endedAt: null,
        addedBy: 'supervisor1',
        changedBy: 'supervisor2',
      });
      expect(await has()).toBe(true);
      const masked = (ended: boolean) => ({ idNo: 'S****321F', ended });
      expect(await audit(`exclusion ${exclusionId}`)).toEqual([
        { officerId: 'supervisor2', action: 'add-exclusion', before: masked(true), after: masked(false) },
        { officerId: 'supervisor1', action: 'end-exclusion', before: masked(false), after: masked(true) },
        { officerId: 'supervisor1', action: 'add-exclusion', before: null, after: masked(false) },
      ]);

      const metrics = await (await fetch(`${service.adminUrl}/metrics`)).text();
      const places: [string, string][] = [
        ...(await dump(service.context.intranet)),
        ['log', service.log.join('')],
        ['metrics', metrics],
      ];
      expect(service.log.length).toBeGreaterThan(3);
      expect(searcher([ID_NO, ID_NO.slice(1, 8)])(places)).toEqual([]);
      expect(searcher(['S****321F'])(places)).not.toEqual([]);
    });

    it('that is imported has what the file has, and keeps what was ended', async () => {
      const { referenceData } = service.context.services;
      const added = await call('POST', 'exclusions', { body: { idNo: 'G1111111X' } });
      const { exclusionId } = added.body as { exclusionId: string };
      await call('POST', `exclusions/${exclusionId}/end`, { etag: added.headers.get('etag') });
      const importing = (...ids: string[]) =>
        referenceData.import('exclusions', Buffer.from(['id_no', ...ids, ''].join('\n')), 'tester');
      expect(await importing(ID_NO)).toMatchObject({ added: 0, removed: 0, unchanged: 1 });
      expect(await referenceData.list('exclusions')).toEqual([{ id_no: 'S****321F' }]);
      expect((await call('GET', `exclusions/${exclusionId}`)).body).toMatchObject({ endedAt: expect.any(String) });
      expect(await importing(ID_NO, 'G1111111X')).toMatchObject({ added: 0, changed: 1, unchanged: 1 });
      expect([await has('G1111111X'), await importing(ID_NO)]).toMatchObject([true, { removed: 1 }]);
    });

    it('says of entries under a key that is not configured that they match nobody, in the list and as a warning', async () => {
      expect(await service.context.services.exclusions.unmatchedKey()).toBeUndefined();
      const warned = async (): Promise<string[]> => (await service.context.warnings()).map(({ event }) => event);
      expect(await warned()).not.toContain('exclusions-unmatched');
      await service.context.intranet.transaction(async (trx) => {
        await trx('ocms_ean_exclusion').update({ id_hash: `gone:${'a'.repeat(64)}` });
      });
      expect(await service.context.services.exclusions.unmatchedKey()).toBe('gone');
      expect(await warned()).toContain('exclusions-unmatched');
      expect(await pages('exclusions?status=CURRENT', 'exclusions')).toMatchObject([{ keyConfigured: false }]);
      // One that has ended is to match nobody.
      const [{ exclusionId }] = (await pages<{ exclusionId: string }>('exclusions?sort=-changed', 'exclusions')) as [
        { exclusionId: string },
      ];
      const etag = (await call('GET', `exclusions/${exclusionId}`)).headers.get('etag');
      expect((await call('POST', `exclusions/${exclusionId}/end`, { etag })).status).toBe(200);
      expect(await warned()).not.toContain('exclusions-unmatched');
    });

    it('an id that stands under an older key is on the list, too, and counts again under the new one once it was ended', async () => {
      const { config, intranet, calendar } = service.context;
      const [older] = config.dataKeys!;
      const newer = { id: 'newer', key: createSecretKey(Buffer.alloc(32, 9)) };
      const under = (...dataKeys: [DataKey, ...DataKey[]]) =>
        createExclusions({
          intranet,
          calendar,
          keyIds: dataKeys.map(({ id }) => id),
          idHash: () => exclusionHash({ ...config, dataKeys }),
        });
      const by = { idNo: 'G2222222X', officerId: 'supervisor1' };
      const { exclusionId, version } = await under(older).add(by);
      const rotated = under(newer, older);
      await expect(rotated.add(by)).rejects.toMatchObject({ kind: 'conflict' });
      await rotated.end(exclusionId, { ...by, version });
      expect(await rotated.add(by)).toMatchObject({ keyId: 'newer', endedAt: null });
    });
  });
});
