import { SOURCES } from './sources';
import type { NoticeSource } from './types';

const OTHERS: NoticeSource[] = ['REPCCS', 'OCMS', 'PLUS'];
const labelFault = (source: NoticeSource, label: string) => SOURCES[source].labelFault(label);

describe('A 3.3 Validate Subsystem Label (decisions §5)', () => {
  it.each([
    '030',
    '031',
    '100',
    '998',
    '999',
    '030EHT',
    '999ZZZZZ',
    '0030',
    '00000030',
    '00000999',
    '030-A',
    '030 A',
    '999abc',
  ])('CES\'s label "%s" is right', (label) => {
    expect(labelFault('CES', label)).toBeUndefined();
  });

  it.each(['', '0', '03', '99', 'AB', '030EHTXYZ', '000000030', '999999999', '030'.repeat(100)])(
    'A 3.3.3: invalid subsystem label format: "%s" has not 3 to 8 characters',
    (label) => {
      expect(labelFault('CES', label)).toBe('label-length');
    },
  );

  it.each([
    '029',
    '000',
    '001',
    '1000',
    '1000A',
    '9990A',
    '99999999',
    '99X',
    '03A',
    'EHT',
    'EHT030',
    ' 030',
    '+030',
    '-030',
    '3.0',
    '030\n',
    '030é',
    '\uff10\uff13\uff10',
    '0x3',
  ])('A 3.3.3: subsystem label not in range: "%s" does not begin with a number from 030 to 999', (label) => {
    expect(labelFault('CES', label)).toBe('label-range');
  });

  it('reads all leading digits as one number: 0999 is 999, 1000 is not 100', () => {
    expect(labelFault('CES', '0999')).toBeUndefined();
    expect(labelFault('CES', '0999A')).toBeUndefined();
    expect(labelFault('CES', '1000')).toBe('label-range');
  });

  it('looks at the length before the range', () => {
    expect(labelFault('CES', 'X')).toBe('label-length');
    // As a person counts.
    expect(labelFault('CES', '🅿🅿')).toBe('label-length');
    expect(labelFault('CES', '030🅿🅿🅿🅿🅿')).toBe('label-range');
    expect(labelFault('CES', '029029029')).toBe('label-length');
  });

  it.each(OTHERS)("%s's labels are its own affair", (source) => {
    for (const label of ['X', '029', 'REPCCS', '1000']) expect(labelFault(source, label)).toBeUndefined();
  });
});

test('A 3.3 Validate Offense Rule Code: only CES needs one that OCMS knows', () => {
  expect(SOURCES.CES.needsKnownRuleCode).toBe(true);
  for (const source of OTHERS) expect(SOURCES[source].needsKnownRuleCode).toBe(false);
});
