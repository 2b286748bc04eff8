import { type AdvisoryPlace, makeAdvisoryPlace } from '../../support/advisory';
import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';

jest.setTimeout(patience(60_000));

const REFERENCES = { sendSms: '1A-SMS', sendEmail: '1A-EMAIL', submitLetter: '1A-LETTER' } as const;
type Operation = keyof typeof REFERENCES;

const ERROR = { fault: 'status', status: 500 };
const HANGS = { fault: 'timeout' };
/** Long enough for the sandbox to take a call of a busy machine. */
const SOON = Object.fromEntries(['SMS', 'EMAIL', 'SLIFT'].map((system) => [`OCMS_${system}_TIMEOUT_MS`, '500']));

const BY_SMS = ['FIND_OWNER found', 'CHOOSE_CHANNEL electronic', 'FIND_CONTACT mobile'];
const BY_EMAIL = ['FIND_OWNER found', 'CHOOSE_CHANNEL electronic', 'FIND_CONTACT email'];
const TO_LETTER = ['FIND_ADDRESS found', 'SEND_LETTER sent', 'SUSPEND suspended'];

describe.each(databaseKinds)('what a partner does not take at all its attempts (A 5.2.3, A 6.2.3) on %s', (kind) => {
  let place: AdvisoryPlace;
  afterEach(() => place.close());

  const begin = async (vehicleNo: string, failing: readonly Operation[], fault: object, times: number) => {
    place = await makeAdvisoryPlace(kind, fault === HANGS ? SOON : {});
    for (const operation of failing) await place.fault(operation, { ...fault, times });
    await place.qualified('1A', vehicleNo);
  };
  /** Each attempt as the sandbox saw it. */
  const attempts = async (operation: Operation): Promise<unknown[]> =>
    (await place.calls(operation)).map(({ reference }) => reference);
  const all = (operation: Operation, count = 4): string[] => Array.from({ length: count }, () => REFERENCES[operation]);
  const told = async (): Promise<string[]> =>
    [...(await place.messages()), ...(await place.emails()), ...(await place.letters())].map(
      ({ reference }) => reference,
    );

  it.each<[string, string, Operation[], object, string[], Operation]>([
    [
      'SMS Gateway timeout: e-mail',
      'SBA1A',
      ['sendSms'],
      HANGS,
      [...BY_SMS, 'SEND_SMS failedWithEmail', 'SEND_EMAIL sent', 'SUSPEND suspended'],
      'sendEmail',
    ],
    [
      'SMS send failed: e-mail',
      'SBA1A',
      ['sendSms'],
      ERROR,
      [...BY_SMS, 'SEND_SMS failedWithEmail', 'SEND_EMAIL sent', 'SUSPEND suspended'],
      'sendEmail',
    ],
    [
      'SMS send failed, no e-mail address known: letter',
      'SBA1A-92',
      ['sendSms'],
      ERROR,
      [...BY_SMS, 'SEND_SMS failed', ...TO_LETTER],
      'submitLetter',
    ],
    [
      'Email Service timeout, an entity: letter',
      'UEN1',
      ['sendEmail'],
      HANGS,
      [...BY_EMAIL, 'SEND_EMAIL failed', ...TO_LETTER],
      'submitLetter',
    ],
    [
      'Email send failed, an entity: letter',
      'UEN1',
      ['sendEmail'],
      ERROR,
      [...BY_EMAIL, 'SEND_EMAIL failed', ...TO_LETTER],
      'submitLetter',
    ],
    [
      'All notifications failed: letter',
      'SBA1A',
      ['sendSms', 'sendEmail'],
      ERROR,
      [...BY_SMS, 'SEND_SMS failedWithEmail', 'SEND_EMAIL failed', ...TO_LETTER],
      'submitLetter',
    ],
  ])('A 5.2.3: %s', async (_name, vehicleNo, failing, fault, way, instead) => {
    await begin(vehicleNo, failing, fault, 4);
    expect(await place.run()).toEqual({ counts: { suspended: 1, halted: 0, manualReview: 0 } });
    expect(await place.way('1A')).toEqual(way);
    for (const operation of failing) expect(await attempts(operation)).toEqual(all(operation));
    expect(await attempts(instead)).toEqual(all(instead, 1));
    expect(await told()).toEqual(all(instead, 1));
  });

  it.each<[string, string, Operation]>([
    ['A 5.2.3: SMS send failed', 'SBA1A', 'sendSms'],
    ['A 5.2.3: Email send failed', 'UEN1', 'sendEmail'],
    ['A 6.2.3: SLIFT submission failed', 'PASSPORT1', 'submitLetter'],
  ])('%s: the third retry is taken, and told once', async (_name, vehicleNo, operation) => {
    await begin(vehicleNo, [operation], ERROR, 3);
    expect((await place.run()).counts).toMatchObject({ suspended: 1 });
    expect(await attempts(operation)).toEqual(all(operation));
    expect(await told()).toEqual(all(operation, 1));
  });

  it.each([
    ['SLIFT API timeout', HANGS],
    ['SLIFT fails', ERROR],
  ])('A 6.2.3: all retries failed: %s: manual review, with its reason, told once', async (_name, fault) => {
    await begin('PASSPORT1', ['submitLetter'], fault, 4);
    const { counts, alert } = await place.run();
    expect(counts).toEqual({ suspended: 0, halted: 0, manualReview: 1 });
    expect(alert!.problem).toBe('These advisory notices are left for manual review:\n- 1A: LETTER_SUBMISSION_FAILED');
    const [review, ...more] = await place.context.services.advisoryReviews.list(undefined, 100);
    expect(review).toMatchObject({ noticeNo: '1A', reason: 'LETTER_SUBMISSION_FAILED' });
    expect(more).toEqual([]);
    expect((await place.way('1A')).at(-1)).toBe('SEND_LETTER failed');
    expect(await place.notice('1A')).toMatchObject({ letter_sent_flag: null, suspension_type: null });
    expect(await place.run()).toEqual({ counts: { suspended: 0, halted: 0, manualReview: 0 } });
    expect(await attempts('submitLetter')).toEqual(all('submitLetter'));
    expect(await told()).toEqual([]);
  });
});
