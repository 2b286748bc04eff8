import { fateBeforeQualification, registrationType } from './rules';
import type { NoticeSource } from './types';

const OTHERS: NoticeSource[] = ['REPCCS', 'OCMS', 'PLUS'];

describe('A 3.2, A 3.3 Detect Vehicle Type: in this order (decisions §5)', () => {
  const typeOf = (vehicleNo: string | null, sent: string, { offence = 'O', vip = false } = {}) =>
    registrationType({ offenceNoticeType: offence, vehicleNo, vehicleRegistrationType: sent }, vip);

  it.each(['S', 'F', 'D', 'V', 'I', 'X', 'Z'])('1. offence type U makes it X, whatever else: sent %s', (sent) => {
    expect(typeOf(null, sent, { offence: 'U' })).toBe('X');
    expect(typeOf('SBA1234A', sent, { offence: 'U', vip: true })).toBe('X');
    expect(typeOf('MID123', sent, { offence: 'U', vip: true })).toBe('X');
  });
  it('1. another offence type does not', () => {
    expect(typeOf('SBA1234A', 'S', { offence: 'O' })).toBe('S');
    expect(typeOf('SBA1234A', 'S', { offence: 'E' })).toBe('S');
  });

  it('2. F that was sent stays, before MID and VIP', () => {
    expect(typeOf('SBA1234A', 'F')).toBe('F');
    expect(typeOf('MID123', 'F')).toBe('F');
    expect(typeOf('123MID', 'F', { vip: true })).toBe('F');
  });

  it.each(['S', 'D', 'V', 'I', 'X', 'Z'])('3. MID at either end makes it I, before D and VIP: sent %s', (sent) => {
    for (const vehicleNo of ['MID123', '123MID', 'MID', 'MIDMID']) {
      expect(typeOf(vehicleNo, sent)).toBe('I');
      expect(typeOf(vehicleNo, sent, { vip: true })).toBe('I');
    }
  });
  it.each(['1MID1', 'MI123', 'ID123', '123MI', 'M.ID1', ' MID1', '1MID ', 'DIM1'])(
    '3. MID elsewhere, or not whole, does not: %s',
    (vehicleNo) => {
      expect(typeOf(vehicleNo, 'S')).toBe('S');
      expect(typeOf(vehicleNo, 'D')).toBe('D');
      expect(typeOf(vehicleNo, 'S', { vip: true })).toBe('V');
    },
  );

  it('4. D that was sent stays, before VIP', () => {
    expect(typeOf('SBA1234A', 'D')).toBe('D');
    expect(typeOf('SBA1234A', 'D', { vip: true })).toBe('D');
  });

  it.each(['S', 'V', 'I', 'X', 'Z'])('5. a VIP vehicle is V, sent as %s', (sent) => {
    expect(typeOf('SBA1234A', sent, { vip: true })).toBe('V');
  });

  it.each(['S', 'V', 'I', 'X', 'Z'])('6. any other is what was sent: %s', (sent) => {
    expect(typeOf('SBA1234A', sent)).toBe(sent);
  });
});

describe('what a notice is before it is asked whether it qualifies: in this order (decisions §5)', () => {
  const fate = (source: NoticeSource, anFlag: 'Y' | 'N' | null, type: string, doubleBooked = false) =>
    fateBeforeQualification({ source, anFlag, registrationType: type, doubleBooked });

  it.each(['S', 'D', 'V', 'I', 'X', 'Z'])(
    "1. A 3.3 Check EHT/Certis AN Flag: CES's Y is taken as it is, before double booking, of a vehicle %s",
    (type) => {
      for (const doubleBooked of [false, true]) expect(fate('CES', 'Y', type, doubleBooked)).toBe('advisory-by-source');
    },
  );

  it.each<NoticeSource>(['CES', ...OTHERS])(
    '2. double-booked, before foreign and before qualification, from %s',
    (source) => {
      for (const anFlag of ['Y', 'N', null] as const) {
        expect(fate(source, anFlag, 'F', true)).toBe('double-booked');
        if (source !== 'CES' || anFlag !== 'Y') expect(fate(source, anFlag, 'S', true)).toBe('double-booked');
      }
    },
  );

  it.each<NoticeSource>(['CES', ...OTHERS])('3. foreign: never an AN, whatever the flag, from %s', (source) => {
    for (const anFlag of ['Y', 'N', null] as const) expect(fate(source, anFlag, 'F')).toBe('foreign');
  });

  it("A 3.3: CES's N, or none, leaves it to qualification", () => {
    expect(fate('CES', 'N', 'S')).toBeUndefined();
    expect(fate('CES', null, 'S')).toBeUndefined();
  });

  it.each(OTHERS)('A 3.2: the flag of %s is disregarded, both ways', (source) => {
    for (const anFlag of ['Y', 'N', null] as const) expect(fate(source, anFlag, 'S')).toBeUndefined();
  });
});
