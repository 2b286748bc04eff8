import { createSecretKey } from 'node:crypto';
import { exclusionHash } from '../../../src/app/ground';
import { createExclusionList } from '../../../src/features/advisory-notices';
import type { DataKey } from '../../../src/platform/encryption';
import { DEMO_RULE_CODES } from '../../../src/demo/rule-codes';
import { referenceFile, type ReferenceName } from '../../../src/features/reference-data';
import { keepsText, LEAVES_ESCAPES, notHere } from '../../support/capabilities';
import { instantText, makeContext, type TestContext } from '../../support/contexts';
import { databaseKinds } from '../../support/databases';

const NOW = new Date('2026-01-15T04:05:06.789Z');
const HEADERS = {
  'rule-codes': 'computer_rule_code,description',
  exemptions: 'computer_rule_code,composition_amount,vehicle_category,rule_remark,effective_from,effective_to',
  parameters: 'param_id,param_code,param_value',
  exclusions: 'id_no',
} as const;
const file = (name: ReferenceName, ...rows: string[]): string => [HEADERS[name], ...rows, ''].join('\n');
const counts = (added: number, changed: number, removed: number, unchanged: number) => ({
  added,
  changed,
  removed,
  unchanged,
});

describe.each(databaseKinds)('reference data (decisions §5, §6, §7) on %s', (kind) => {
  let context: TestContext;
  const importing = (name: ReferenceName, content: string | Buffer) =>
    context.services.referenceData.import(name, Buffer.from(content), 'tester');
  const list = (name: ReferenceName) => context.services.referenceData.list(name);

  beforeEach(async () => {
    context = await makeContext(kind, {}, { clock: { now: () => NOW } });
  });
  afterEach(() => context.close());

  describe('the exclusion list (A 4.1.4.b)', () => {
    const stored = () =>
      context.intranet.read(async (executor) => JSON.stringify(await executor('ocms_ean_exclusion').select('*')));

    it('holds no id in clear, and shows ids masked', async () => {
      expect(await importing('exclusions', file('exclusions', 'S1234567D', '201912345K'))).toEqual(counts(2, 0, 0, 0));
      expect(await stored()).not.toMatch(/S1234567D|201912345K|1234567/);
      const shown = (await list('exclusions')).map(({ id_no }) => id_no);
      expect(shown.sort()).toEqual(['2****345K', 'S****567D']);
    });

    it('is what the file says: entries are added, and ended', async () => {
      await importing('exclusions', file('exclusions', 'S1234567D', '201912345K'));
      expect(await importing('exclusions', file('exclusions', 'S1234567D', 'G7654321X'))).toEqual(counts(1, 0, 1, 1));
      expect(await importing('exclusions', file('exclusions'))).toEqual(counts(0, 0, 2, 0));
      expect(await list('exclusions')).toEqual([]);
    });

    it('under a new key it is found by the old one until it is imported again', async () => {
      const keyOf = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
      const [oldKey, newKey] = [keyOf('k1', 1), keyOf('k2', 2)];
      const under = (...dataKeys: [DataKey, ...DataKey[]]) => {
        const { services, config, intranet } = context.another({ dataKeys });
        const has = () =>
          intranet.read((executor) => createExclusionList(exclusionHash(config)).has(executor, 'S1234567D'));
        const content = Buffer.from(file('exclusions', 'S1234567D'));
        const keys = async () =>
          (await services.keyRotation().keyUse()).map(({ keyId, values }) => `${keyId}: ${values}`);
        return { has, keys, importing: () => services.referenceData.import('exclusions', content, 'tester') };
      };
      await under(oldKey).importing();
      expect(await under(newKey).has()).toBe(false);
      const both = under(newKey, oldKey);
      expect(await both.has()).toBe(true);
      expect(await both.keys()).toEqual(['k2: 0', 'k1: 1']);
      expect(await both.importing()).toEqual(counts(1, 0, 1, 0));
      expect(await both.keys()).toEqual(['k2: 1', 'k1: 0']);
      expect(await under(newKey).has()).toBe(true);
    });
  });

  describe('after migration', () => {
    const rule = (computer_rule_code: string, composition_amount: string | null, vehicle_category: string | null) => ({
      computer_rule_code,
      composition_amount,
      vehicle_category,
      rule_remark: null,
      effective_from: null,
      effective_to: null,
    });

    it('the exemptions of A 2.2 are there: 20412 with 80.00, 11210 of LB and of HL', async () => {
      expect(await list('exemptions')).toEqual([
        rule('11210', null, 'HL'),
        rule('11210', null, 'LB'),
        rule('20412', '80.00', null),
      ]);
    });

    it('the days until revival are 30 (A 7.2)', async () => {
      expect(await list('parameters')).toEqual([{ param_id: 'REV', param_code: 'ANS', param_value: '30' }]);
    });

    it("there are no rule codes; the demo's include 10300, 11210 and 20412", async () => {
      expect(await list('rule-codes')).toEqual([]);
      expect(await importing('rule-codes', DEMO_RULE_CODES)).toMatchObject({ changed: 0, removed: 0 });
      expect((await list('rule-codes')).map((row) => row.computer_rule_code)).toEqual(
        expect.arrayContaining(['10300', '11210', '20412']),
      );
    });
  });

  describe('what an import did', () => {
    it('counts added, changed, removed and unchanged rows; the list is then what the file says', async () => {
      expect(await importing('rule-codes', file('rule-codes', '1,one', '2,two', '3,three'))).toEqual(
        counts(3, 0, 0, 0),
      );
      expect(await importing('rule-codes', file('rule-codes', '4,four', '2,two', '3,drei', '5,five'))).toEqual(
        counts(2, 1, 1, 1),
      );
      expect(await list('rule-codes')).toEqual([
        { computer_rule_code: '2', description: 'two' },
        { computer_rule_code: '3', description: 'drei' },
        { computer_rule_code: '4', description: 'four' },
        { computer_rule_code: '5', description: 'five' },
      ]);
    });

    it('the same file again changes nothing, and leaves who made the rows', async () => {
      const again = file('rule-codes', '1,one', '2,two');
      await importing('rule-codes', again);
      expect(await context.services.referenceData.import('rule-codes', Buffer.from(again), 'another')).toEqual(
        counts(0, 0, 0, 2),
      );
      const rows = await context.intranet.read(
        async (executor) =>
          (await executor('ocms_offence_rule_code').orderBy('computer_rule_code')) as Record<string, unknown>[],
      );
      expect(rows.map((row) => [row.cre_user_id, instantText(context.intranet, row.cre_date)])).toEqual(
        Array(2).fill(['tester', NOW.toISOString()]),
      );
    });

    it('exemptions have no key: a row that differs anywhere is another one', async () => {
      expect(
        await importing('exemptions', file('exemptions', '20412,80.00,,,,', '11210,,LB,,,', '11210,,HL,,2026-01-01,')),
      ).toEqual(counts(1, 0, 1, 2));
      expect(
        await importing(
          'exemptions',
          file('exemptions', '10300,,,,,', '10300,5,,,,', '10300,5,C,"a, b",2026-01-01,2026-12-31'),
        ),
      ).toEqual(counts(3, 0, 3, 0));
      expect(await importing('exemptions', file('exemptions', '10300,5.00,,,,'))).toEqual(counts(0, 0, 2, 1));
      expect(await importing('exemptions', file('exemptions', '10300,5.0,,,,', '10300,,,,,2026-12-31'))).toEqual(
        counts(1, 0, 0, 1),
      );
    });

    it('parameters change by their two keys', async () => {
      expect(await importing('parameters', file('parameters', 'REV,ANS,45', 'FOR,NPA,21'))).toEqual(counts(1, 1, 0, 0));
      expect(await list('parameters')).toEqual([
        { param_id: 'FOR', param_code: 'NPA', param_value: '21' },
        { param_id: 'REV', param_code: 'ANS', param_value: '45' },
      ]);
      // Code relies on some: what the file lacks stays.
      expect(await importing('parameters', file('parameters', 'REV,NPA,45'))).toEqual(counts(1, 0, 0, 0));
      expect(await list('parameters')).toHaveLength(3);
    });

    it('thousands of rows are taken, and taken away', async () => {
      const codes = Array.from({ length: 1_234 }, (_, index) => index + 1);
      expect(
        await importing('rule-codes', file('rule-codes', ...codes.map((code) => `${code},offence ${code}`))),
      ).toEqual(counts(1_234, 0, 0, 0));
      expect(await importing('exemptions', file('exemptions', ...codes.map((code) => `${code},,,,,`)))).toEqual(
        counts(1_234, 0, 3, 0),
      );
      expect(await list('rule-codes')).toHaveLength(1_234);
      expect(await importing('rule-codes', file('rule-codes', '1234,offence 1234'))).toEqual(counts(0, 0, 1_233, 1));
    });
  });

  describe('what a file may be', () => {
    it('a byte order mark, CRLF, columns in another order, blank lines, quotes, and text in any script', async () => {
      if (!(await keepsText(context.intranet, '"'))) return notHere(LEAVES_ESCAPES);
      const text = [
        'description,computer_rule_code',
        '"Park, ""double""",10300',
        '',
        'Tempat letak kereta é 停车 🅿,11210',
        '',
      ].join('\r\n');
      expect(await importing('rule-codes', `\ufeff${text}`)).toEqual(counts(2, 0, 0, 0));
      expect(await list('rule-codes')).toEqual([
        { computer_rule_code: '10300', description: 'Park, "double"' },
        { computer_rule_code: '11210', description: 'Tempat letak kereta é 停车 🅿' },
      ]);
    });

    it.each<[ReferenceName, string[]]>([
      ['rule-codes', ['1,a', '5,-5', '2147483647,"é, ""停车"""', `3,${'🅿'.repeat(200)}`]],
      ['exemptions', ['10300,,,,,', '10300,0,,,,', '20412,99999999.99,LB,"é, ""停""",2024-02-29,2026-12-31']],
      ['parameters', ['REV,ANS,30', 'FOR,NPA,"a ""b"", c"']],
    ])('the list of %s can be imported again, and is then the same', async (name, rows) => {
      await importing(name, file(name, ...rows));
      const listed = await list(name);
      expect(listed).toHaveLength(rows.length);
      expect(await importing(name, referenceFile(name, listed))).toEqual(counts(0, 0, 0, rows.length));
      expect(await list(name)).toEqual(listed);
    });
  });

  it('a list is written as the file one would write by hand, an empty one as its header', async () => {
    if (!(await keepsText(context.intranet, '"'))) return notHere(LEAVES_ESCAPES);
    await importing('exemptions', file('exemptions', '20412,80,LB,"a ""b"", c",2024-02-29,', '10300,,,ab,,'));
    expect(referenceFile('exemptions', await list('exemptions'))).toBe(
      file('exemptions', '10300,,,ab,,', '20412,80.00,LB,"a ""b"", c",2024-02-29,'),
    );
    expect(referenceFile('rule-codes', await list('rule-codes'))).toBe(`${HEADERS['rule-codes']}\n`);
  });

  it('a list is safe on a terminal and in a spreadsheet, whatever was stored before', () => {
    const rows = ['\u001b[2Jgone', 'two\r\nlines', '=HYPERLINK("x")', '@sum', '+1+1', '-1', '-a'].map(
      (description, index) => ({ computer_rule_code: String(index + 1), description }),
    );
    expect(referenceFile('rule-codes', rows).split('\n').slice(1, -1)).toEqual([
      '1, [2Jgone',
      '2,two  lines',
      `3,"'=HYPERLINK(""x"")"`,
      "4,'@sum",
      "5,'+1+1",
      '6,-1',
      "7,'-a",
    ]);
  });

  describe('mistakes are told with their line, and nothing is changed', () => {
    const HEADER = (name: ReferenceName): string => `line 1: the header is to be ${HEADERS[name]}`;
    const CODE = 'is to be a whole number from 1 to 2147483647';
    const DATE = 'is to be a date, YYYY-MM-DD';
    const AMOUNT = 'composition_amount is to be an amount from 0 to 99999999.99';

    it.each<[string, ReferenceName, string | Buffer, string[]]>([
      [
        'control characters',
        'rule-codes',
        file('rule-codes', '1,"two\nlines"', '2,\u001b[2J', '3,\u0085', '4,\u2028'),
        [3, 4, 5, 6].map((line) => `line ${line}: description is to have no control characters`),
      ],
      [
        'what a spreadsheet takes for a formula',
        'rule-codes',
        file('rule-codes', '1,=1', '2,@a', '3,+a', '4,-1+1', '5,-1.50'),
        [...'=@+-'].map((sign, index) => `line ${index + 2}: description is not to begin with ${sign}, as formulas do`),
      ],
      ['a file that is too large', 'rule-codes', Buffer.alloc(20_000_001, 'a'), ['it is larger than 20 MB']],
      ['an empty file', 'rule-codes', '', [HEADER('rule-codes')]],
      ['a file of blank lines', 'rule-codes', '\n\n', [HEADER('rule-codes')]],
      ['no header', 'rule-codes', '1,one', [HEADER('rule-codes')]],
      ['the header of another list', 'rule-codes', file('parameters', 'REV,ANS,1'), [HEADER('rule-codes')]],
      ['a column too many', 'parameters', `${HEADERS.parameters},x\na,b,c,d`, [HEADER('parameters')]],
      ['a column too few', 'parameters', 'param_id,param_code\na,b', [HEADER('parameters')]],
      ['a column twice', 'rule-codes', 'computer_rule_code,computer_rule_code\n1,1', [HEADER('rule-codes')]],
      ['an id twice', 'exclusions', file('exclusions', 'S1234567D', 'S1234567D'), ['line 3: repeats line 2']],
      ['no id', 'exclusions', file('exclusions', 'S 1'), ['line 2: id_no is to be 1 to 20 letters and digits']],
      ['a header and no rows', 'exemptions', file('exemptions'), ['there are no rows: an empty list is not taken']],
      ['a row with too few cells', 'rule-codes', file('rule-codes', '1,one', '2'), ['line 3: it is not CSV']],
      ['a row with too many cells', 'rule-codes', file('rule-codes', '1,one,more'), ['line 2: it is not CSV']],
      [
        'a quote that is not closed',
        'rule-codes',
        file('rule-codes', '1,one', '2,"two'),
        [expect.stringMatching(/^line \d+: it is not CSV$/) as string],
      ],
      [
        'a code that is no number',
        'rule-codes',
        file('rule-codes', '1,one', 'x,two'),
        [`line 3: computer_rule_code ${CODE}`],
      ],
      [
        'codes out of range',
        'rule-codes',
        file('rule-codes', '0,a', '-1,b', '2147483648,c', '1.5,d', ',e'),
        [2, 3, 4, 5, 6].map((line) => `line ${line}: computer_rule_code ${CODE}`),
      ],
      [
        'no description, and one too long',
        'rule-codes',
        file('rule-codes', '1,', `2,${'d'.repeat(201)}`),
        [2, 3].map((line) => `line ${line}: description is to have 1 to 200 characters`),
      ],
      [
        'amounts that are none',
        'exemptions',
        file('exemptions', '1,-1,,,,', '1,1.001,,,,', '1,100000000,,,,', '1,1e3,,,,', '1,$5,,,,'),
        [2, 3, 4, 5, 6].map((line) => `line ${line}: ${AMOUNT}`),
      ],
      [
        'days that do not exist',
        'exemptions',
        file('exemptions', '1,,,,2026-02-29,', '1,,,,,2026-13-01', '1,,,,15/01/2026,2026-1-5'),
        [
          `line 2: effective_from ${DATE}`,
          `line 3: effective_to ${DATE}`,
          `line 4: effective_from ${DATE}`,
          `line 4: effective_to ${DATE}`,
        ],
      ],
      [
        'an exemption that ends before it begins',
        'exemptions',
        file('exemptions', '1,,,,2026-02-01,2026-01-31', '1,,,,2026-02-01,2026-02-01'),
        ['line 2: effective_to is before effective_from'],
      ],
      [
        'categories that are none',
        'exemptions',
        file('exemptions', '1,,lb,,,', '1,,LBX,,,'),
        [2, 3].map((line) => `line ${line}: vehicle_category is to be one or two capital letters`),
      ],
      [
        'parameters whose keys SQL Server would not tell apart',
        'parameters',
        file('parameters', 'RÉV,ANS,30', 'rev,ANS,30', 'REV,ANS ,30'),
        ['param_id', 'param_id', 'param_code'].map(
          (column, index) => `line ${index + 2}: ${column} is to be 1 to 20 capital letters, digits and underscores`,
        ),
      ],
      ['a rule code twice', 'rule-codes', file('rule-codes', '1,one', '2,two', '1,eins'), ['line 4: repeats line 2']],
      [
        'an exemption twice, its amount written otherwise',
        'exemptions',
        file('exemptions', '1,80,,,,', '1,80.00,,,,'),
        ['line 3: repeats line 2'],
      ],
      ['a parameter twice', 'parameters', file('parameters', 'REV,ANS,30', 'REV,ANS,31'), ['line 3: repeats line 2']],
      [
        'bytes that are not UTF-8',
        'rule-codes',
        Buffer.concat([Buffer.from(file('rule-codes', '1,caf')), Buffer.from([0xe9, 0x0a])]),
        ['it is not UTF-8 text'],
      ],
    ])('%s', async (_name, name, content, mistakes) => {
      const before = await list(name);
      const refusal: unknown = await importing(name, content).catch((error: unknown) => error);
      expect(refusal).toMatchObject({ name: 'AppError', kind: 'validation' });
      expect((refusal as Error).message.split('\n  ')).toEqual([
        'the file cannot be used, nothing was changed:',
        ...mistakes,
      ]);
      expect(await list(name)).toEqual(before);
    });

    it('the first twenty of many mistakes, and how many more', async () => {
      const rows = Array.from({ length: 25 }, (_, index) => `x${index},text`);
      const refusal: unknown = await importing('rule-codes', file('rule-codes', ...rows)).catch(
        (error: unknown) => error,
      );
      const lines = (refusal as Error).message.split('\n  ').slice(1);
      expect(lines).toHaveLength(21);
      expect([lines[0], lines[19], lines[20]]).toEqual([
        `line 2: computer_rule_code ${CODE}`,
        `line 21: computer_rule_code ${CODE}`,
        'and 5 more',
      ]);
    });

    it("a line is the file's own, after a cell of several lines and blank ones", async () => {
      await expect(importing('rule-codes', file('rule-codes', '1,"one', 'and a half"', '', 'x,two'))).rejects.toThrow(
        `line 5: computer_rule_code ${CODE}`,
      );
    });

    it('an import that fails half-way changes nothing', async () => {
      await importing('rule-codes', file('rule-codes', '1,one'));
      const failing = context.another(
        {},
        {
          clock: {
            now: () => {
              throw new Error('no clock');
            },
          },
        },
      );
      await expect(
        failing.services.referenceData.import('rule-codes', Buffer.from(file('rule-codes', '2,two')), 'tester'),
      ).rejects.toThrow('no clock');
      expect(await list('rule-codes')).toEqual([{ computer_rule_code: '1', description: 'one' }]);
    });
  });
});
