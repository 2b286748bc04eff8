import { CONTRACT_FORMATS } from './compiler';

const { instant } = CONTRACT_FORMATS;

describe('an instant stays within 1900 to 2099 in Singapore, whatever its offset', () => {
  test.each([
    ['1900-01-01T00:00:00', true],
    ['1900-01-01T00:00:00+08:00', true],
    ['1900-01-01T00:00:00+08:01', false],
    ['1900-01-01T00:00:00+14:00', false],
    ['1900-01-01T00:00:00Z', true],
    ['1900-01-02T00:00:00+14:00', true],
    ['2099-12-31T23:59:59.999999999', true],
    ['2099-12-31T23:59:59+08:00', true],
    ['2099-12-31T23:59:59+07:59', false],
    ['2099-12-31T15:59:59Z', true],
    ['2099-12-31T16:00:00Z', false],
    ['2099-12-31T12:00:00-14:00', false],
    ['2099-12-30T23:59:59-14:00', true],
  ])('%s: %s', (text, within) => {
    expect(instant.validate(text)).toBe(within);
  });
});
