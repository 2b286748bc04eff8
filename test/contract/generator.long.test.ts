import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { CONTRACT_FORMATS } from '../../src/contract/compiler';
import { patience } from '../support/patience';

// The generator takes seconds to load.
jest.setTimeout(patience(60_000));

const GENERATOR = join(__dirname, '../../scripts/generate.mjs');
const SERVABLE = join(__dirname, '../../scripts/generate/servable.mjs');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-generator-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const API_KEY = { type: 'apiKey', in: 'header', name: 'API-Key', 'x-ocms-partner': 'CAS' };

interface Generated {
  code: number | null;
  errors: string;
}

/** Runs the generator on one contract of nothing but these paths, whose operations are opened by this scheme. */
function generate(paths: object, scheme: object = API_KEY): Promise<Generated> {
  const contracts = join(folder, 'contracts');
  mkdirSync(join(contracts, 'inbound'), { recursive: true });
  const document = {
    openapi: '3.1.0',
    info: { title: 'try', version: '1.0.0' },
    security: [{ Key: [] }],
    paths,
    components: { securitySchemes: { Key: scheme } },
  };
  // JSON is YAML.
  writeFileSync(join(contracts, 'inbound', 'try.yaml'), JSON.stringify(document));
  const child = spawn(process.execPath, [GENERATOR, '--contracts', contracts, '--into', join(folder, 'generated')]);
  let errors = '';
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()));
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, errors })));
}

const DONE = { '204': { description: 'Done.' } };
const json = (schema: object): object => ({ 'application/json': { schema } });
const query = (more: object): object => ({ in: 'query', name: 'q', schema: { type: 'string' }, ...more });

const noticeNo = { in: 'path', name: 'noticeNo', required: true, schema: { type: 'string' } };

/** An operation that gets nothing and answers 204, but for what is said here. */
const get = (more: object): object => ({ '/a': { get: { operationId: 'try', responses: DONE, ...more } } });
const post = (content: object): object => ({
  '/a': {
    post: { operationId: 'try', requestBody: { required: true, 'x-ocms-max-bytes': 10, content }, responses: DONE },
  },
});
const answers = (status: string, ...types: string[]): object =>
  get({ responses: { [status]: { content: Object.fromEntries(types.map((type) => [type, {}])) } } });
const at = (path: string, ...parameters: object[]): object => ({
  [path]: { get: { operationId: 'try', parameters, responses: DONE } },
});

const REFUSED: readonly (readonly [why: string, paths: object])[] = [
  ['the path parameter notice-no is no plain identifier', at('/a/{notice-no}', { ...noticeNo, name: 'notice-no' })],
  ['the path parameter noticeNo is not declared', at('/a/{noticeNo}')],
  ['the path parameter noticeNo is not in the path', at('/a', noticeNo)],
  ["the path's part a*b cannot be routed", at('/a*b')],
  ["the path's part {noticeNo}.csv cannot be routed", at('/{noticeNo}.csv', noticeNo)],
  ['the path parameter noticeNo: the style matrix is not read', at('/{noticeNo}', { ...noticeNo, style: 'matrix' })],
  ['the query parameter q: the style deepObject is not read', at('/a', query({ style: 'deepObject' }))],
  ['the query parameter q: objects are not read', at('/a', query({ schema: { type: 'object' } }))],
  ['the query parameter q has no schema', at('/a', { in: 'query', name: 'q', content: json({}) })],
  ['the query parameter q: allowReserved is not read', at('/a', query({ allowReserved: true }))],
  ['the cookie parameter q: parameters in a cookie are not read', at('/a', query({ in: 'cookie' }))],
  ['the header parameter Accept is ignored', at('/a', query({ in: 'header', name: 'Accept' }))],
  [
    'the header parameter q: lists are read in a query only',
    at('/a', query({ in: 'header', schema: { type: 'array' } })),
  ],
  ['the format date-tmie is unknown', at('/a', query({ schema: { type: 'string', format: 'date-tmie' } }))],
  ['the format ulid is unknown', post(json({ type: 'object', properties: { default: { format: 'ulid' } } }))],
  ['the method HEAD is not served', { '/a': { head: { operationId: 'try', responses: DONE } } }],
  ['a GET has no request body', get({ requestBody: { content: json({}) } })],
  ['request bodies of text/csv are not read', post({ 'text/csv': {} })],
  [
    'its request body is not required',
    { '/a': { post: { operationId: 'try', requestBody: { content: json({}) }, responses: DONE } } },
  ],
  ['400: errors of text/csv are not sent', answers('400', 'text/csv')],
  [
    '200: a response is JSON or something else, not application/json, text/csv',
    answers('200', 'application/json', 'text/csv'),
  ],
  ['204 has no body', answers('204', 'application/json')],
];

// What is refused is asked of the rules, all of it in one process.
const RULES = `
  import { requireKnownFormats, requireServable } from ${JSON.stringify(pathToFileURL(SERVABLE))};
  const refusals = JSON.parse(process.argv[1]).map((paths) => {
    const [route] = Object.keys(paths);
    const [method] = Object.keys(paths[route]);
    try {
      requireKnownFormats({ paths }, route, method, 'here');
      requireServable({ paths }, route, method, 'here');
    } catch (error) {
      return error.message;
    }
  });
  console.log(JSON.stringify(refusals));
`;

describe('the generator refuses what the service cannot serve', () => {
  let refusals: string[];
  beforeAll(() => {
    const cases = JSON.stringify(REFUSED.map(([, paths]) => paths));
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', RULES, cases]);
    refusals = JSON.parse(output.toString()) as string[];
  });

  test.each(REFUSED.map(([why], index) => ({ why, index })))('$why', ({ why, index }) => {
    expect(refusals[index]).toBe(`here: ${why}`);
  });

  test('by operation and reason', async () => {
    const { code, errors } = await generate(at('/a/{notice-no}', { ...noticeNo, name: 'notice-no' }));
    expect(code).toBe(1);
    expect(errors).toBe('contracts/: try: GET /a/{notice-no}: the path parameter notice-no is no plain identifier\n');
  });

  test('a security scheme it does not know', async () => {
    const { code, errors } = await generate(get({}), { type: 'mutualTLS' });
    expect(code).toBe(1);
    expect(errors).toBe('contracts/: try: GET /a: Key is neither an API key in a header nor a bearer token\n');
  });
});

describe('who of those with a token may call an operation is told by its contract', () => {
  const TOKEN = { type: 'http', scheme: 'bearer', 'x-ocms-partner': 'STAFF' };

  test.each([[undefined], [['officer', 'officer']]])('not as %j', async (roles) => {
    const { code, errors } = await generate(get({ 'x-ocms-roles': roles }), TOKEN);
    expect(code).toBe(1);
    expect(errors).toBe('contracts/: try: GET /a: takes bearer tokens, and has no x-ocms-roles\n');
  });

  test('and not where callers have keys', async () => {
    const { code, errors } = await generate(get({ 'x-ocms-roles': ['officer'] }));
    expect(code).toBe(1);
    expect(errors).toBe('contracts/: try: GET /a: has x-ocms-roles, but its callers have keys\n');
  });

  test('but as a list', async () => {
    expect(await generate(get({ 'x-ocms-roles': ['supervisor', 'officer'] }), TOKEN)).toEqual({ code: 0, errors: '' });
    expect(readFileSync(join(folder, 'generated/inbound/operations.ts'), 'utf8')).toContain(
      "roles: ['officer', 'supervisor'],",
    );
  });
});

test('a batch with query parameters is refused', async () => {
  const batch = { required: true, 'x-ocms-max-bytes': 10, content: json({ type: 'array', maxItems: 5, items: {} }) };
  const operation = { operationId: 'try', parameters: [query({})], requestBody: batch, responses: DONE };
  const { code, errors } = await generate({ '/a': { post: operation } });
  expect(code).toBe(1);
  expect(errors).toBe('contracts/: try: POST /a: has a batch and query parameters\n');
});

test('operations without a body are taken, whatever their method, with what the service can read', async () => {
  const operation = (operationId: string): object => ({ operationId, responses: DONE });
  const formats = Object.keys(CONTRACT_FORMATS).map((format) => query({ name: format, schema: { format } }));
  const { code, errors } = await generate({
    '/a/{noticeNo}': {
      parameters: [noticeNo, query({ style: 'form', schema: { type: 'array' } }), ...formats],
      get: operation('a'),
      put: operation('b'),
      patch: operation('c'),
      delete: operation('d'),
    },
  });
  expect(errors).toBe('');
  expect(code).toBe(0);
  expect(readFileSync(join(folder, 'generated/inbound/operations.ts'), 'utf8')).toContain("method: 'delete'");
});

describe('what some tools of partners cannot use is refused', () => {
  const withPattern = (pattern: string) =>
    generate(get({ parameters: [query({ schema: { type: 'string', pattern } })] }));

  test.each([
    ['^[0-9A-Z]{1,1001}$', 'repeats more than 1000 times'],
    ['^(/[^/]{0,255}){1,128}$', 'has a repetition inside another'],
  ])('the pattern %s', async (pattern, why) => {
    const { code, errors } = await withPattern(pattern);
    expect(code).toBe(1);
    expect(errors).toBe(`contracts/: contracts/inbound/try.yaml: the pattern ${pattern} ${why}\n`);
  });

  test('and no other pattern', async () => {
    expect(await withPattern('^[0-9A-Z]{1,1000}[(+*]{1,9}\\)?([0-9]{1,3})?$')).toEqual({ code: 0, errors: '' });
  });

  test('an object within another schema that has no title to be named by', async () => {
    const content = (title: object) =>
      json({ type: 'object', title: 'Outer', properties: { inner: { type: 'object', ...title, properties: {} } } });
    const answer = (title: object) =>
      generate(get({ responses: { '200': { description: 'Done.', content: content(title) } } }));
    const { code, errors } = await answer({});
    expect(code).toBe(1);
    expect(errors).toMatch(/: the object at \/paths\/.*\/properties\/inner has no title\n$/);
    expect(await answer({ title: 'Inner' })).toEqual({ code: 0, errors: '' });
  });
});

describe('of the settings of SDKs the generator says what is wrong', () => {
  const settingsOf = (contract: string): string => `
clients: [{ name: try, tag: Try, partner: CAS, contracts: [${contract}], operations: {} }]
servers: []
`;
  test.each([
    ['contracts/sdks/sdks.yaml: there is no contract gone', settingsOf('gone')],
    ['contracts/sdks/sdks.yaml: no name for try', settingsOf('try')],
  ])('%s', async (problem, settings) => {
    mkdirSync(join(folder, 'contracts/sdks'), { recursive: true });
    writeFileSync(join(folder, 'contracts/sdks/sdks.yaml'), settings);
    expect(await generate(get({}))).toEqual({ code: 1, errors: `${problem}\n` });
  });
});
