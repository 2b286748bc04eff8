import type { RequestListener } from 'node:http';
import createClient from 'openapi-fetch';
import { outboundOperations } from '../../generated/outbound/operations';
import { watchCalls } from '../../src/app/call-drift';
import { startServer } from '../../src/app/server';
import { createWorker } from '../../src/app/worker';
import { createCasClient } from '../../src/clients/cas/client';
import { createLtaClient } from '../../src/clients/lta/client';
import { createSliftClient } from '../../src/clients/slift/client';
import { createSmsClient } from '../../src/clients/sms/client';
import { type Config, readConfig } from '../../src/config/config';
import { outboundComparison } from '../../src/contract/outbound';
import { type ClientParts, createOutboundCaller } from '../../src/platform/outbound';
import { dump, searcher } from '../features/personal-data/searching';
import { makeContext, type TestContext } from '../support/contexts';
import { missingTable } from '../support/offences';
import { answer, testPartner } from '../support/partner-calls';

const PERSON = 'TAN AH KOW';
const ID = 'S1234567D';
const ADDRESS = { addressType: 'LOCAL', street: 'BISHAN STREET 23' };
const OWNER = { name: PERSON, idType: 'NRIC', idNo: ID, address: ADDRESS };
const FOREIGN = { addressType: 'FOREIGN', lines: ['1 JALAN CONTOH'] };

let context: TestContext;
const closers: (() => Promise<unknown>)[] = [];
beforeEach(async () => {
  context = await makeContext();
});
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
  await context.close();
});

/** What was seen so far, once what is done after an answer is done. */
const seen = async ({ services } = context): Promise<string[]> => {
  await new Promise((resolve) => setImmediate(resolve));
  await services.contractDrift.record();
  const { drifts } = await services.contractDrift.lately(1, 1_000);
  return drifts
    .map(({ operation, partner, direction, place, kind, times }) =>
      [operation, partner, direction, place, kind, times].join(' '),
    )
    .sort();
};

/** A client that is watched, its partner on the loopback. Every try of a call is a message. */
async function watched<Client extends { close(): Promise<void> }>(
  create: (parts: ClientParts) => Client,
  listener: RequestListener,
  { share = 1, attempts = 1 } = {},
) {
  const watch = watchCalls({
    comparison: outboundComparison(),
    share,
    note: (drift) => context.services.contractDrift.note(drift),
    logger: context.logger,
  });
  const partner = await testPartner((parts) => create({ ...parts, watch }), [listener], { attempts });
  closers.push(() => partner.close());
  return partner;
}

const { signal } = new AbortController();
const taken = (call: Promise<unknown>): Promise<boolean> =>
  call.then(
    () => true,
    () => false,
  );

describe('drift of what partners answer from the contracts (issue 12, item 8)', () => {
  const ask = async (listener: RequestListener) => {
    const { client, told } = await watched(createLtaClient, listener);
    return { isTaken: await taken(client.ownerOf('SBA1234A', signal)), told };
  };

  test.each<[string, object]>([
    ['an owner', { owner: OWNER }],
    ['an address abroad', { owner: { ...OWNER, address: FOREIGN } }],
    ['no address', { owner: { ...OWNER, address: null } }],
    ['no owner', { owner: null }],
  ])('of %s as the contract has it nothing is seen', async (_what, body) => {
    expect((await ask(answer(200, body))).isTaken).toBe(true);
    expect(await seen()).toEqual([]);
  });

  test.each<[what: string, listener: RequestListener, isTaken: boolean, expected: string[]]>([
    [
      'a new field',
      answer(200, { owner: { ...OWNER, nationality: ID }, [PERSON]: ID }),
      true,
      ['200.body.(other) UNDECLARED', '200.body.owner.nationality UNDECLARED'],
    ],
    ['a field left out', answer(200, { owner: { ...OWNER, idNo: undefined } }), false, ['200.body.owner.idNo MISSING']],
    ['another type', answer(200, { owner: { ...OWNER, idNo: [ID] } }), false, ['200.body.owner.idNo TYPE']],
    ['null', answer(200, { owner: { ...OWNER, name: null } }), false, ['200.body.owner.name NULL']],
    ['a new code', answer(200, { owner: { ...OWNER, idType: ID } }), false, ['200.body.owner.idType CODE']],
    ['a list', answer(200, [{ owner: OWNER }]), false, ['200.body TYPE']],
    ['HTML', answer(200, `<p>${PERSON} ${ID}</p>`, 'text/html'), false, ['200.body TYPE']],
    ['half the JSON', answer(200, JSON.stringify({ owner: OWNER }).slice(0, -1)), false, ['200.body TYPE']],
    ['a success that there is not', answer(202, { owner: OWNER }), false, ['202 UNDECLARED']],
    ['a refusal that there is not', answer(409, { message: PERSON }), false, ['409 UNDECLARED']],
    ['a redirect', answer(302, ''), false, ['302 UNDECLARED']],
  ])(
    '%s is seen, whether it is taken or not, and no value of it is kept anywhere',
    async (_what, listener, isTaken, expected) => {
      const asked = await ask(listener);
      expect(asked.isTaken).toBe(isTaken);
      expect(await seen()).toEqual(expected.map((each) => `ownerParticulars LTA RESPONSE ${each} 1`));
      const metrics = await context.registry.getSingleMetricAsString('ocms_contract_drift_total');
      expect(metrics.match(/{operation="ownerParticulars",partner="LTA",kind="/g)).toHaveLength(
        new Set(expected.map((each) => each.split(' ')[1])).size,
      );
      const places = searcher([PERSON, ID, ADDRESS.street]);
      expect(
        places([
          ...(await dump(context.intranet)),
          ['metrics', await context.registry.metrics()],
          ['log', context.log.join('')],
          ['client', await asked.told()],
        ]),
      ).toEqual([]);
    },
  );

  test.each<[string, RequestListener]>([
    ['a refusal', answer(404, { [ID]: PERSON })],
    ['a failure', answer(503, PERSON, 'text/plain')],
  ])('of %s that the contract has nothing is read', async (_what, listener) => {
    expect((await ask(listener)).isTaken).toBe(false);
    expect(await seen()).toEqual([]);
  });

  test('each attempt is a message', async () => {
    const { client } = await watched(createLtaClient, answer(200, { owner: 7 }), { attempts: 3 });
    expect(await taken(client.ownerOf('SBA1234A', signal))).toBe(false);
    expect(await seen()).toEqual(['ownerParticulars LTA RESPONSE 200.body.owner TYPE 3']);
  });

  describe('a long list', () => {
    const ROW = { vehicleNo: 'SBA1A', description: PERSON, status: 'ACTIVE' };
    const rows = (...wrong: object[]): object[] => [...Array<object>(150).fill(ROW), ...wrong];

    test.each<[what: string, body: unknown, isTaken: boolean, expected: string[]]>([
      ['as it should be', { data: rows(), totalCount: 150 }, true, []],
      ['empty', { data: [], totalCount: 0 }, true, []],
      [
        'with new fields',
        { data: [{ ...ROW, grade: ID }], totalCount: 1, page: ID },
        true,
        ['200.body.data[].grade UNDECLARED', '200.body.page UNDECLARED'],
      ],
      [
        'with a wrong entry, and not read on',
        { data: [{ ...ROW, status: 7 }], totalCount: 1 },
        false,
        ['200.body.data[].status TYPE'],
      ],
      [
        'with an entry that lacks a field',
        { data: [{ status: 'X' }], totalCount: 1 },
        false,
        ['200.body.data[].vehicleNo MISSING'],
      ],
      ['without its total', { data: [ROW] }, false, ['200.body.totalCount MISSING']],
      ['left out', { totalCount: 0 }, false, ['200.body.data MISSING']],
      ['that is an object', { data: { first: ROW }, totalCount: 1 }, false, ['200.body.data TYPE']],
      ['that is null', { data: null, totalCount: 1 }, false, ['200.body.data NULL']],
      ['cut off', '{"data":[{"vehicleNo":"SBA1A"', false, ['200.body TYPE']],
      [
        'with a wrong entry after the first hundred',
        { data: rows({ ...ROW, status: 7 }), totalCount: 151 },
        false,
        ['200.body.data[].status TYPE'],
      ],
      [
        'with a new field after the first hundred entries, which are looked at',
        { data: rows({ ...ROW, grade: 1 }), totalCount: 151 },
        true,
        [],
      ],
    ])('%s', async (_what, body, isTaken, expected) => {
      const { client } = await watched(createCasClient, answer(200, body));
      expect(await taken(client.refreshVipVehicles(signal))).toBe(isTaken);
      expect(await seen()).toEqual(expected.map((each) => `refreshVIPVehicle CAS RESPONSE ${each} 1`));
    });
  });

  test.each<[what: string, body: unknown, expected: string[]]>([
    ['as it should be', { reasonCode: 'REJECTED', message: PERSON }, []],
    ['with a new field', { reasonCode: 'REJECTED', receiver: PERSON }, ['422.body.receiver UNDECLARED']],
    ['without its code', { message: PERSON }, ['422.body.reasonCode MISSING']],
    ['with a sentence for it', { reasonCode: `no ${PERSON}` }, ['422.body.reasonCode FORMAT']],
    ['in words', PERSON, ['422.body TYPE']],
  ])('a refusal that is read, %s', async (_what, body, expected) => {
    const { client } = await watched(createSmsClient, answer(422, body));
    const message = { reference: '1A-EAN-SMS', to: '+6580000001', text: 'Notice' };
    expect(await taken(client.sendSms(message, signal))).toBe(false);
    expect(await seen()).toEqual(expected.map((each) => `sendSms SMS RESPONSE ${each} 1`));
  });
});

describe('drift of what is sent to partners', () => {
  /** A call that no client makes. */
  const send = async (body: object, more: { query?: object; headers?: object } = {}): Promise<void> => {
    const { client } = await watched(
      (parts) => createOutboundCaller({ operations: outboundOperations, ...parts }),
      answer(200, { contact: null }),
    );
    const calls = createClient<Record<string, { post: { parameters: object; responses: object } }>>(
      client.clientOptions,
    );
    await client.call('contact', { signal, idempotent: true }, (attempt) =>
      calls.POST('/v1/datahive/contact', {
        params: { query: more.query },
        headers: { ...client.headers('contact'), ...more.headers },
        body,
        fetch: attempt.fetch,
        parseAs: 'stream',
      } as never),
    );
  };

  test('a field, a parameter and a header that the contract does not have are seen, without their values', async () => {
    await send(
      { idType: 'PASSPORT', idNo: ID, name: PERSON },
      { query: { source: ID }, headers: { 'X-Batch-No': ID } },
    );
    expect(await seen()).toEqual(
      ['body.idType CODE', 'body.name UNDECLARED', 'header.x-batch-no UNDECLARED', 'query.source UNDECLARED'].map(
        (each) => `contact DATAHIVE REQUEST ${each} 1`,
      ),
    );
    expect(searcher([PERSON, ID])([...(await dump(context.intranet)), ['log', context.log.join('')]])).toEqual([]);
  });

  test('what should be sent is not', async () => {
    await send({ idType: 'NRIC', idNo: ID });
    expect(await seen()).toEqual([]);
  });

  test('a letter too long to be read beside all else is not looked at; its answer is', async () => {
    const { client } = await watched(createSliftClient, answer(200, { submissionId: 'slift-1', queue: 1 }));
    const letter = {
      reference: '1A-LETTER',
      recipient: { name: PERSON, address: { kind: 'foreign' as const, lines: ['1 JALAN CONTOH'] } },
      fileName: 'AN_1A.txt',
      pdf: Buffer.from('%PDF-1.7\n'),
      compressed: false,
    };
    await client.submitLetter({ ...letter, pdf: Buffer.alloc(300_000) }, signal);
    expect(await seen()).toEqual(['submitLetter SLIFT RESPONSE 200.body.queue UNDECLARED 1']);
    await client.submitLetter(letter, signal);
    expect(await seen()).toContain('submitLetter SLIFT REQUEST body.fileName FORMAT 1');
  });
});

describe('calls go on as if nobody looked', () => {
  const listener = answer(200, { owner: null, more: 1 });
  const DRIFT = 'ownerParticulars LTA RESPONSE 200.body.more UNDECLARED';
  const askOf = async (options?: { share?: number }) => {
    const { client } = await watched(createLtaClient, listener, options);
    return () => client.ownerOf('SBA1234A', signal);
  };

  test('of many only a share is looked at, after the first twenty of each operation', async () => {
    const ask = await askOf({ share: 0.000_001 });
    for (let at = 0; at < 25; at += 1) await ask();
    expect(await seen()).toEqual([`${DRIFT} 20`]);
    const askAll = await askOf();
    for (let at = 0; at < 25; at += 1) await askAll();
    expect(await seen()).toEqual([`${DRIFT} 45`]);
  });

  test('a call has its answer before it is looked at', async () => {
    const order: string[] = [];
    jest.spyOn(context.services.contractDrift, 'note').mockImplementation(() => void order.push('noted'));
    const ask = await askOf();
    await ask();
    order.push('answered');
    await seen();
    expect(order).toEqual(['answered', 'noted']);
  });

  test('without the store calls are answered, and what was seen is written down once it is back', async () => {
    const ask = await askOf();
    const renamed = (from: string, to: string) =>
      context.intranet.transaction((trx) => trx.schema.renameTable(from, to));
    await renamed('ocms_contract_drift', 'away');
    for (let at = 0; at < 3; at += 1) {
      await expect(ask()).resolves.toBeUndefined();
      await expect(seen()).rejects.toMatchObject(missingTable('ocms_contract_drift'));
    }
    await renamed('away', 'ocms_contract_drift');
    expect(await seen()).toEqual([`${DRIFT} 3`]);
  });

  test('a defect of the watch keeps no call from its answer', async () => {
    jest.spyOn(context.services.contractDrift, 'note').mockImplementation(() => {
      throw new Error('a defect');
    });
    const ask = await askOf();
    await expect(ask()).resolves.toBeUndefined();
    await new Promise((resolve) => setImmediate(resolve));
    expect(context.log.join('')).toContain('drift-not-compared');
  });
});

describe('a process that runs jobs', () => {
  /** Runs a job whose partner answers with a new field, and ends as the service does. */
  const ran = async (config: Partial<Config>): Promise<void> => {
    const body = { data: [{ vehicleNo: 'SBA1A', status: 'ACTIVE', grade: ID }], totalCount: 1 };
    let baseUrl = '';
    const partner = await testPartner(
      ({ settings }) => {
        ({ baseUrl } = settings);
        return { close: () => Promise.resolve() };
      },
      [answer(200, body)],
    );
    closers.push(() => partner.close());
    const { systems } = readConfig({ OCMS_CAS_URL: baseUrl });
    const process = context.another({ port: 0, adminPort: 0, systems, ...config });
    const worker = createWorker(process);
    const server = await startServer(process);
    const { job } = worker.jobs.find(({ job: { name } }) => name === 'refresh_vip_vehicle')!;
    expect(await worker.runner.run(job, { trigger: 'MANUAL' })).toMatchObject({ outcome: 'SUCCEEDED' });
    await server.stop();
    await worker.close();
    await process.close();
  };

  test.each<[Config['roles']]>([[['worker']], [['api', 'worker']]])(
    'as %j has written down what it saw when it ends',
    async (roles) => {
      await ran({ roles });
      expect(await seen()).toEqual(['refreshVIPVehicle CAS RESPONSE 200.body.data[].grade UNDECLARED 1']);
    },
  );

  test('looks at nothing where the share is 0', async () => {
    await ran({ driftSample: 0 });
    expect(await seen()).toEqual([]);
  });
});
