import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Ajv from 'ajv';
import Ajv2020 from 'ajv/dist/2020';
import { openApi30 } from '../../src/contract/openapi-3.0';

/* eslint-disable @typescript-eslint/no-explicit-any -- documents and bodies of any shape */

const ROOT = join(__dirname, '../..');
const PUBLISHED = join(ROOT, 'generated/contracts');

const contracts = readdirSync(PUBLISHED)
  .filter((file) => file.endsWith('.json'))
  .map((file) => [file.slice(0, -'.json'.length), JSON.parse(readFileSync(join(PUBLISHED, file), 'utf8'))] as const)
  .filter(([, document]) => 'openapi' in document);

/** Every body the contract shows, with where its schema is. */
function examplesOf(document: any): { pointer: string; example: unknown }[] {
  const found: { pointer: string; example: unknown }[] = [];
  const walk = (value: any, at: string): void => {
    if (typeof value !== 'object' || value === null) return;
    if (value.schema && value.examples && !Array.isArray(value.examples))
      for (const { value: example } of Object.values<any>(value.examples))
        if (example !== undefined) found.push({ pointer: `${at}/schema`, example });
    for (const [key, inner] of Object.entries(value))
      walk(inner, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);
  };
  walk(document, '#');
  return found;
}

const OPTIONS = { strict: false, validateFormats: false, allErrors: false } as const;

/** Whether a body satisfies a schema of the document: 3.0's dialect is draft 5 with nullable, 3.1's is 2020-12. */
function judge(ajv: Ajv | Ajv2020, document: object): (pointer: string, body: unknown) => boolean {
  ajv.addSchema(document, 'contract');
  const compiled = new Map<string, (body: unknown) => unknown>();
  return (pointer, body) => {
    let validate = compiled.get(pointer);
    if (!validate) compiled.set(pointer, (validate = ajv.compile({ $ref: `contract${encodeURI(pointer)}` })));
    return validate(body) === true;
  };
}

/** Bodies near this one, most of them wrong: without a property, with null, with another type, with one too many. */
function* near(body: any): Generator<unknown> {
  yield null;
  yield [];
  if (Array.isArray(body)) {
    for (const [index, item] of body.slice(0, 2).entries())
      for (const other of near(item)) yield body.map((each, at) => (at === index ? other : each) as unknown);
  } else if (typeof body === 'object' && body !== null) {
    yield { ...body, unknownField: 1 };
    for (const key of Object.keys(body)) {
      const { [key]: value, ...without } = body;
      yield without;
      for (const other of ['', 'U', 'x'.repeat(2_000), -1, 1.5, true, {}]) yield { ...body, [key]: other };
      for (const other of near(value)) yield { ...body, [key]: other };
    }
  }
}

test('there are contracts, and each is 3.0 then', () => {
  expect(contracts.length).toBeGreaterThan(15);
  for (const [, document] of contracts) expect(openApi30(document)).toMatchObject({ openapi: '3.0.3' });
});

describe.each(contracts)('%s', (_name, document) => {
  const converted = openApi30(document);
  const examples = examplesOf(document);

  test('is the same but for its schemas: paths, statuses, headers, keys', () => {
    const outline = ({ paths, components, servers, tags }: Record<string, any>): unknown => ({
      paths: Object.entries<any>(paths).map(([path, item]) => [
        path,
        Object.entries<any>(item).map(([method, operation]) => [
          method,
          operation?.operationId as unknown,
          Object.keys(operation?.responses ?? {}),
          operation?.security as unknown,
        ]),
      ]),
      components: Object.entries<any>(components).map(([kind, all]) => [kind, Object.keys(all)]),
      securitySchemes: components.securitySchemes,
      servers,
      tags,
    });
    expect(outline(converted)).toEqual(outline(document));
  });

  test('its examples hold, and it takes and refuses what the contract does', () => {
    expect(examples.length).toBeGreaterThan(0);
    const before = judge(new Ajv2020(OPTIONS), document);
    const after = judge(new Ajv(OPTIONS), converted);
    const differing: unknown[] = [];
    let refused = 0;
    for (const { pointer, example } of examples) {
      expect([pointer, after(pointer, example)]).toEqual([pointer, true]);
      for (const body of near(example)) {
        const taken = before(pointer, body);
        if (!taken) refused++;
        if (after(pointer, body) !== taken) differing.push({ pointer, body, taken });
      }
    }
    expect(differing).toEqual([]);
    expect(refused).toBeGreaterThan(10);
  });
});

test('a validator of OpenAPI 3.0 finds nothing wrong, and would', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ocms-openapi-'));
  try {
    const files = contracts.map(([name, document]) => {
      writeFileSync(join(folder, `${name}.json`), JSON.stringify(openApi30(document)));
      return join(folder, `${name}.json`);
    });
    writeFileSync(join(folder, 'redocly.yaml'), 'rules: { struct: error, no-unresolved-refs: error }\n');
    const lint = (...names: string[]): string =>
      execFileSync(
        process.execPath,
        [
          join(ROOT, 'node_modules/@redocly/cli/bin/cli.js'),
          'lint',
          '--config',
          join(folder, 'redocly.yaml'),
          ...names,
        ],
        {
          env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
          encoding: 'utf8',
          stdio: 'pipe',
        },
      );
    lint(...files);
    // A 3.1 document under the name of 3.0.
    const [, wrong] = contracts.find(([name]) => name === 'repccsWebhook')!;
    writeFileSync(join(folder, 'wrong.json'), JSON.stringify({ ...wrong, openapi: '3.0.3' }));
    expect(() => lint(join(folder, 'wrong.json'))).toThrow();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe('what has no counterpart is refused by its place', () => {
  const withSchema = (schema: object): object => ({
    openapi: '3.1.1',
    info: { title: 'try', version: '1.0.0' },
    paths: {},
    components: { schemas: { Try: schema } },
  });
  test.each([
    [{ patternProperties: { a: {} } }],
    [{ prefixItems: [{}] }],
    [{ exclusiveMinimum: 1 }],
    [{ type: ['string', 'integer'] }],
    [{ $ref: '#/components/schemas/Try', description: 'beside it' }],
    [{ if: {}, then: {} }],
    [{ contentEncoding: 'base32' }],
    [{ properties: { a: true } }],
  ])('%j', (schema) => {
    expect(() => openApi30(withSchema(schema))).toThrow(/^\/components\/schemas\/Try/);
  });

  test('webhooks', () => {
    expect(() => openApi30({ ...withSchema({}), webhooks: {} })).toThrow('/webhooks: OpenAPI 3.0 has no webhooks');
  });
});
