import { type InboundOperationId, inboundOperations } from '../../generated/inbound/operations';
import { readInboundContract } from '../../src/contract/documents';
import { compileContract } from '../../src/contract/schemas';
import { type Services, type StaffedService, startServices } from '../pact/provider/services';
import { ERRORS, validRequest } from '../support/inbound-operations';
import { patience } from '../support/patience';
import { request, type TestResponse } from '../support/service';

/*
 * What can become of every operation without its doing (decisions §3): over the rate limit, a defect, no database. By the
 * contract, so that a new operation is in it.
 */

const schemas = compileContract(readInboundContract(), inboundOperations);
const operations = Object.keys(inboundOperations) as InboundOperationId[];

type Caller = (typeof inboundOperations)[InboundOperationId]['partner'];

let services: Services;
beforeAll(async () => {
  // knex says of a database that cannot be opened what the answers say, too.
  jest.spyOn(console, 'log').mockImplementation(() => {});
  services = await startServices();
}, patience(60_000));
afterAll(async () => {
  await services.close();
  jest.restoreAllMocks();
});

function call(
  id: InboundOperationId,
  { url, keys }: StaffedService,
  caller: Caller = inboundOperations[id].partner,
): Promise<TestResponse> {
  const { keyHeader, authentication } = inboundOperations[id];
  const { method, path, headers, body } = validRequest(id);
  const key = keys[caller]!;
  return request(`${url}${path}`, {
    method,
    headers: {
      ...headers,
      [keyHeader]: authentication === 'bearer' ? `Bearer ${key}` : key,
      ...(body && { 'Content-Type': 'application/json' }),
    },
    ...(body && { body: JSON.stringify(body) }),
  });
}

test.each(operations)('%s', async (id) => {
  const meets = async (service: StaffedService, status: number, caller?: Caller): Promise<TestResponse> => {
    const answered = await call(id, service, caller);
    expect([answered.status, answered.body]).toEqual([status, { data: ERRORS[status] }]);
    expect(schemas.responseViolation(id, status, answered.body)).toBeUndefined();
    return answered;
  };
  const waits = ({ headers }: TestResponse): void => expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);

  // One a minute, whatever it asks for.
  await call(id, services.limited);
  waits(await meets(services.limited, 429));
  await meets(services.defective, 500);
  const { partner, authentication } = inboundOperations[id];
  if (authentication === 'apiKey') await meets(services.limited, 401, partner === 'PLUS' ? 'REPCCS' : 'PLUS');
  waits(await meets(services.withoutDatabase, 503));
});
