import { compileContract } from './schemas';

/** A list of two at most, in a request and in its response. */
const contractOf = (body: object): object => ({
  paths: {
    '/a': {
      post: {
        requestBody: { content: { 'application/json': { schema: body } } },
        responses: { 200: { content: { 'application/json': { schema: body } } } },
      },
    },
  },
  components: { schemas: { List: { type: 'array', maxItems: 2, items: { type: 'string', maxLength: 1 } } } },
});
const LIST = { $ref: '#/components/schemas/List' };

test.each([
  ['a field', contractOf({ type: 'object', properties: { list: LIST } }), '/list', { list: ['a', 'b', 'c'] }],
  ['the body', contractOf(LIST), '', ['a', 'b', 'c']],
])('a batch that is %s is counted by itself, and only in requests', (_what, contract, pointer, three) => {
  const schemas = compileContract(contract, { a: { path: '/a', method: 'post', batchLimits: [{ pointer }] } });
  expect(schemas.request('a')(three)).toBe(true);
  expect(schemas.responseViolation('a', 200, three)).toContain('must NOT have more than 2 items');
});

test('a body is left with as many errors as are told, where they were', () => {
  const schemas = compileContract(contractOf(LIST), {
    a: { path: '/a', method: 'post', batchLimits: [{ pointer: '' }] },
  });
  const list = Array.from({ length: 100 }, (_, index) => (index % 2 ? 'too long' : 'a'));
  expect(schemas.withoutExcess('a', list)).toEqual(list.slice(0, 40));
  const right = Array.from({ length: 100 }, () => 'a');
  expect(schemas.withoutExcess('a', right)).toEqual(right);
});
