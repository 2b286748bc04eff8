import document from '../../generated/outbound/outbound.json';
import { type OutboundOperationId, outboundOperations } from '../../generated/outbound/operations';
import { createOutboundSchemas } from './outbound';

interface Response {
  content: { 'application/json': { examples: Record<string, { value: unknown }> } };
}

interface Documented {
  responses: Record<string, Response | { $ref: string }>;
}

/** What several operations answer alike stands among the components. */
const resolved = (response: Response | { $ref: string }): Response =>
  '$ref' in response
    ? (document.components.responses as unknown as Record<string, Response>)[response.$ref.split('/').at(-1)!]!
    : response;

const schemas = createOutboundSchemas();
const examples = Object.keys(outboundOperations).flatMap((id) => {
  const { path, method } = outboundOperations[id as OutboundOperationId];
  const { responses } = (document.paths as unknown as Record<string, Record<string, Documented>>)[path]![method]!;
  return Object.entries(responses).flatMap(([status, response]) =>
    Object.entries(resolved(response).content['application/json'].examples).map(
      ([name, { value }]) => [id as OutboundOperationId, Number(status), name, value] as const,
    ),
  );
});

test.each(examples)('%s %i: its example "%s" keeps the contract', (id, status, _name, value) => {
  expect(schemas.response(id, status)(value)).toBeUndefined();
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
