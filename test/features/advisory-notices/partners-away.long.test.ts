import { setTimeout as sleep } from 'node:timers/promises';
import { caseText } from '../../../src/cli/advisory';
import { advisoryGateStore } from '../../../src/features/advisory-notices';
import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const NOTHING = { suspended: 0, halted: 0, manualReview: 0 };
const AWAY = { fault: 'status', status: 503 };

describe.each(databaseKinds)('a partner that is away, on %s', (kind) => {
  let place: AdvisoryPlace;
  const begin = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
    place = await makeAdvisoryPlace(kind, settings);
  };
  afterEach(() => place.close());

  const passes = (ms: number): void => {
    place.now = new Date(place.now.getTime() + ms);
  };
  /** Notices of vehicles, each due a second after the one before. */
  const qualified = async (vehicles: readonly string[], first = 1): Promise<string[]> => {
    const numbers = vehicles.map((_, index) => `${first + index}A`);
    for (const [index, vehicleNo] of vehicles.entries()) {
      await place.qualified(numbers[index]!, vehicleNo);
      passes(1_000);
    }
    return numbers;
  };
  const individuals = (count: number, first = 1): string[] =>
    Array.from({ length: count }, (_, index) => `SBA${first + index}A`);
  const passports = (count: number): string[] => Array.from({ length: count }, (_, index) => `PASSPORT${index + 1}`);
  const back = async (operation: string): Promise<void> => {
    expect((await place.sandbox.admin('DELETE', `/faults?operation=${operation}`)).status).toBeLessThan(300);
  };
  const callsOf = async (operation: string): Promise<number> => (await place.calls(operation)).length;
  const mails: string[] = [];
  const run = async (): Promise<Readonly<Record<string, number>>> => {
    const { counts, alert } = await place.run();
    if (alert) mails.push(alert.over ? `over: ${alert.problem}` : alert.problem);
    return counts;
  };
  beforeEach(() => void mails.splice(0));
  const states = async (numbers: readonly string[]): Promise<string[]> => {
    const found = await Promise.all(numbers.map((number) => place.story(number)));
    return [...new Set(found.map(({ state, step }) => `${state} ${step}`))];
  };
  const away = async (): Promise<string[]> =>
    (await place.context.intranet.read((executor) => advisoryGateStore(place.context.intranet).all(executor)))
      .filter(({ closedAt }) => closedAt)
      .map(({ partner }) => partner);

  it(
    'LTA for a day: everything waits, one is tried every five minutes, and all catch up in order',
    async () => {
      // One after another, so that their order is seen.
      await begin({ OCMS_LTA_ATTEMPTS: '1', OCMS_LTA_CONCURRENCY: '1' });
      const vehicles = individuals(20);
      const numbers = await qualified(vehicles);
      await place.fault('ownerParticulars', AWAY);
      expect(await run()).toEqual(NOTHING);
      const since = place.now;
      expect(await states(numbers)).toEqual(['QUALIFIED FIND_OWNER']);
      const atOnce = await callsOf('ownerParticulars');
      expect(atOnce).toBeLessThanOrEqual(numbers.length);

      const told: number[] = [];
      let before = 0;
      let tries = 0;
      while (place.now.getTime() - since.getTime() < 24 * HOUR - 5 * MINUTE) {
        passes(5 * MINUTE);
        // Not wanted in between: what waits for a partner that is away is the schedule's.
        expect(await place.services.advisoryPipeline.anyDue()).toBe(false);
        expect(await run()).toEqual(NOTHING);
        tries += 1;
        // Those that were given up have come by now.
        if (tries === 1) before = await callsOf('ownerParticulars');
        if (mails.length > told.length) told.push(place.now.getTime() - since.getTime());
      }
      expect(tries).toBe(287);
      expect((await callsOf('ownerParticulars')) - before).toBe(tries - 1);
      expect(told).toEqual([0, 4, 8, 12, 16, 20].map((hours) => 15 * MINUTE + hours * HOUR));
      expect(new Set(mails)).toEqual(
        new Set([expect.stringMatching(/^LTA has not answered since .* wait for it: 20\./)]),
      );
      expect(await states(numbers)).toEqual(['QUALIFIED FIND_OWNER']);

      // New ones wait behind them.
      const later = await qualified(['SBA77A'], 77);
      passes(5 * MINUTE);
      // Every fourth try is another's.
      expect(await run()).toEqual(NOTHING);
      const asked = await callsOf('ownerParticulars');
      await back('ownerParticulars');
      passes(5 * MINUTE);
      mails.splice(0);
      expect(await run()).toEqual({ ...NOTHING, suspended: 21 });
      const lookUps = (await place.calls('ownerParticulars')).slice(asked).map(({ vehicleNo }) => vehicleNo);
      expect(lookUps).toEqual([...vehicles, 'SBA77A']);
      expect(await states([...numbers, ...later])).toEqual(['SUSPENDED undefined']);
      expect(mails).toEqual([expect.stringMatching(/^over: LTA, which had not answered since .*, answers again\./)]);
      expect(await run()).toEqual(NOTHING);
      expect(mails).toHaveLength(1);
      expect(await place.messages()).toHaveLength(21);
    },
    patience(60_000),
  );

  it('the SMS gateway: individuals wait for their SMS, get no letter, and entities are told meanwhile', async () => {
    await begin();
    const people = await qualified(individuals(5));
    const entities = await qualified(['UEN1', 'UEN2', 'UEN3'], 11);
    await place.fault('sendSms', AWAY);
    expect(await run()).toEqual({ ...NOTHING, suspended: 3 });
    expect(await states(people)).toEqual(['OWNER_FOUND SEND_SMS']);
    expect(await states(entities)).toEqual(['SUSPENDED undefined']);
    const more = await qualified(['SBA6A', 'UEN4'], 21);
    passes(5 * MINUTE);
    expect(await place.services.advisoryPipeline.anyDue()).toBe(true);
    expect(await run()).toEqual({ ...NOTHING, suspended: 1 });
    expect(await states([...people, more[0]!])).toEqual(['OWNER_FOUND SEND_SMS']);
    await back('sendSms');
    passes(5 * MINUTE);
    expect(await run()).toEqual({ ...NOTHING, suspended: 6 });
    expect(await place.messages()).toHaveLength(6);
    expect(await place.letters()).toEqual([]);
    // Back within a quarter of an hour: nobody was told, and nobody is.
    expect(mails).toEqual([]);
  });

  it('SLIFT: letters wait, none is left for review, each is printed once', async () => {
    await begin();
    const numbers = await qualified(passports(6));
    await place.fault('submitLetter', { fault: 'reset' });
    expect(await run()).toEqual(NOTHING);
    for (let tries = 0; tries < 3; tries += 1) {
      passes(5 * MINUTE);
      expect(await run()).toEqual(NOTHING);
    }
    expect(await states(numbers)).toEqual(['OWNER_FOUND SEND_LETTER']);
    expect(mails).toEqual([expect.stringContaining('Advisory notices that wait for it: 6.')]);
    await back('submitLetter');
    passes(5 * MINUTE);
    // The fourth try is another notice's.
    expect(await run()).toEqual({ ...NOTHING, suspended: 6 });
    expect((await place.letters()).map(({ reference }) => reference).sort()).toEqual(
      numbers.map((number) => `${number}-LETTER`),
    );
    expect(mails).toHaveLength(2);
  });

  it('it answers again while what is due is looked for: what waited goes on in the same run', async () => {
    await begin();
    const numbers = await qualified(passports(4));
    await place.fault('submitLetter', { fault: 'reset' });
    expect(await run()).toEqual(NOTHING);
    await back('submitLetter');
    passes(5 * MINUTE);
    const { intranet } = place.context;
    const read = intranet.read.bind(intranet);
    const suspended = (): Promise<unknown[]> =>
      read((executor) => executor('ocms_advisory_case').where({ state: 'SUSPENDED' }).select('notice_no'));
    const slow = jest.spyOn(intranet, 'read').mockImplementation(async (work, options) => {
      const found: unknown = await read(work, options);
      const isNothing = Array.isArray(found) && found.length === 0;
      if (!isNothing) return found;
      // The one that was tried is through before it is known that nothing else is due.
      while ((await suspended()).length === 0) await sleep(20);
      await sleep(100);
      return found as never;
    });
    try {
      expect(await run()).toEqual({ ...NOTHING, suspended: 4 });
    } finally {
      slow.mockRestore();
    }
    expect(await states(numbers)).toEqual(['SUSPENDED undefined']);
  });

  it('DataHive: entities wait for their contact instead of a letter', async () => {
    await begin();
    const numbers = await qualified(['UEN1', 'UEN2', 'UEN3']);
    await place.fault('contact', AWAY);
    expect(await run()).toEqual(NOTHING);
    expect(await states(numbers)).toEqual(['OWNER_FOUND FIND_CONTACT']);
    expect(await away()).toEqual(['DATAHIVE']);
  });

  it('a partner that refuses connections is away', async () => {
    // The port of a server that is closed.
    await begin({ OCMS_LTA_URL: 'http://127.0.0.1:1' });
    const numbers = await qualified(individuals(3));
    expect(await run()).toEqual(NOTHING);
    expect(await states(numbers)).toEqual(['QUALIFIED FIND_OWNER']);
  });

  it('a call under way is given up when its partner turns out to be away', async () => {
    await begin({ OCMS_LTA_ATTEMPTS: '1', OCMS_LTA_TIMEOUT_MS: '600000' });
    const numbers = await qualified(individuals(4));
    await place.fault('ownerParticulars', { ...AWAY, times: 3 });
    await place.fault('ownerParticulars', { fault: 'timeout' });
    expect(await run()).toEqual(NOTHING);
    expect(await states(numbers)).toEqual(['QUALIFIED FIND_OWNER']);
    expect(await away()).toEqual(['LTA']);
  });

  it('too many requests: it is away until it takes some', async () => {
    await begin();
    const numbers = await qualified(individuals(4));
    await place.fault('ownerParticulars', { fault: 'status', status: 429 });
    expect(await run()).toEqual(NOTHING);
    expect(await states(numbers)).toEqual(['QUALIFIED FIND_OWNER']);
  });

  it('is known to be away to the next process, and to others', async () => {
    await begin();
    const numbers = await qualified(individuals(3));
    await place.fault('ownerParticulars', AWAY);
    await run();
    const { services, calendar } = place.context;
    const shown = async (): Promise<string> =>
      caseText(numbers[0]!, (await services.advisoryCases.story(numbers[0]!))!, calendar);
    expect(await shown()).toContain(`waits for LTA, which does not answer since ${calendar.format(place.now)}`);
    const asked = await callsOf('ownerParticulars');
    // A run at once does not try it again.
    expect(await run()).toEqual(NOTHING);
    expect(await callsOf('ownerParticulars')).toBe(asked);
    await back('ownerParticulars');
    passes(5 * MINUTE);
    await run();
    expect(await shown()).not.toContain('waits for');
  });

  describe('single failures go as A’s tables say', () => {
    it('A 4.2.3: one among others that succeed', async () => {
      await begin({ OCMS_LTA_ATTEMPTS: '1' });
      await qualified(individuals(5));
      await place.fault('ownerParticulars', { ...AWAY, times: 1 });
      expect(await run()).toEqual({ ...NOTHING, suspended: 4, manualReview: 1 });
      expect(mails).toEqual([expect.stringContaining('OWNER_LOOKUP_FAILED')]);
      expect(await away()).toEqual([]);
    });

    it('A 4.2.3: two alone, and the third in a row waits, in whatever run', async () => {
      await begin();
      await place.fault('ownerParticulars', AWAY);
      await qualified(individuals(2));
      expect(await run()).toEqual({ ...NOTHING, manualReview: 2 });
      expect(await away()).toEqual([]);
      passes(HOUR);
      const third = await qualified(['SBA3A'], 3);
      expect(await run()).toEqual(NOTHING);
      expect(await states(third)).toEqual(['QUALIFIED FIND_OWNER']);
      expect(await away()).toEqual(['LTA']);
    });

    it('A 4.2.3: three that are not in a row, because others succeed between them, or a day passes', async () => {
      await begin();
      const failing = async (first: number): Promise<void> => {
        await place.fault('ownerParticulars', AWAY);
        await qualified(individuals(2, first), first);
        expect(await run()).toEqual({ ...NOTHING, manualReview: 2 });
        await back('ownerParticulars');
      };
      await failing(1);
      await qualified(['SBA10A'], 10);
      expect(await run()).toEqual({ ...NOTHING, suspended: 1 });
      await failing(11);
      passes(24 * HOUR);
      await failing(21);
    });

    it('A 4.2.3: two alone that a run which was cut had tried before are still two', async () => {
      await begin();
      await place.fault('ownerParticulars', AWAY);
      await qualified(individuals(2));
      await expect(place.run({ boundary: () => Promise.reject(new Error('cut')) })).rejects.toThrow('cut');
      expect(await run()).toEqual({ ...NOTHING, manualReview: 2 });
      expect(await away()).toEqual([]);
      const third = await qualified(['SBA3A'], 3);
      expect(await run()).toEqual(NOTHING);
      expect(await states(third)).toEqual(['QUALIFIED FIND_OWNER']);
      expect(await away()).toEqual(['LTA']);
    });

    it('A 5.2.3: an SMS that fails alone is an e-mail, one that two fail is a letter', async () => {
      await begin();
      await qualified(['SBA1A-95', 'SBA1A-96']);
      expect(await run()).toEqual({ ...NOTHING, suspended: 2 });
      expect(await place.emails()).toHaveLength(1);
      expect(await place.letters()).toHaveLength(1);
    });

    it('A 6.2.3: refusals never close a gate', async () => {
      await begin();
      await qualified(['SBA1A-81', 'SBA2A-81', 'SBA3A-81', 'SBA4A-81', 'SBA5A-81']);
      expect(await run()).toEqual({ ...NOTHING, manualReview: 5 });
      expect(await away()).toEqual([]);
    });
  });

  it('three notices that it never answers for do not stand before all others', async () => {
    await begin();
    // MHA fails for each of these owners, and only for them.
    const never = await qualified(['SBA1A-99', 'SBA2A-99', 'SBA3A-99']);
    expect(await run()).toEqual(NOTHING);
    expect(await states(never)).toEqual(['OWNER_FOUND FIND_ADDRESS']);
    const others = await qualified(['SBA1A-91', 'SBA2A-91', 'SBA3A-91'], 11);
    let tries = 0;
    do {
      passes(5 * MINUTE);
      await run();
      tries += 1;
    } while ((await states(others)).join() !== 'SUSPENDED undefined' && tries < 12);
    expect(tries).toBe(4);
    expect(await states(never)).toEqual(['MANUAL_REVIEW undefined']);
    expect(await away()).toEqual([]);
  });

  it('a run that is cut while notices are held leaves them where they are', async () => {
    await begin();
    const numbers = await qualified(['SBA1A', 'SBA2A', 'UEN1']);
    await place.fault('sendSms', AWAY);
    await expect(
      place.run({
        boundary: (at) => (at === 'suspend-done' ? Promise.reject(new Error('cut')) : Promise.resolve()),
      }),
    ).rejects.toThrow('cut');
    expect(await states(numbers.slice(0, 2))).toEqual(['OWNER_FOUND SEND_SMS']);
    await back('sendSms');
    expect(await run()).toEqual({ ...NOTHING, suspended: 3 });
  });
});
