import type { ApiContract, ApiOperation, Field, Located } from '../contracts';
import { type Check, type Clause, Findings, type Outcome } from '../report';
import { isFieldName, type Mistake, parsed, type Shapes, shapesOf } from '../shapes';
import { type RecordedCall, valuesOf } from './har';

/**
 * Holds recorded calls to the contracts of what partners call: each request, and each answer. No key, header or body is
 * told.
 *
 * @param contracts those that the calls may be of
 * @param chosen whether somebody said that they are of these: operations without a call are told then
 * @returns the contracts that calls were found of, or that were chosen
 */
export function checkCalls(
  contracts: readonly ApiContract[],
  calls: readonly RecordedCall[],
  { chosen }: { chosen: boolean },
): { contracts: ApiContract[]; checks: Check[] } {
  const operations = contracts.flatMap((contract) =>
    contract.operations.map((operation) => new OperationCalls(contract, operation)),
  );
  const other = new Findings();
  const [first] = contracts;
  for (const call of calls) {
    const matches = operations.filter(({ operation }) => pathPattern(operation.path).test(call.url.pathname));
    const match = matches.find(({ operation }) => operation.method === call.method);
    const near = match ?? matches[0] ?? operations.find(({ operation }) => isNear(operation.path, call.url.pathname));
    if (match) match.look(call);
    else if (near) near.miss(call, matches.length > 0);
    else
      other.add(call.name, {
        found: 'its path is that of no operation',
        clause: clauseOf(first!, '/paths', 'The paths of the contract.'),
        mend: 'Nothing, where it is no call of OCMS. Otherwise call the path that the contract has.',
      });
  }
  const seen = operations.filter((each) => each.isSeen);
  const checks = (chosen ? operations : seen).flatMap((each) => each.checks());
  const strange = other.list();
  if (strange.length > 0)
    checks.push({
      group: 'Recording',
      title: chosen ? 'All entries are calls of this contract' : 'All entries are calls of OCMS',
      outcome: 'advice',
      clause: strange[0]!.clause,
      findings: strange,
    });
  return { contracts: contracts.filter((each) => chosen || seen.some(({ contract }) => contract === each)), checks };
}

const clauseOf = ({ name, version }: ApiContract, pointer: string, sentence: string): Clause => ({
  contract: name,
  version,
  pointer,
  sentence: sentence.replaceAll(/\*\*|`/g, ''),
});

const pathPattern = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`);

/** Whether a path is an operation's, written another way: behind a prefix, in other letters, with a slash at the end. */
function isNear(path: string, called: string): boolean {
  const plain = (text: string): string =>
    text
      .toLowerCase()
      .replaceAll(/\/{2,}/g, '/')
      .replace(/\/$/, '');
  return new RegExp(pathPattern(plain(path)).source.slice(1)).test(plain(called));
}

/** What is asked of all calls of an operation together. */
const ASPECTS = {
  address: ['Requests', 'Calls go where the contract says, over HTTPS'],
  key: ['Requests', 'Calls have their key, once and in its header'],
  parameters: ['Requests', 'Parameters are those of the contract'],
  type: ['Requests', 'Bodies are application/json in UTF-8, uncompressed'],
  size: ['Requests', 'Bodies are within the limit'],
  json: ['Requests', 'Bodies are whole JSON'],
  schema: ['Requests', 'Bodies have the contract’s shape'],
  words: ['Requests', 'Bodies are as the contract says in words'],
  unknown: ['Requests', 'Bodies have no other fields'],
  refused: ['Requests', 'No call is refused that looks right'],
  status: ['Answers', 'Statuses are those of the contract'],
  answerType: ['Answers', 'Answers are of the contract’s media type'],
  answerHeaders: ['Answers', 'Headers are those of the contract'],
  answerSchema: ['Answers', 'Answers have the contract’s shape'],
  answerUnknown: ['Answers', 'Answers have no other fields'],
} as const;
type Aspect = keyof typeof ASPECTS;
/** Nothing that the contract forbids. */
const ADVICE: readonly Aspect[] = ['unknown', 'refused', 'answerUnknown'];

/** What the contract says of a request in words alone, word for word: by the operation. */
export const REQUEST_RULES: Readonly<
  Record<string, { sentence: string; mend: string; breach: (body: unknown) => string | undefined } | undefined>
> = {
  'cas-updateCourtNotices': {
    sentence: '`noticeNo` twice in one request is 400.',
    mend: 'Send each notice once, as it is last.',
    breach(body) {
      const { notices } = body as { notices: { noticeNo: string }[] };
      return new Set(notices.map(({ noticeNo }) => noticeNo)).size < notices.length
        ? 'a noticeNo is in /notices more than once'
        : undefined;
    },
  },
};

const TELL_OCMS = 'Tell the integration team: OCMS, or something on the way, answers otherwise than the contract says.';

class OperationCalls {
  isSeen = false;
  private wrongRequests = 0;
  private readonly aspects = new Map<Aspect, { findings: Findings; looked: number; reason?: string }>();
  private readonly shapes: Shapes;
  /** What the operation is for: the beginning of what the contract says of it. */
  private readonly sentence: string;

  constructor(
    readonly contract: ApiContract,
    readonly operation: ApiOperation,
  ) {
    this.shapes = shapesOf(contract);
    [this.sentence = ''] = operation.description.split(/\n\s*\n/);
  }

  /** A call that is meant for this operation, and is not one of it. */
  miss({ name, method }: RecordedCall, isPath: boolean): void {
    const { operation } = this;
    this.isSeen = true;
    this.looked('address');
    if (isPath)
      this.add('address', name, `it is ${method} in place of ${operation.method}`, `Call it with ${operation.method}.`);
    else
      this.add(
        'address',
        name,
        'its path is not written as the contract has it',
        `Call ${operation.path} at the host that OCMS handed over: no prefix, the same capitals, no slash at the end.`,
        this.said(/[^.]*paths below are complete\./),
      );
  }

  look(call: RecordedCall): void {
    this.isSeen = true;
    const before = this.wrongRequests;
    this.address(call);
    this.key(call);
    this.parameters(call);
    this.body(call);
    if (this.wrongRequests === before) this.refusal(call);
    this.answer(call);
  }

  /** Of a call that looks right, as far as it was recorded. */
  private refusal({ name, request, answer }: RecordedCall): void {
    const { operation, contract } = this;
    const described = operation.answers.get(400);
    if (answer?.status !== 400 || !described || request.body === 'left-out') return;
    this.add(
      'refused',
      name,
      'it is answered 400, for what no schema says',
      'The errors of the answer say what; the description of the operation says when.',
      clauseOf(contract, described.descriptionAt, described.description),
    );
  }

  private address({ name, url }: RecordedCall): void {
    this.looked('address');
    const isOwn = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(url.hostname);
    if (url.protocol !== 'https:' && !isOwn)
      this.add('address', name, 'it goes over plain HTTP', 'Call https://….', this.said(/HTTPS only\./));
    if (url.username !== '' || url.password !== '')
      this.add('address', name, 'its address has a user or a password', 'Send the key in its header alone.');
  }

  private key({ name, request, answer }: RecordedCall): void {
    const { keyHeader, keyPointer, keyDescription } = this.operation;
    const header = keyHeader ?? 'Authorization';
    const clause = clauseOf(this.contract, keyPointer, keyDescription);
    const found = valuesOf(request, header);
    // Whoever records may leave keys out; what was answered otherwise had one.
    if (found.length === 0 && answer?.status !== 401) {
      this.skip('key', 'the recording has left keys out');
      return;
    }
    this.looked('key');
    const mend = `Send ${keyHeader === undefined ? 'Authorization: Bearer and the token' : `the key that OCMS issued in ${keyHeader}`}, once.`;
    const isForm = keyHeader === undefined ? /^Bearer [^\s,]+$/i : /^[!-~]+$/;
    if (found.length === 0) this.add('key', name, `${header} is missing`, mend, clause);
    else if (found.length > 1) this.add('key', name, `${header} is there ${found.length} times`, mend, clause);
    else if (!isForm.test(found[0]!)) this.add('key', name, `${header} is empty or of another form`, mend, clause);
    else if (answer?.status === 401)
      this.add('key', name, `${header} is refused (401)`, 'Send the key of this partner and environment.', clause);
  }

  private parameters({ name, url, request }: RecordedCall): void {
    const { operation } = this;
    const known = operation.parameters;
    const seen = [...url.searchParams.keys()];
    this.looked('parameters');
    for (const parameter of new Set(seen)) {
      const isKnown = known.some((each) => each.in === 'query' && each.name === parameter);
      if (!isKnown)
        this.add(
          'parameters',
          name,
          `it has the query parameter ${isFieldName(parameter) ? parameter : 'of another name'}, which the contract does not`,
          'Leave it out: it is answered 400.',
          this.said(/[^.;]*query parameters[^.]*\./),
        );
    }
    const path = pathPattern(operation.path).exec(url.pathname)?.slice(1) ?? [];
    const inPath = [...operation.path.matchAll(/\{([^}]+)\}/g)].map(([, each]) => each);
    for (const parameter of known) {
      const values =
        parameter.in === 'query'
          ? url.searchParams.getAll(parameter.name)
          : parameter.in === 'header'
            ? valuesOf(request, parameter.name)
            : [decoded(path[inPath.indexOf(parameter.name)] ?? '')];
      const wrong = this.wrongField(parameter, values);
      if (wrong !== undefined)
        this.add(
          'parameters',
          name,
          `${parameter.name} ${wrong}`,
          `Send ${parameter.name} as the contract has it.`,
          clauseOf(this.contract, parameter.pointer, parameter.description),
        );
    }
  }

  /** What is wrong with the values of a parameter or header. */
  private wrongField({ schema, required, pointer }: Field, values: readonly string[]): string | undefined {
    if (values.length === 0) return required ? 'is missing' : undefined;
    if (values.length > 1) return `is there ${values.length} times`;
    return this.shapes.mistakes({ schema, pointer }, converted(schema, values[0]!))[0]?.rule;
  }

  private body({ name, request, answer }: RecordedCall): void {
    const { operation } = this;
    const { body } = request;
    const at = clauseOf(this.contract, `${operation.pointer}/requestBody`, this.sentence);
    if (!operation.request) {
      this.looked('schema');
      if (body !== 'none')
        this.add('schema', name, 'it has a body, and the contract has none', 'Send no body.', {
          ...at,
          pointer: operation.pointer,
        });
      return;
    }
    if (body === 'left-out') {
      this.skip('schema', 'the recording has left bodies out');
      return;
    }
    const inWords = this.said(/Body\.\*\*[^.]*\.|Content-Type: application\/json[^.]*\./);
    for (const aspect of ['type', 'size', 'json', 'schema', 'unknown'] as const) this.looked(aspect);
    if (body === 'none') {
      this.add('schema', name, 'it has no body', 'Send a body as the contract has it.', at);
      return;
    }
    const wrongType = wrongMediaType(request.mediaType, ['application/json']);
    if (wrongType !== undefined)
      this.add('type', name, `its body is ${wrongType}`, 'Send Content-Type: application/json, in UTF-8.', inWords);
    const encodings = valuesOf(request, 'content-encoding').filter((each) => each.toLowerCase() !== 'identity');
    if (encodings.length > 0)
      this.add('type', name, 'its body is compressed', 'Send bodies as they are: no Content-Encoding.', inWords);
    if (body.length > operation.maxBodyBytes)
      this.add('size', name, `its body has more than ${operation.maxBodyBytes} bytes`, 'Send less at once.', at);
    const value = parsed(body);
    if (value === undefined) {
      // What was compressed is no JSON as it is recorded.
      if (encodings.length === 0)
        this.add('json', name, 'its body is no JSON in UTF-8', 'Send one whole JSON document in UTF-8.', inWords);
      return;
    }
    const mistakes = this.shapes.mistakes(operation.request, value);
    for (const mistake of mistakes)
      this.add('schema', name, `${mistake.place} ${mistake.rule}`, mendOf(mistake), this.clause(mistake));
    const rule = mistakes.length === 0 ? REQUEST_RULES[operation.id] : undefined;
    if (rule) {
      this.looked('words');
      const found = rule.breach(value);
      if (found !== undefined)
        this.add('words', name, found, rule.mend, clauseOf(this.contract, operation.pointer, rule.sentence));
    }
    if (mistakes.length === 0)
      for (const place of this.shapes.unknownFields(operation.request, value))
        this.add(
          'unknown',
          name,
          `it has ${place}, which the contract does not`,
          'Leave it out, or tell the integration team: OCMS ignores it today.',
          clauseOf(this.contract, operation.request.pointer, operation.request.schema.description ?? ''),
        );
    if (answer?.status === 413 && mistakes.length === 0 && body.length <= operation.maxBodyBytes)
      this.add('size', name, 'it is answered 413', 'Send less at once.', at);
  }

  private answer({ name, answer }: RecordedCall): void {
    const { operation } = this;
    if (!answer) {
      this.skip('status', 'the recording has no answer');
      return;
    }
    const { status, body, mediaType, headers } = answer;
    const described = operation.answers.get(status);
    this.looked('status');
    if (!described) {
      this.add('status', name, `it is answered ${status}`, TELL_OCMS, {
        ...clauseOf(this.contract, `${operation.pointer}/responses`, this.sentence),
      });
      return;
    }
    const clause = clauseOf(this.contract, described.descriptionAt, described.description);
    this.looked('answerHeaders');
    if (headers.length === 0) this.skip('answerHeaders', 'the recording has left headers out');
    else
      for (const header of described.headers) {
        const wrong = this.wrongField(header, valuesOf(answer, header.name));
        if (wrong !== undefined)
          this.add(
            'answerHeaders',
            name,
            `${header.name} of an answer of status ${status} ${wrong}`,
            TELL_OCMS,
            clauseOf(this.contract, header.pointer, header.description),
          );
      }
    if (body === 'left-out') {
      this.skip('answerSchema', 'the recording has left bodies out');
      return;
    }
    this.looked('answerType');
    const types = described.mediaTypes;
    const found =
      types.length === 0
        ? body === 'none'
          ? undefined
          : 'there, and the contract has none'
        : body === 'none'
          ? 'missing'
          : wrongMediaType(mediaType, types);
    if (found !== undefined)
      this.add('answerType', name, `the body of an answer of status ${status} is ${found}`, TELL_OCMS, clause);
    if (found !== undefined || body === 'none' || !described.schema) return;
    this.answerBody(name, status, body, { schema: described.schema, pointer: described.pointer! }, clause);
  }

  private answerBody(name: string, status: number, body: Buffer, located: Located, clause: Clause): void {
    this.looked('answerSchema');
    this.looked('answerUnknown');
    const value = parsed(body);
    if (value === undefined) {
      this.add('answerSchema', name, `an answer of status ${status} is no JSON in UTF-8`, TELL_OCMS, clause);
      return;
    }
    const mistakes = this.shapes.mistakes(located, value);
    for (const mistake of mistakes)
      this.add(
        'answerSchema',
        name,
        `in an answer of status ${status}, ${mistake.place} ${mistake.rule}`,
        TELL_OCMS,
        this.clause(mistake),
      );
    for (const place of mistakes.length > 0 ? [] : this.shapes.unknownFields(located, value))
      this.add(
        'answerUnknown',
        name,
        `an answer of status ${status} has ${place}, which this version of the contract does not`,
        'Ignore fields that you do not know: answers may gain some.',
        clauseOf(this.contract, located.pointer, located.schema.description ?? ''),
      );
  }

  checks(): Check[] {
    const { operation } = this;
    const about = clauseOf(this.contract, operation.pointer, this.sentence);
    const check = (aspect: Aspect, outcome: Outcome, clause: Clause): Omit<Check, 'findings'> => {
      const [group, title] = ASPECTS[aspect];
      return { group, title, operation: operation.id, outcome, clause };
    };
    if (!this.isSeen)
      return [{ ...check('address', 'skipped', about), reason: 'no call of it was recorded', findings: [] }];
    return (Object.keys(ASPECTS) as Aspect[]).flatMap((aspect): Check[] => {
      const { findings, looked, reason } = this.aspects.get(aspect) ?? { looked: 0 };
      const list = findings?.list() ?? [];
      if (list.length > 0) {
        const outcome = ADVICE.includes(aspect) ? 'advice' : 'failed';
        return [{ ...check(aspect, outcome, list[0]!.clause), findings: list }];
      }
      if (looked > 0) return ADVICE.includes(aspect) ? [] : [{ ...check(aspect, 'passed', about), findings: [] }];
      return reason === undefined ? [] : [{ ...check(aspect, 'skipped', about), reason, findings: [] }];
    });
  }

  private of(aspect: Aspect) {
    const known = this.aspects.get(aspect) ?? { findings: new Findings(), looked: 0 };
    this.aspects.set(aspect, known);
    return known;
  }

  private looked(aspect: Aspect): void {
    this.of(aspect).looked += 1;
  }

  private skip(aspect: Aspect, reason: string): void {
    this.of(aspect).reason = reason;
  }

  private add(aspect: Aspect, seen: string, found: string, mend: string, clause?: Clause): void {
    const about = clause ?? clauseOf(this.contract, this.operation.pointer, this.sentence);
    if (ASPECTS[aspect][0] === 'Requests' && !ADVICE.includes(aspect)) this.wrongRequests += 1;
    this.of(aspect).findings.add(seen, { found, mend, clause: about });
  }

  private clause({ clause }: Mistake): Clause {
    return clauseOf(this.contract, clause.pointer, clause.sentence || this.sentence);
  }

  /** A sentence of what the contract says of every call. */
  private said(words: RegExp): Clause {
    const { description } = this.contract;
    return clauseOf(
      this.contract,
      '/info/description',
      (words.exec(description.replaceAll(/\s+/g, ' '))?.[0] ?? description).trim(),
    );
  }
}

const mendOf = ({ place, rule }: Mistake): string =>
  `Send ${place === '/' ? 'a body' : place} as the contract has it: it ${rule}.`;

/** What is wrong with a media type, in words. */
function wrongMediaType(given: string, types: readonly string[]): string | undefined {
  const [media = '', ...parameters] = given
    .toLowerCase()
    .split(';')
    .map((each) => each.trim());
  if (!types.includes(media)) return media === '' ? 'of no media type' : 'of another media type';
  const charset = parameters.find((each) => each.startsWith('charset='))?.slice('charset='.length);
  return charset === undefined || charset.replaceAll('"', '') === 'utf-8'
    ? undefined
    : 'not in UTF-8, as its type says';
}

/** A parameter's text as the type that its schema has. */
function converted({ type }: Located['schema'], text: string): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
