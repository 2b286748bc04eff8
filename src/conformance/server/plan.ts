import type { ApiContract, ApiOperation, Located, Schema } from '../contracts';
import { isObject, type Shapes } from '../shapes';
import type { Clause } from '../report';
import { textOf } from './text';
import { RULES } from './rules';

/** What a call should come to. */
export type Expected =
  /** 200 */
  | 'taken'
  /** 200, or a documented refusal: it is within the schema, and may be nothing the partner has to do with */
  | 'taken-or-refused'
  /** a documented refusal */
  | 'refused'
  /** 401 */
  | 'unauthorised'
  /** 404 */
  | 'unknown-path'
  /** 200 or a documented refusal; no failure */
  | 'no-failure';

/** A call to make, and what it shows. */
export interface Case {
  readonly group: 'Examples' | 'Limits' | 'Refusals' | 'Keys';
  /** A sentence that is true where the server is right. */
  readonly title: string;
  readonly expected: Expected;
  readonly body?: unknown;
  /** In place of a JSON body. */
  readonly raw?: { readonly text: string; readonly type: string };
  /** `none`, or another than the one that opens the operation. */
  readonly key?: 'none' | 'wrong';
  readonly path?: string;
  readonly clause: Clause;
  readonly mend: string;
  /** The place of the field that was changed, in the body. */
  readonly place?: string;
}

/** As many characters as a limit's own text is made of. */
const MOST_TEXT = 8_000_000;

/** Calls that show whether a server keeps to its contract, those that change least first. */
export function plan(contract: ApiContract, operation: ApiOperation, shapes: Shapes): Case[] {
  return new Planner(contract, operation, shapes).cases();
}

class Planner {
  private readonly found: Case[] = [];
  private readonly taken: Clause;
  private readonly badRequest: Clause;
  /** Which of several schemas the fields are of, where it is not the example's. */
  private variant = '';

  constructor(
    private readonly contract: ApiContract,
    private readonly operation: ApiOperation,
    private readonly shapes: Shapes,
  ) {
    this.taken = this.clauseOf(`${operation.pointer}/responses/200`, operation.answers.get(200)?.description ?? '');
    this.badRequest = this.clauseOf(
      `${operation.pointer}/responses/400`,
      operation.answers.get(400)?.description ?? '',
    );
  }

  cases(): Case[] {
    const { operation } = this;
    const { request, examples } = operation;
    for (const { name, value, pointer } of examples) {
      this.add('Examples', `Example ${name} is taken`, 'taken', {
        body: value,
        clause: this.clauseOf(pointer, operation.description),
        mend: 'Take the request as the contract has it, and answer 200.',
      });
    }
    if (!request) {
      this.add('Examples', 'A call without a body is answered', 'taken', {
        clause: this.taken,
        mend: 'Answer 200 with the whole list; the call has no body.',
      });
    }
    const [example] = examples;
    if (request && example) {
      this.fieldsOf(request, example.value, (value) => value, '');
      this.wholeBody(request, example.value);
    }
    this.keys(example?.value);
    this.add('Refusals', 'A path that there is not is answered 404', 'unknown-path', {
      ...(example && { body: example.value }),
      path: `${operation.path}-that-is-none`,
      clause: this.clauseOf(`${operation.pointer}/responses/404`, operation.answers.get(404)?.description ?? ''),
      mend: 'Answer 404 for any other path: OCMS finds a wrong address by it.',
    });
    return this.found.filter(({ body }) => body === undefined || this.fits(body));
  }

  private fits(body: unknown): boolean {
    const { maxBodyBytes } = this.operation;
    return maxBodyBytes === 0 || Buffer.byteLength(JSON.stringify(body)) <= maxBodyBytes;
  }

  private keys(example: unknown): void {
    const { keyHeader, keyPointer, answers } = this.operation;
    if (keyHeader === undefined) return;
    const clause = this.clauseOf(keyPointer, answers.get(401)?.description ?? '');
    const body = example === undefined ? {} : { body: example };
    this.add('Keys', 'A call without a key is answered 401', 'unauthorised', {
      ...body,
      key: 'none',
      clause,
      mend: `Answer 401 to a call without ${keyHeader}, before its body is looked at.`,
    });
    this.add('Keys', 'A call with another key is answered 401', 'unauthorised', {
      ...body,
      key: 'wrong',
      clause,
      mend: `Compare all of ${keyHeader} with the keys that were issued, and answer 401 to any other.`,
    });
  }

  private wholeBody({ pointer, schema }: Located, example: unknown): void {
    const clause = this.clauseOf(pointer, schema.description ?? '');
    const refusal = (title: string, raw: { text: string; type: string }, mend: string): void =>
      this.add('Refusals', title, 'refused', { raw, clause: this.badRequest, mend });
    const text = JSON.stringify(example);
    refusal(
      'JSON that is cut off is refused',
      { text: text.slice(0, -2), type: 'application/json' },
      'Answer 400 to what is no JSON.',
    );
    refusal('An empty body is refused', { text: '', type: 'application/json' }, 'Answer 400 to a body that is empty.');
    refusal(
      'Text in place of JSON is refused',
      { text: 'hello', type: 'text/plain' },
      'Answer 400 or 415 to what is not application/json.',
    );
    this.add('Refusals', 'A list in place of an object is refused', 'refused', {
      body: [example],
      clause,
      mend: 'Answer 400 to a body that is no object.',
    });
    if (isObject(example)) {
      this.add('Limits', 'A further field breaks nothing', 'no-failure', {
        body: { ...example, ocmsConformance: 'a further field' },
        clause,
        mend: 'Ignore fields that the contract does not name, or answer 400: a later version may have more of them.',
      });
    }
    for (const { title, sentence, change, mend } of RULES[this.operation.id]?.refused ?? []) {
      this.add('Refusals', title, 'refused', {
        body: change(example as Record<string, unknown>),
        clause: this.clauseOf('/info/description', sentence),
        mend,
      });
    }
  }

  /** @param into the body with another value in this place */
  private fieldsOf(located: Located, value: unknown, into: (value: unknown) => unknown, place: string): void {
    const at = this.shapes.resolve(located);
    const { schema, pointer } = at;
    if (schema.oneOf) {
      const options = schema.oneOf.map((option, index) =>
        this.shapes.resolve({ schema: option, pointer: `${pointer}/oneOf/${index}` }),
      );
      for (const option of options) {
        const isIt = this.shapes.holds(option.schema, value);
        const sample = isIt ? value : this.sample(option);
        if (!isIt) this.taken_(`${told(place)} is ${titleOf(option)}`, into(sample), option, place);
        const outer = this.variant;
        if (!isIt) this.variant = ` (${titleOf(option)})`;
        this.fieldsOf(option, sample, into, place);
        this.variant = outer;
      }
      return;
    }
    if (place !== '') this.field(at, value, into, place);
    if (schema.properties && isObject(value)) {
      for (const [name, property] of Object.entries(schema.properties)) {
        const inner = this.shapes.resolve({ schema: property, pointer: `${pointer}/properties/${name}` });
        const inside = `${place}/${name}`;
        const without = into(Object.fromEntries(Object.entries(value).filter(([key]) => key !== name)));
        const required = schema.required?.includes(name) === true;
        if (required) this.refused(`without ${told(inside)}`, without, inner, inside, `must have ${name}`);
        else this.taken_(`${told(inside)} is left out`, without, inner, inside);
        const own = Object.hasOwn(value, name) ? value[name] : this.sample(inner);
        this.fieldsOf(inner, own, (changed) => into({ ...value, [name]: changed }), inside);
      }
    } else if (schema.items && Array.isArray(value) && value.length > 0) {
      const items = this.shapes.resolve({ schema: schema.items, pointer: `${pointer}/items` });
      this.fieldsOf(items, value[0], (changed) => into([changed, ...(value.slice(1) as unknown[])]), `${place}/0`);
    }
  }

  private field(at: Located, value: unknown, into: (value: unknown) => unknown, place: string): void {
    const { schema } = at;
    const name = told(place);
    const types = typeof schema.type === 'string' ? [schema.type] : (schema.type ?? []);
    const take = (how: string, changed: unknown): void => {
      if (changed !== undefined && this.shapes.holds(schema, changed))
        this.taken_(`${name} ${how}`, into(changed), at, place);
    };
    const refuse = (how: string, changed: unknown, rule: string): void => {
      if (changed !== undefined && !this.shapes.holds(schema, changed))
        this.refused(`${name} ${how}`, into(changed), at, place, rule);
    };
    if (types.includes('null')) take('is null', null);
    else refuse('is null', null, 'must not be null');

    if (schema.enum) {
      for (const code of schema.enum) if (code !== value) take(`is ${String(code)}`, code);
      refuse('is no code of its list', 'ZZ', `must be one of ${schema.enum.join(', ')}`);
    } else if (types.includes('string')) this.text(schema, value, place, take, refuse);
    if (types.includes('string')) refuse('is a number in place of text', 12345, 'must be text');
    if (types.includes('integer') || types.includes('number')) this.number(schema, take, refuse);
    if (types.includes('array')) this.list(schema, value, place, take, refuse);
    if (types.includes('object')) refuse('is text in place of an object', 'text', 'must be an object');
  }

  private text(schema: Schema, value: unknown, place: string, take: Take, refuse: Refuse): void {
    const { minLength = 0, maxLength, pattern = '^[^\\x00]*$' } = schema;
    const longest = RULES[this.operation.id]?.longest?.[place];
    if (minLength !== maxLength) {
      if (minLength > 0 || typeof value !== 'string' || value !== '')
        take(
          minLength === 0 ? 'is empty' : `has ${minLength} ${characters(minLength)}`,
          longest ? undefined : textOf(pattern, minLength),
        );
      if (maxLength !== undefined && maxLength <= MOST_TEXT) {
        take(`has ${maxLength} characters`, longest?.(maxLength) ?? textOf(pattern, maxLength));
        if (!longest)
          take(
            `has ${maxLength} characters, each of them two units of UTF-16`,
            onlyAstral(textOf(pattern, maxLength, { astral: true })),
          );
      }
    }
    if (maxLength !== undefined && maxLength <= MOST_TEXT)
      refuse(
        'is too long',
        (typeof value === 'string' ? value : 'A').padEnd(maxLength + 1, 'A'),
        `must have at most ${maxLength} characters`,
      );
    if (minLength > 0)
      refuse(
        minLength === 1 ? 'is empty' : 'is too short',
        'A'.repeat(minLength - 1),
        `must have at least ${minLength} ${characters(minLength)}`,
      );
    const length = typeof value === 'string' && value !== '' ? [...value].length : Math.max(1, minLength);
    const wrong = ['!', '#', 'a', '\u0007', '\u0000']
      .map((each) => (typeof value === 'string' ? each + [...value].slice(1).join('') : each.repeat(length)))
      .find((text) => !this.shapes.holds(schema, text));
    if (schema.pattern !== undefined) refuse('is not of its form', wrong, `must match ${schema.pattern}`);
  }

  private number(schema: Schema, take: Take, refuse: Refuse): void {
    const { minimum, maximum, type } = schema;
    if (minimum !== undefined) {
      take('is the least', minimum);
      refuse('is too small', minimum - 1, `must be at least ${minimum}`);
    }
    if (maximum !== undefined) {
      take('is the most', maximum);
      refuse(
        'is too large',
        Number.isInteger(maximum) ? maximum + 1 : Math.ceil(maximum),
        `must be at most ${maximum}`,
      );
    }
    if (type === 'integer') refuse('has decimals', 1.5, 'must be a whole number');
    else take('has two decimals', 1.25);
    refuse('is text in place of a number', '12', 'must be a number');
  }

  private list(schema: Schema, value: unknown, place: string, take: Take, refuse: Refuse): void {
    if (!Array.isArray(value) || !schema.items) return;
    const { minItems = 0, maxItems, uniqueItems } = schema;
    const items = this.shapes.resolve({ schema: schema.items, pointer: '' });
    const many = (count: number): unknown[] =>
      Array.from({ length: count }, (_, index) =>
        this.another(items.schema, value[index % value.length], index, place),
      );
    if (value.length !== minItems)
      take(minItems === 0 ? 'is empty' : `has ${minItems} ${entries(minItems)}`, many(minItems));
    if (maxItems !== undefined && maxItems <= 10_000) {
      take(`has ${maxItems} entries`, many(maxItems));
      refuse('has too many entries', many(maxItems + 1), `must have at most ${maxItems} entries`);
    }
    if (minItems > 0) refuse('has no entries', [], `must have at least ${minItems} ${entries(minItems)}`);
    if (uniqueItems) refuse('has an entry twice', [value[0], value[0]], 'must have each entry once');
    refuse('is text in place of a list', 'text', 'must be a list');
  }

  /** An entry of a list that differs from the others. */
  private another(schema: Schema, value: unknown, index: number, place: string): unknown {
    if (typeof value === 'string') return numbered(schema, value, index);
    const field = RULES[this.operation.id]?.another?.[place];
    if (field === undefined || !isObject(value)) return value;
    const { schema: own } = this.shapes.at({ schema, pointer: '' }, `/${field}`);
    return { ...value, [field]: numbered(own, String(value[field]), index) };
  }

  /** A value of a schema, out of its examples. */
  private sample({ schema, pointer }: Located): unknown {
    if (schema.examples) return schema.examples[0];
    if (schema.enum) return schema.enum[0];
    if (schema.oneOf) return this.sample(this.shapes.resolve({ schema: schema.oneOf[0]!, pointer }));
    if (schema.type === 'null') return null;
    if (schema.properties) {
      return Object.fromEntries(
        Object.entries(schema.properties).map(([name, property]) => [
          name,
          this.sample(this.shapes.resolve({ schema: property, pointer })),
        ]),
      );
    }
    if (schema.items) return [this.sample(this.shapes.resolve({ schema: schema.items, pointer }))];
    return undefined;
  }

  private taken_(what: string, body: unknown, { pointer, schema }: Located, place: string): void {
    this.add('Limits', `A request is taken where ${what}`, 'taken-or-refused', {
      body,
      place,
      clause: this.clauseOf(pointer, schema.description ?? ''),
      mend: `Take ${told(place)} as wide as the contract has it.`,
    });
  }

  private refused(what: string, body: unknown, { pointer, schema }: Located, place: string, rule: string): void {
    this.add(
      'Refusals',
      what.startsWith('without') ? `A request ${what} is refused` : `A request is refused where ${what}`,
      'refused',
      {
        body,
        place,
        clause: { ...this.clauseOf(pointer, schema.description ?? ''), rule: `${told(place)} ${rule}.` },
        mend: `Check that ${told(place)} ${rule}; answer 400 where it does not hold, and take nothing.`,
      },
    );
  }

  private add(
    group: Case['group'],
    title: string,
    expected: Expected,
    rest: Omit<Case, 'group' | 'title' | 'expected'>,
  ): void {
    this.found.push({ group, title: title + this.variant, expected, ...rest });
  }

  private clauseOf(pointer: string, sentence: string): Clause {
    const { name, version } = this.contract;
    return { contract: name, version, pointer, sentence };
  }
}

type Take = (how: string, changed: unknown) => void;
type Refuse = (how: string, changed: unknown, rule: string) => void;

const characters = (count: number): string => (count === 1 ? 'character' : 'characters');
const entries = (count: number): string => (count === 1 ? 'entry' : 'entries');

/** A field as it is called in a sentence: its path without the indexes of entries. */
function told(place: string): string {
  const name = place
    .slice(1)
    .replaceAll(/\/0(?=\/|$)/g, '')
    .replaceAll('/', '.');
  if (name === '') return 'the body';
  return place.endsWith('/0') ? `an entry of ${name}` : name;
}

const titleOf = ({ schema, pointer }: Located): string =>
  schema.type === 'null' ? 'null' : (pointer.split('/').at(-1) ?? 'another');

const onlyAstral = (text: string | undefined): string | undefined =>
  text !== undefined && /[\u{10000}-\u{10ffff}]/u.test(text) ? text : undefined;

/** A text with a number at its end, of the same form. */
function numbered(schema: Schema, text: string, index: number): string {
  const { maxLength = 50 } = schema;
  const width = Math.min(maxLength, Math.max(text.length, 6));
  const digits = String(index).padStart(5, '0');
  return `${text.slice(0, width - digits.length)}${digits}`.slice(0, maxLength);
}
