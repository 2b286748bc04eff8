import { isSensitive, loggable, scrub, scrubLine } from './scrub';

describe('scrub', () => {
  test.each([
    ['NRIC', 'owner S1234567D found'],
    ['FIN', 'owner G7654321X'],
    ['NRIC in small letters', 's1234567d'],
    ['mobile number', 'sms to 91234567'],
    ['mobile number with its country', '+6581234567'],
    ['mobile number in groups', '+65 8123 4567'],
    ['e-mail address', 'to citizen.name+x@mail.example.com.sg now'],
    ['API key', 'ocms_cas_4hN1Zk0x9d3bQm2sT7uVwXyZ_-aBcDeFgHiJkLmNo'],
  ])('masks a %s', (_name, text) => {
    expect(isSensitive(text)).toBe(true);
    const scrubbed = scrub(text);
    expect(scrubbed).toContain('***');
    expect(isSensitive(scrubbed)).toBe(false);
    expect(scrubbed).not.toMatch(/\d{4}/);
  });

  test.each([
    '500400058A',
    '2026-11-23T06:35:25.123Z',
    '{"ms":8123.4}',
    '40df5c34c6990e02f7ffe252b773e773',
    'ocms_court_case',
    '19.99',
    '1700000000000',
    '20412',
    'SBA1234A',
  ])('leaves %s alone', (text) => {
    expect(scrub(text)).toBe(text);
    expect(isSensitive(text)).toBe(false);
  });
});

test('in a line of the log the request ids stay, whatever they look like, and nothing else does', () => {
  const line = '{"event":"x","requestId":"91234567-8123-4567-9123-456781234567","note":"call 91234567"}';
  expect(scrubLine(line)).toBe('{"event":"x","requestId":"91234567-8123-4567-9123-456781234567","note":"call ***"}');
  expect(scrubLine('{"note":"\\"requestId\\":\\"91234567\\""}')).not.toContain('91234567');
});

describe('free text that a caller chose', () => {
  test.each([
    'TS1234567DT',
    'S123 4567D',
    'S-1234567-D',
    'x9123 4567',
    'id91234567',
    'a@b',
    '9-1-2-3-4-5-6-7',
    'S1234567D',
  ])('%s is logged by its digest: it may hold personal data', (text) => {
    expect(loggable(text)).toMatch(/^sha256:[0-9a-f]{32}$/);
    expect(loggable(text)).toBe(loggable(text));
  });

  test.each(['T-0001', 'REPCCS-2026-01-15-000123', '1234567', 'batch 7'])('%s is logged as it is', (text) => {
    expect(loggable(text)).toBe(text);
  });
});
