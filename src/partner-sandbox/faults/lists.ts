import type { ListFault } from './catalogue';

/** Told to whoever asked for what the sandbox cannot do. */
export class SandboxError extends Error {}

interface ListedBody {
  body: Record<string, unknown>;
  list: string;
  rows: readonly unknown[];
  /** The field that says how many rows there are. */
  total: string | undefined;
}

/** The list in an answer, whatever its fields are called; undefined where it has none. */
function findList(body: unknown): ListedBody | undefined {
  if (typeof body !== 'object' || body === null) return undefined;
  const fields = Object.entries(body);
  const list = fields.find(([, value]) => Array.isArray(value));
  if (!list) return undefined;
  const total = fields.find(([name, value]) => typeof value === 'number' && /total|count/i.test(name));
  return { body: body as Record<string, unknown>, list: list[0], rows: list[1] as unknown[], total: total?.[0] };
}

/** Why a fault cannot be played on answers like this one; undefined where it can. */
export function unsuitable(fault: ListFault, example: unknown, makesRows: boolean): string | undefined {
  const found = findList(example);
  if (!found) return 'the operation does not answer with a list';
  if (fault.fault === 'wrong-total-count' && found.total === undefined) return 'the answer has no total';
  if (fault.fault === 'size' && !makesRows) return 'the partner’s file has no rows() for the operation';
  return undefined;
}

/** The answer's body with a list that is wrong as asked for. */
export function withWrongList(fault: Exclude<ListFault, { fault: 'size' }>, answer: unknown): unknown {
  const { body, list, rows, total } = listOf(answer);
  switch (fault.fault) {
    case 'wrong-total-count':
      if (total === undefined) throw new SandboxError('the answer has no total');
      return { ...body, [total]: Math.max(0, rows.length + fault.by) };
    case 'duplicate-row':
      if (rows.length === 0) throw new SandboxError('the list has no row to repeat');
      return { ...body, [list]: [...rows, rows[0]], ...(total !== undefined && { [total]: rows.length + 1 }) };
    case 'empty-list':
      return { ...body, [list]: [], ...(total !== undefined && { [total]: 0 }) };
  }
}

const ROWS_AT_ONCE = 500;

/** The answer as JSON text with `count` made-up rows, a piece at a time. */
export function* withManyRows(answer: unknown, count: number, row: (index: number) => unknown): Generator<string> {
  const { body, list, total } = listOf(answer);
  const { [list]: _rows, ...others } = body;
  if (total !== undefined) others[total] = count;
  yield `{${JSON.stringify(list)}:[`;
  for (let start = 0; start < count; start += ROWS_AT_ONCE) {
    const rows: string[] = [];
    for (let index = start; index < Math.min(count, start + ROWS_AT_ONCE); index += 1)
      rows.push(JSON.stringify(row(index)));
    yield `${start > 0 ? ',' : ''}${rows.join(',')}`;
  }
  const rest = JSON.stringify(others).slice(1);
  yield rest === '}' ? ']}' : `],${rest}`;
}

/** The answer with one value of a wrong type, as deep inside as there is a list. */
export function withWrongTypes(answer: unknown): unknown[] {
  const found = findList(answer);
  const last = found?.rows.at(-1);
  const candidates: unknown[] = [];
  if (found && typeof last === 'object' && last !== null) {
    const [field] = Object.keys(last);
    candidates.push({ ...found.body, [found.list]: [...found.rows.slice(0, -1), { ...last, [field!]: 12_345 }] });
  }
  if (typeof answer === 'object' && answer !== null) {
    for (const field of Object.keys(answer)) candidates.push({ ...answer, [field]: 'of the wrong type' });
  }
  return [...candidates, 'of the wrong type', null];
}

function listOf(answer: unknown): ListedBody {
  const found = findList(answer);
  if (!found) throw new SandboxError('the operation does not answer with a list');
  return found;
}
