import { demoNotices } from './notices';

const notices = demoNotices(2_000);
const found = (column: keyof (typeof notices)[number]): unknown[] => [
  ...new Set(notices.map((notice) => notice[column])),
];

describe('the demo notices (README, "Run it")', () => {
  it('are the same ones whenever they are made', () => {
    jest.useFakeTimers({ now: new Date('2031-05-06T07:08:09Z') });
    try {
      expect(demoNotices(2_000)).toEqual(notices);
    } finally {
      jest.useRealTimers();
    }
  });

  it('begin with the two the documents name, and have each number once', () => {
    expect(notices.slice(0, 2).map(({ notice_no }) => notice_no)).toEqual(['500400058A', '500400059B']);
    expect(found('notice_no')).toHaveLength(2_000);
  });

  it('have come as far as notices can: new, before the courts, at court, paid, and suspended for every reason', () => {
    expect(found('last_processing_stage')).toEqual(expect.arrayContaining([null, 'NPA', 'RD1', 'DN2', 'CPC', 'CSD']));
    expect(found('payment_status')).toEqual(expect.arrayContaining([null, 'FP']));
    expect(found('suspension_type')).toEqual(expect.arrayContaining([null, 'TS', 'PS']));
    expect(found('epr_reason_of_suspension')).toEqual(
      expect.arrayContaining([null, 'APP', 'HST', 'ANS', 'FOR', 'DBB']),
    );
    expect(found('vehicle_registration_type')).toEqual(expect.arrayContaining(['S', 'D', 'V', 'I', 'F']));
  });
});
