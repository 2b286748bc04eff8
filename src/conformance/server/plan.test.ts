import { readConfig } from '../../config/config';
import { apiContractNames, readApiContract, valueAt } from '../contracts';
import { shapesOf } from '../shapes';
import { TIME_LIMITS } from './limits';
import { plan } from './plan';
import { RULES } from './rules';

const contracts = apiContractNames()
  .map((name) => readApiContract(name)!)
  .filter(({ direction }) => direction === 'outbound');
const operations = contracts.flatMap((contract) => contract.operations.map((operation) => ({ contract, operation })));

const plainly = (text: string): string => text.replaceAll(/\s+/g, ' ');

it('the time that OCMS waits is what its configuration has', () => {
  const { systems } = readConfig({});
  expect(TIME_LIMITS).toEqual(
    Object.fromEntries(Object.entries(systems).map(([system, settings]) => [system, settings?.timeoutMs])),
  );
});

it('rules are of operations that there are', () => {
  const ids = operations.map(({ operation }) => operation.id);
  for (const id of Object.keys(RULES)) expect(ids).toContain(id);
});

describe.each(operations)('$operation.id', ({ contract, operation }) => {
  const shapes = shapesOf(contract);
  const cases = plan(contract, operation, shapes);
  const { request } = operation;

  it('its rules are sentences of the contract', () => {
    const text = plainly(JSON.stringify(contract.document).replaceAll('\\n', ' ').replaceAll('\\"', '"'));
    const { reference, rules = [], refused = [] } = RULES[operation.id] ?? {};
    const sentences = [...rules, ...refused].map(({ sentence }) => sentence);
    for (const sentence of [...sentences, reference?.sentence, reference?.refusedMayComeAgain])
      if (sentence !== undefined) expect(text).toContain(plainly(sentence));
  });

  it('what is to be taken is within the schema, and what is to be refused is not', () => {
    const said = new Set((RULES[operation.id]?.refused ?? []).map(({ title }) => title));
    for (const { title, expected, body } of cases) {
      if (body === undefined || !request || said.has(title)) continue;
      const holds = shapes.holds(request.schema, body);
      if (expected === 'taken' || expected === 'taken-or-refused') expect([title, holds]).toEqual([title, true]);
      if (expected === 'refused') expect([title, holds]).toEqual([title, false]);
    }
  });

  it('each call shows something of its own, and its clause is in the contract', () => {
    const titles = cases.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    for (const { clause } of cases) expect(valueAt(contract.document, clause.pointer)).toBeDefined();
  });

  it('both limits of each text, number and list of the request are tried', () => {
    const limits = titlesOf(cases, 'Limits');
    const visit = (at: NonNullable<typeof request>, name: string): void => {
      const { schema, pointer } = shapes.resolve(at);
      for (const option of schema.oneOf ?? []) visit({ schema: option, pointer }, name);
      for (const [key, property] of Object.entries(schema.properties ?? {}))
        visit({ schema: property, pointer }, name === '' ? key : `${name}.${key}`);
      const { maxLength = 0, minLength, maximum, maxItems } = schema;
      if (maxLength > (minLength ?? 0) && !schema.enum) expect(limits).toContain(`${name} has ${maxLength} characters`);
      if (maximum !== undefined) expect(limits).toContain(`${name} is the most`);
      if (maxItems !== undefined) expect(limits).toContain(`${name} has ${maxItems} entries`);
    };
    if (request) visit(request, '');
  });
});

const titlesOf = (cases: ReturnType<typeof plan>, group: string): string[] =>
  cases
    .filter((each) => each.group === group)
    .map(({ title }) => title.replace(/^A request is taken where | \(\w+\)$/g, ''));
