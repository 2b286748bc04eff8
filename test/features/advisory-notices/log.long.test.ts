import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { searcher } from '../personal-data/searching';

const TIME = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/) as string;

describe.each(databaseKinds)('what the log has of an advisory notice’s end, on %s', (kind) => {
  let place: AdvisoryPlace;
  beforeEach(async () => {
    place = await makeAdvisoryPlace(kind);
  });
  afterEach(() => place.close());

  const entries = (fields: Record<string, unknown>) =>
    place.context.log
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((entry) => Object.entries(fields).every(([name, value]) => entry[name] === value));
  const step = (name: string) => entries({ event: 'advisory-step', step: name });
  const line = (name: string, outcome: string, state: string, more: object = {}) => ({
    ...{ level: 'info', time: TIME, event: 'advisory-step', noticeNo: '1A', step: name, outcome, state },
    ...more,
  });
  /** Whatever partners know of the owner, as far as it was asked for or told. */
  const particulars = async (): Promise<string[]> => [
    ...(await place.calls('contact')).map(({ idNo }) => idNo as string),
    ...(await place.messages()).map(({ to }) => to.slice(-8)),
    ...(await place.emails()).map(({ to }) => to),
    ...(await place.letters()).flatMap(({ recipient: { name, address } }) => [
      name,
      ...Object.values(address)
        .flat()
        .filter((part): part is string => typeof part === 'string' && part.length > 7),
    ]),
  ];
  const initials = (name: string): string =>
    name
      .split(' ')
      .map((word) => `${[...word][0]!}***`)
      .join(' ');

  it.each<[string, string, string, () => Promise<object>]>([
    [
      'A 5.2 Log SMS Sent',
      'SBA1A',
      'SEND_SMS',
      async () => ({ mobileNo: `****${(await place.messages())[0]!.to.slice(-4)}` }),
    ],
    [
      'A 5.2 Log Email Sent',
      'UEN1',
      'SEND_EMAIL',
      async () => ({ email: (await place.emails())[0]!.to.replace(/(?<=^.)[^@]+/, '***') }),
    ],
    [
      'A 6.2 Log Letter Sent, in Singapore',
      'SBA1A-91',
      'SEND_LETTER',
      async () => {
        const { name, address } = (await place.letters())[0]!.recipient as {
          name: string;
          address: { postalCode: string };
        };
        return { name: initials(name), address: `****${address.postalCode.slice(-2)}` };
      },
    ],
    [
      'A 6.2 Log Letter Sent, abroad',
      'PASSPORT1',
      'SEND_LETTER',
      async () => ({ name: initials((await place.letters())[0]!.recipient.name), address: '****' }),
    ],
  ])(
    '%s: status, time, and the recipient, masked; A 7.2 Log Suspension Created',
    async (_name, vehicleNo, sent, to) => {
      await place.qualified('1A', vehicleNo);
      await place.run();
      const state = sent === 'SEND_LETTER' ? 'LETTER_SENT' : 'EAN_SENT';
      expect(step(sent)).toEqual([line(sent, 'sent', state, { recipient: await to() })]);
      expect(step('SUSPEND')).toEqual([line('SUSPEND', 'suspended', 'SUSPENDED')]);
      const known = await particulars();
      expect(known.length).toBeGreaterThan(1);
      expect(searcher(known)([['log', place.context.log.join('')]])).toEqual([]);
    },
  );

  it('A 5.2.3: of what was not sent there is no recipient', async () => {
    await place.qualified('1A', 'SBA1A-96');
    await place.run();
    expect(step('SEND_SMS')).toEqual([line('SEND_SMS', 'failedWithEmail', 'OWNER_FOUND')]);
    expect(step('SEND_EMAIL')).toEqual([line('SEND_EMAIL', 'failed', 'OWNER_FOUND')]);
  });

  it('A 7.1.2, A 7.2 Log Suspension Created: by an officer, who it was, without the remarks', async () => {
    await place.qualified('1A', 'SBA1A');
    await place.context.services.manualSuspension.suspend('1A', { id: 'officer1' }, 'as the owner asked');
    expect(entries({ event: 'notice-suspended-by-staff' })).toEqual([
      {
        ...{ level: 'info', time: TIME, event: 'notice-suspended-by-staff', noticeNo: '1A' },
        ...{ reason: 'ANS', actor: 'officer1' },
      },
    ]);
    expect(place.context.log.join('')).not.toContain('as the owner asked');
  });
});
