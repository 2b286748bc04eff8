import document from '../../generated/outbound/outbound.json';
import { type OutboundOperationId, outboundOperations } from '../../generated/outbound/operations';
import { createOutboundSchemas, outboundComparison } from './outbound';

interface Response {
  content: { 'application/json': { examples: Record<string, { value: unknown }> } };
}

interface Documented {
  requestBody?: Response;
  responses: Record<string, Response | { $ref: string }>;
}

/** What several operations answer alike stands among the components. */
const resolved = (response: Response | { $ref: string }): Response =>
  '$ref' in response
    ? (document.components.responses as unknown as Record<string, Response>)[response.$ref.split('/').at(-1)!]!
    : response;

const schemas = createOutboundSchemas();
const ids = Object.keys(outboundOperations) as OutboundOperationId[];
const documented = (id: OutboundOperationId): Documented => {
  const { path, method } = outboundOperations[id];
  return (document.paths as unknown as Record<string, Record<string, Documented>>)[path]![method]!;
};
const examples = ids.flatMap((id) =>
  Object.entries(documented(id).responses).flatMap(([status, response]) =>
    Object.entries(resolved(response).content['application/json'].examples).map(
      ([name, { value }]) => [id, Number(status), name, value] as const,
    ),
  ),
);

test.each(examples)('%s %i: its example "%s" keeps the contract, and is of its shape', (id, status, _name, value) => {
  expect(schemas.response(id, status)(value)).toBeUndefined();
  expect(outboundComparison().response(id, status, value)).toEqual([]);
});

test.each(ids)('the examples of requests of %s are of its shape', (id) => {
  for (const { value } of Object.values(documented(id).requestBody?.content['application/json'].examples ?? {}))
    expect(outboundComparison().request(id, { query: {}, headers: {}, body: value })).toEqual([]);
});

test('what is wrong is told by place and rule, without the value', () => {
  const wrong = schemas.response(
    'refreshVIPVehicle',
    200,
  )({ data: [{ vehicleNo: 'secret', status: 'ACTIVE' }], totalCount: 1 });
  expect(wrong).toBe('the answer/data/0/vehicleNo must match pattern "^[A-Z0-9. -]{1,14}$"');
});

test('a list is as long as the contract says', () => {
  expect(schemas.listResponse('refreshVIPVehicle', 200, 'data')).toMatchObject({ minItems: 0, maxItems: 1_000_000 });
});

test('what the contract does not have is refused at once', () => {
  expect(() => schemas.response('refreshVIPVehicle', 418)).toThrow('no JSON body for status 418');
  expect(() => schemas.listResponse('refreshVIPVehicle', 200, 'totalCount')).toThrow('not a bounded list');
});
