import { type Database, openDatabase, type Transaction } from '../../src/db/database';
import { fullRequests } from '../support/inbound-operations';
import { databaseKinds } from '../support/databases';
import { type CreatorOptions, endChildren, startChild } from '../support/fault-children';
import { patience } from '../support/patience';
import { fresh, offence as delivered } from '../support/offences';
import { request, startTestService, type TestResponse, type TestService } from '../support/service';

const WEBHOOK = '/v1/repccsWebhook';
const WAITING = 50;
/** Waits for a row last seconds. */
const PATIENT_MS = 120_000;

const offence = (fields: Record<string, unknown> = {}) => ({
  ...fullRequests.repccsWebhook,
  transactionId: fresh('RC-'),
  noticeNo: fresh('H'),
  vehicleNo: fresh('SH'),
  ...fields,
});

/** What other callers want meanwhile: `vehicleNo` is not the held one. */
async function everythingElse(service: TestService, known: string): Promise<TestResponse[]> {
  return Promise.all([
    service.post('/v1/ocms/cas-getPaymentStatus', { noticeNumbers: [known] }),
    request(`${service.adminUrl}/health/ready`),
    ...(service.place.intranet.kind === 'sqlite'
      ? []
      : [
          service.post('/v1/ocms/cas-updateCourtNotices', { notices: [{ noticeNo: known, atomsFlag: 'Y' }] }),
          service.post(WEBHOOK, offence()),
        ]),
  ]);
}

// On SQLite whoever writes holds the whole file: reading goes on all the same.
describe.each(databaseKinds)('a row that somebody else holds, on %s', (kind) => {
  let service: TestService;
  let known: string;
  beforeAll(async () => {
    service = await startTestService({ kind, config: { dbLockTimeoutMs: patience(1_000) } });
    known = fresh('K');
    await service.notices({ notice_no: known, last_processing_stage: 'CSD' });
  }, PATIENT_MS);
  afterAll(() => service.close());

  /** Runs `work` while another connection has touched a row and not committed. */
  async function whileHeld<T>(touch: (trx: Transaction) => Promise<unknown>, work: () => Promise<T>): Promise<T> {
    const other = openDatabase('intranet', service.place.intranet);
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    try {
      let holding!: Promise<void>;
      await new Promise<void>((held, failed) => {
        holding = other.transaction(async (trx) => {
          await touch(trx);
          held();
          await released;
        });
        holding.catch(failed);
      });
      try {
        return await work();
      } finally {
        release();
        await holding;
      }
    } finally {
      await other.close();
    }
  }

  async function expectOthersServed(waiting: Record<string, unknown>[]): Promise<void> {
    let answered = 0;
    const answers = waiting.map(async (body) => {
      const response = await service.post(WEBHOOK, body);
      answered += 1;
      return response;
    });
    const others = await everythingElse(service, known);
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
    expect(answered).toBeLessThan(waiting.length);
    for (const { status, headers } of await Promise.all(answers)) {
      expect({ status, again: headers.get('retry-after') }).toEqual({ status: 503, again: '10' });
    }
  }

  const storedOf = async (vehicleNo: string): Promise<unknown[]> =>
    service.context.intranet.read(
      async (executor) =>
        (await executor('ocms_valid_offence_notice').where('vehicle_no', vehicleNo).select('notice_no')) as unknown[],
    );

  it(
    'delays creations of that vehicle only, each up to a limit; what waited too long is 503, nothing written',
    async () => {
      const vehicleNo = fresh('SH');
      expect((await service.post(WEBHOOK, offence({ vehicleNo }))).status).toBe(200);
      await whileHeld(
        (trx) => trx('ocms_vehicle_turn').where('vehicle_no', vehicleNo).increment('taken', 1),
        () => expectOthersServed(Array.from({ length: WAITING }, () => offence({ vehicleNo }))),
      );
      expect(await storedOf(vehicleNo)).toHaveLength(1);
      expect((await service.post(WEBHOOK, offence({ vehicleNo }))).status).toBe(200);
    },
    PATIENT_MS,
  );

  it(
    'the number counter delays deliveries without a number only',
    async () => {
      const vehicleNo = fresh('SH');
      const { noticeNo: _, ...without } = offence({ vehicleNo });
      await whileHeld(
        (trx) => trx('ocms_notice_number').where('name', 'notice_no').increment('next_number', 1),
        () => expectOthersServed(Array.from({ length: WAITING }, () => ({ ...without, transactionId: fresh('RC-') }))),
      );
      expect(await storedOf(vehicleNo)).toEqual([]);
    },
    PATIENT_MS,
  );

  it(
    'by an instance that stands still in the middle of a creation, delays that vehicle only until it goes on',
    async () => {
      const vehicleNo = fresh('SH');
      const { intranet, internet } = service.place;
      const frozen = startChild('creator', {
        intranet,
        internet,
        offence: delivered({ vehicleNo }),
        stopAt: { label: 'before-commit', nth: 1 },
      } satisfies CreatorOptions);
      try {
        await frozen.next('standing still');
        await expectOthersServed(Array.from({ length: WAITING }, () => offence({ vehicleNo })));
        expect(await storedOf(vehicleNo)).toEqual([]);
        frozen.signal('SIGCONT');
        expect(await frozen.next('created')).toMatchObject({ outcome: 'created' });
        expect((await service.post(WEBHOOK, offence({ vehicleNo }))).status).toBe(200);
        expect(await storedOf(vehicleNo)).toHaveLength(2);
      } finally {
        await endChildren();
      }
    },
    PATIENT_MS,
  );

  it('does not hold up readiness, however many readers wait for it', async () => {
    const { intranet } = service.context as { intranet: Database };
    const { read } = intranet;
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    // As when each reading connection is taken.
    intranet.read = (work) => released.then(() => read(work));
    try {
      expect(await (await fetch(`${service.adminUrl}/health/ready`)).json()).toMatchObject({ status: 'ready' });
    } finally {
      release();
      intranet.read = read;
    }
  });
});
