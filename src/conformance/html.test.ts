import { reportPage } from './html';
import { type Check, type Report, scoreOf } from './report';

const CLAUSE = { contract: 'sms-gateway', version: '1.0.0', pointer: '/paths', sentence: 'A <b>sentence</b> & more.' };

const report = (checks: readonly Check[]): Report => ({
  tool: { name: 'ocms-conformance', version: '1.2.3' },
  kind: 'server',
  subject: 'https://test.example/<script>',
  at: '2026-01-15T01:02:03.456Z',
  contracts: [{ name: 'sms-gateway', version: '1.0.0' }],
  score: scoreOf(checks),
  checks,
  latency: [{ operation: 'sendSms', calls: 20, p50: 1.25, p95: 20.4, longest: 1_234, limit: 10_000 }],
});
const check = (outcome: Check['outcome'], more: Partial<Check> = {}): Check => ({
  group: 'Keys',
  title: 'A title',
  outcome,
  clause: CLAUSE,
  findings: [],
  ...more,
});

it('the score is of checks that passed or failed, and 100 is all of them', () => {
  const many = Array.from({ length: 999 }, () => check('passed'));
  expect(scoreOf([...many, check('failed'), check('advice'), check('skipped')])).toEqual({
    percent: 99,
    passed: 999,
    failed: 1,
    advice: 1,
    skipped: 1,
  });
  expect(scoreOf(many).percent).toBe(100);
  expect(scoreOf([check('skipped')]).percent).toBe(0);
});

it('a page says what was found, where the contract says so and how to mend it; nothing of it is markup', () => {
  const finding = { found: 'it is taken', clause: CLAUSE, mend: 'Refuse <it>.', seen: ['here', 'there'], times: 7 };
  const page = reportPage(report([check('failed', { findings: [finding] }), check('skipped', { reason: 'no key' })]));
  for (const said of [
    'https://test.example/&lt;script&gt;',
    'It is taken.',
    'A &lt;b&gt;sentence&lt;/b&gt; &amp; more.',
    '<code>/paths</code>',
    'Refuse &lt;it&gt;.',
    'here; there, 7 times in all',
    '(no key)',
    '2026-01-15 01:02:03 UTC',
    '1.2 s',
  ])
    expect(page).toContain(said);
  expect(page).not.toMatch(/<script|https?:\/\/(?!test\.example)/);
});
