import fc from 'fast-check';
import type { Cents } from '../../platform/money';
import {
  type ExemptionRule,
  isUnqualifiedVehicle,
  mayQualify,
  type AdvisoryCandidate,
  type PastNotices,
  qualify,
} from './rule';

const offence = (fields: Partial<AdvisoryCandidate> = {}): AdvisoryCandidate => ({
  offenceNoticeType: 'O',
  vehicleRegistrationType: 'S',
  vehicleCategory: 'C',
  computerRuleCode: 20412,
  compositionAmount: 7_000 as Cents,
  offenceDate: '2026-01-15',
  ...fields,
});
const rule = (fields: Partial<ExemptionRule> = {}): ExemptionRule => ({
  computerRuleCode: 20412,
  compositionAmount: null,
  vehicleCategory: null,
  ruleRemark: null,
  effectiveFrom: null,
  effectiveTo: null,
  ...fields,
});
/** The exemptions the documents name (A 2.2, decisions §6). */
const NAMED = [
  rule({ computerRuleCode: 20412, compositionAmount: 8_000 as Cents }),
  rule({ computerRuleCode: 11210, vehicleCategory: 'LB' }),
  rule({ computerRuleCode: 11210, vehicleCategory: 'HL' }),
];

/** A past notice by its suspension. */
interface PastNotice {
  suspensionType: string | null;
  reasonOfSuspension: string | null;
}
const suspended = (suspensionType: string | null, reasonOfSuspension: string | null = null): PastNotice => ({
  suspensionType,
  reasonOfSuspension,
});

/** As the rule takes them: those of the same suspension together. */
function grouped(notices: readonly PastNotice[]): PastNotices[] {
  const groups: PastNotices[] = [];
  for (const notice of notices) {
    const group = groups.find(
      (each) => each.suspensionType === notice.suspensionType && each.reasonOfSuspension === notice.reasonOfSuspension,
    );
    if (group) group.notices += 1;
    else groups.push({ ...notice, notices: 1 });
  }
  return groups;
}

const answer = (
  subject: AdvisoryCandidate,
  exemptions: readonly ExemptionRule[] = [],
  past: readonly PastNotice[] = [],
) => qualify(subject, exemptions, grouped(past));
const QUALIFIED = { qualified: true };
const refused = (reason: string) => ({ qualified: false, reason });

describe('A 2.2: the steps of the check', () => {
  it('A 2.2 Check Offense Type: O goes on', () => {
    expect(answer(offence())).toEqual(QUALIFIED);
  });

  it.each(['S', 'D', 'V', 'I'])('A 2.2 Check Vehicle Type: %s goes on', (type) => {
    expect(answer(offence({ vehicleRegistrationType: type }))).toEqual(QUALIFIED);
  });

  it('A 2.2 Check Exemption Rules: one that is not met lets the notice go on', () => {
    expect(answer(offence(), NAMED)).toEqual(QUALIFIED);
  });

  it('A 2.2 Check Past Offense: a vehicle without past offences qualifies (A 2.5.b)', () => {
    expect(answer(offence(), NAMED, [])).toEqual(QUALIFIED);
  });

  it.each(['CAN', 'CFA', 'DBB', 'VST'])(
    'A 2.2 Check ANS PS Reasons: a past offence suspended PS-%s does not count (A 2.5.c)',
    (reason) => {
      expect(answer(offence(), NAMED, [suspended('PS', reason)])).toEqual(QUALIFIED);
    },
  );

  it('A 2.2 Check ANS PS Reasons: all of many past offences so suspended do not count', () => {
    expect(
      answer(
        offence(),
        [],
        ['CAN', 'CFA', 'DBB', 'VST', 'CAN'].map((reason) => suspended('PS', reason)),
      ),
    ).toEqual(QUALIFIED);
  });

  it('A 2.2: the first step that fails is the reason', () => {
    const past = [suspended(null)];
    const exempt = rule();
    expect(answer(offence({ offenceNoticeType: 'E', vehicleRegistrationType: 'F' }), [exempt], past)).toEqual(
      refused('offence-type'),
    );
    expect(answer(offence({ vehicleRegistrationType: 'F' }), [exempt], past)).toEqual(refused('vehicle-type'));
    expect(answer(offence(), [exempt], past)).toEqual(refused('exempt'));
    expect(answer(offence(), [], past)).toEqual(refused('past-offence'));
  });

  it.each([
    ['E', 'S', 'offence-type'],
    ['O', 'F', 'vehicle-type'],
    ['O', 'S', undefined],
  ])(
    'the steps that need no facts say the same by themselves: type %s of a vehicle %s',
    (offenceNoticeType, vehicleRegistrationType, reason) => {
      expect(mayQualify(offence({ offenceNoticeType, vehicleRegistrationType }))).toEqual(
        reason === undefined ? QUALIFIED : refused(reason),
      );
    },
  );
});

describe('A 2.2.3: error handling', () => {
  it.each(['E', 'U', 'P', 'Z'])('A 2.2.3: offence type not O: %s does not qualify', (type) => {
    expect(answer(offence({ offenceNoticeType: type }))).toEqual(refused('offence-type'));
  });

  it.each(['F', 'X', 'A', 'Z'])('A 2.2.3: vehicle type not local: %s does not qualify', (type) => {
    expect(answer(offence({ vehicleRegistrationType: type }))).toEqual(refused('vehicle-type'));
  });

  it.each<[string, Partial<AdvisoryCandidate>]>([
    ['20412 with 80.00', { computerRuleCode: 20412, compositionAmount: 8_000 as Cents }],
    ['11210 of an LB', { computerRuleCode: 11210, vehicleCategory: 'LB' }],
    ['11210 of an HL', { computerRuleCode: 11210, vehicleCategory: 'HL' }],
  ])('A 2.2.3: exempt offence: %s does not qualify', (_name, fields) => {
    expect(answer(offence(fields), NAMED)).toEqual(refused('exempt'));
  });

  it.each<[string, Partial<AdvisoryCandidate>]>([
    ['20412 with 79.99', { computerRuleCode: 20412, compositionAmount: 7_999 as Cents }],
    ['20412 with 80.01', { computerRuleCode: 20412, compositionAmount: 8_001 as Cents }],
    ['20412 of an LB', { computerRuleCode: 20412, vehicleCategory: 'LB' }],
    ['11210 of a C', { computerRuleCode: 11210, vehicleCategory: 'C' }],
    ['11210 of an L', { computerRuleCode: 11210, vehicleCategory: 'L' }],
    ['11210 with 80.00', { computerRuleCode: 11210, compositionAmount: 8_000 as Cents }],
    [
      '10300 with 80.00 of an LB',
      { computerRuleCode: 10300, compositionAmount: 8_000 as Cents, vehicleCategory: 'LB' },
    ],
  ])('A 2.2.3: exempt offence: %s is none', (_name, fields) => {
    expect(answer(offence(fields), NAMED)).toEqual(QUALIFIED);
  });

  it.each<[string, PastNotice]>([
    ['not suspended', suspended(null)],
    ['suspended TS', suspended('TS', 'HST')],
    ['suspended TS for one of the PS reasons', suspended('TS', 'CAN')],
    ['suspended PS for another reason', suspended('PS', 'APP')],
    ['suspended PS as a foreign vehicle', suspended('PS', 'FOR')],
    ['an advisory notice itself, PS-ANS', suspended('PS', 'ANS')],
    ['suspended PS without a reason', suspended('PS', null)],
    ['with a reason but no suspension', suspended(null, 'CAN')],
  ])(
    'A 2.2.3: has unsuspended past offence: one %s does not qualify, however many others do not count',
    (_name, notice) => {
      const others = ['CAN', 'CFA', 'DBB', 'VST'].map((reason) => suspended('PS', reason));
      expect(answer(offence(), [], [notice])).toEqual(refused('past-offence'));
      expect(answer(offence(), [], [...others, notice, ...others])).toEqual(refused('past-offence'));
    },
  );

  // A 2.2.3, database query error: test/features/qualification/.
});

describe('decisions §6: what an exemption asks for', () => {
  const exempt = (fields: Partial<ExemptionRule>, of: Partial<AdvisoryCandidate> = {}): boolean =>
    JSON.stringify(answer(offence(of), [rule(fields)])) === JSON.stringify(refused('exempt'));

  it('a rule without conditions exempts every offence of its code, and no other code', () => {
    expect(exempt({})).toBe(true);
    expect(exempt({ computerRuleCode: 20413 })).toBe(false);
  });

  it.each<[string, Partial<ExemptionRule>, Partial<AdvisoryCandidate>, Partial<AdvisoryCandidate>]>([
    [
      'amount',
      { compositionAmount: 8_000 as Cents },
      { compositionAmount: 8_000 as Cents },
      { compositionAmount: 8_001 as Cents },
    ],
    [
      'amount of nothing',
      { compositionAmount: 0 as Cents },
      { compositionAmount: 0 as Cents },
      { compositionAmount: 1 as Cents },
    ],
    ['category', { vehicleCategory: 'LB' }, { vehicleCategory: 'LB' }, { vehicleCategory: 'B' }],
    ['remark', { ruleRemark: 'on a footway' }, { ruleRemark: 'on a footway' }, { ruleRemark: 'On a footway' }],
  ])('an %s that is given has to be equal; the others do not matter', (_name, condition, equal, other) => {
    expect(exempt(condition, equal)).toBe(true);
    expect(exempt(condition, other)).toBe(false);
    expect(exempt({}, other)).toBe(true);
  });

  it('every condition given has to hold', () => {
    const both = { compositionAmount: 8_000 as Cents, vehicleCategory: 'LB' };
    expect(exempt(both, { compositionAmount: 8_000 as Cents, vehicleCategory: 'LB' })).toBe(true);
    expect(exempt(both, { compositionAmount: 8_000 as Cents, vehicleCategory: 'C' })).toBe(false);
    expect(exempt(both, { compositionAmount: 7_000 as Cents, vehicleCategory: 'LB' })).toBe(false);
  });

  it('a remark never matches yet: no payload carries one', () => {
    expect(exempt({ ruleRemark: 'on a footway' })).toBe(false);
    expect(exempt({ ruleRemark: '' })).toBe(false);
  });

  it.each([
    ['2026-01-14', '2026-01-16', true],
    ['2026-01-15', '2026-01-15', true],
    ['2026-01-15', null, true],
    [null, '2026-01-15', true],
    [null, null, true],
    ['2026-01-16', null, false],
    [null, '2026-01-14', false],
    ['2026-01-16', '2026-01-14', false],
    ['2025-12-31', '2026-02-01', true],
  ])('an offence on 2026-01-15 is within %s to %s: %s', (effectiveFrom, effectiveTo, within) => {
    expect(exempt({ effectiveFrom, effectiveTo })).toBe(within);
  });

  it('one rule of several is enough, in any order', () => {
    const rules = [
      rule({ computerRuleCode: 10300 }),
      rule({ vehicleCategory: 'LB' }),
      rule({ effectiveTo: '2020-01-01' }),
      rule({ compositionAmount: 7_000 as Cents }),
    ];
    expect(answer(offence(), rules)).toEqual(refused('exempt'));
    expect(answer(offence(), [...rules].reverse())).toEqual(refused('exempt'));
    expect(answer(offence(), rules.slice(0, 3))).toEqual(QUALIFIED);
  });
});

describe('A 2.5 as it is worded, against the rule', () => {
  /** A 2.5.a: listed, within the active period, and bearing the remark and amount (and, A 2.2, category) listed. */
  function listedAndApplies(each: ExemptionRule, subject: AdvisoryCandidate): boolean {
    const conditions = [each.computerRuleCode === subject.computerRuleCode];
    const day = Date.parse(subject.offenceDate);
    if (each.effectiveFrom !== null) conditions.push(day >= Date.parse(each.effectiveFrom));
    if (each.effectiveTo !== null) conditions.push(day <= Date.parse(each.effectiveTo));
    if (each.ruleRemark !== null) conditions.push(false);
    if (each.compositionAmount !== null) conditions.push(each.compositionAmount === subject.compositionAmount);
    if (each.vehicleCategory !== null) conditions.push(each.vehicleCategory === subject.vehicleCategory);
    return !conditions.includes(false);
  }

  function wordsOfTheDocument(
    subject: AdvisoryCandidate,
    exemptions: readonly ExemptionRule[],
    past: readonly PastNotice[],
  ): boolean {
    const offender = subject.offenceNoticeType === 'O';
    const local = 'SDVI'.includes(subject.vehicleRegistrationType);
    let listed = false;
    for (const each of exemptions) if (listedAndApplies(each, subject)) listed = true;
    const noPast = past.length === 0;
    let allSuspended = true;
    for (const notice of past) {
      const permanent = notice.suspensionType === 'PS';
      const forAnsReason = ['CAN', 'CFA', 'DBB', 'VST'].indexOf(notice.reasonOfSuspension ?? 'none') >= 0;
      if (!(permanent && forAnsReason)) allSuspended = false;
    }
    return offender && local && !listed && (noPast || allSuspended);
  }

  const date = fc.constantFrom('2026-01-13', '2026-01-14', '2026-01-15', '2026-01-16', '2026-02-01');
  const amount = fc.constantFrom(0, 7_000, 8_000, 8_001) as fc.Arbitrary<Cents>;
  const category = fc.constantFrom('C', 'LB', 'HL');
  const code = fc.constantFrom(10300, 11210, 20412);
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { freq: 2 });
  const anOffence: fc.Arbitrary<AdvisoryCandidate> = fc.record({
    offenceNoticeType: fc.constantFrom('O', 'O', 'O', 'O', 'O', 'E', 'U'),
    vehicleRegistrationType: fc.constantFrom('S', 'S', 'D', 'V', 'I', 'F', 'X'),
    vehicleCategory: category,
    computerRuleCode: code,
    compositionAmount: amount,
    offenceDate: date,
  });
  const anExemption: fc.Arbitrary<ExemptionRule> = fc.record({
    computerRuleCode: code,
    compositionAmount: optional(amount),
    vehicleCategory: optional(category),
    ruleRemark: fc.option(fc.constant('on a footway'), { freq: 1 }),
    effectiveFrom: optional(date),
    effectiveTo: optional(date),
  });
  const harmless = fc.record({
    suspensionType: fc.constant('PS'),
    reasonOfSuspension: fc.constantFrom('CAN', 'CFA', 'DBB', 'VST'),
  });
  const anyPast = fc.record({
    suspensionType: fc.constantFrom('PS', 'TS', null),
    reasonOfSuspension: fc.constantFrom('CAN', 'CFA', 'DBB', 'VST', 'ANS', 'FOR', 'HST', null),
  });
  const aPast: fc.Arbitrary<PastNotice[]> = fc.oneof(
    fc.array(harmless, { maxLength: 6 }),
    fc.array(fc.oneof({ weight: 4, arbitrary: harmless }, anyPast), { maxLength: 6 }),
  );

  it('both say the same of any offence, exemptions and past', () => {
    const seen = new Map<string, number>();
    fc.assert(
      fc.property(anOffence, fc.array(anExemption, { maxLength: 4 }), aPast, (subject, exemptions, past) => {
        const result = answer(subject, exemptions, past);
        const outcome = result.qualified ? 'qualified' : result.reason;
        seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
        expect(result.qualified).toBe(wordsOfTheDocument(subject, exemptions, past));
      }),
      { numRuns: 3_000 },
    );
    // Every way out was taken often enough to mean something.
    expect([...seen.keys()].sort()).toEqual(['exempt', 'offence-type', 'past-offence', 'qualified', 'vehicle-type']);
    for (const times of seen.values()) expect(times).toBeGreaterThan(50);
  });

  it('neither order nor number of past notices of one suspension matters', () => {
    fc.assert(
      fc.property(aPast, fc.integer({ min: 2, max: 5 }), (past, times) => {
        const unqualified = isUnqualifiedVehicle(grouped(past));
        expect(isUnqualifiedVehicle(grouped([...past].reverse()))).toBe(unqualified);
        expect(isUnqualifiedVehicle(grouped(Array.from({ length: times }, () => past).flat()))).toBe(unqualified);
      }),
    );
  });

  it('decisions §6: a vehicle is unqualified exactly when its past alone keeps an offence from qualifying', () => {
    fc.assert(
      fc.property(aPast, (past) => {
        expect(isUnqualifiedVehicle(grouped(past))).toBe(!answer(offence(), [], past).qualified);
      }),
    );
  });
});
