import { isUtf8 } from 'node:buffer';
import { randomBytes } from 'node:crypto';
import { type Answer, type ApiContract, type ApiOperation, valueAt } from '../contracts';
import { type Check, type Clause, type Finding, Findings, type Latency, type Outcome } from '../report';
import { isObject, type Mistake, parsed, type Shapes, shapesOf } from '../shapes';
import { type Answered, callOnce, type Called } from './calls';
import { TIME_LIMITS } from './limits';
import { type Case, plan } from './plan';
import { type Rule, RULES } from './rules';

export interface ServerOptions {
  readonly contract: ApiContract;
  /** What the contract's paths are relative to. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In place of the time that OCMS waits. */
  readonly limitMs?: number | undefined;
}

/** After so many calls in a row without an answer the rest is not tried. */
const GIVES_UP_AFTER = 5;
/** As many answers tell how long they take. */
const TIMED = 20;

/** Holds a partner's server to a contract by calling it. */
export async function checkServer({
  contract,
  url,
  headers,
  limitMs,
}: ServerOptions): Promise<{ checks: Check[]; latency: Latency[] }> {
  const shapes = shapesOf(contract);
  const checks: Check[] = [];
  const latency: Latency[] = [];
  for (const operation of contract.operations) {
    const limit = limitMs ?? TIME_LIMITS[systemOf(contract, operation)] ?? 30_000;
    const run = new OperationRun(contract, operation, shapes, { url, headers, limit });
    checks.push(...(await run.checks()));
    latency.push(...run.latency());
  }
  return { checks, latency };
}

function systemOf(contract: ApiContract, { keyPointer }: ApiOperation): string {
  const scheme = valueAt(contract.document, keyPointer) as { 'x-ocms-system'?: string } | undefined;
  return scheme?.['x-ocms-system'] ?? '';
}

interface Target {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly limit: number;
}

/** What is asked of all answers together. */
type Aspect = 'time' | 'status' | 'type' | 'json' | 'schema' | 'refusal' | 'errors' | 'unknown';

class OperationRun {
  private readonly found: Check[] = [];
  private readonly aspects = new Map<Aspect, Findings>();
  private readonly rules = new Map<Rule, Findings>();
  private readonly times: number[] = [];
  private readonly answeredWith = new Set<number>();
  private readonly runId = randomBytes(5).toString('hex');
  private references = 0;
  private silent = 0;
  private calls = 0;

  constructor(
    private readonly contract: ApiContract,
    private readonly operation: ApiOperation,
    private readonly shapes: Shapes,
    private readonly target: Target,
  ) {
    for (const rule of RULES[operation.id]?.rules ?? []) this.rules.set(rule, new Findings());
  }

  async checks(): Promise<Check[]> {
    const { keyHeader } = this.operation;
    const hasKey = Object.keys(this.target.headers).some((name) => name.toLowerCase() === keyHeader?.toLowerCase());
    for (const each of plan(this.contract, this.operation, this.shapes)) {
      if (each.key !== undefined && !hasKey)
        this.skip(each.group, each.title, each.clause, `no ${keyHeader} was given: --header '${keyHeader}: …'`);
      else await this.try(each);
    }
    await this.repetitions();
    await this.timings();
    return [...this.found, ...this.ofAllAnswers()];
  }

  latency(): Latency[] {
    if (this.times.length === 0) return [];
    const sorted = [...this.times].sort((a, b) => a - b);
    const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1]!;
    const { limit } = this.target;
    return [
      {
        operation: this.operation.id,
        calls: sorted.length,
        p50: at(0.5),
        p95: at(0.95),
        longest: sorted.at(-1)!,
        limit,
      },
    ];
  }

  /** Makes the call of a case, and says whether it went as it should. */
  private async try(each: Case): Promise<void> {
    if (this.gaveUp) {
      this.skip(each.group, each.title, each.clause, `${GIVES_UP_AFTER} calls in a row had no answer`);
      return;
    }
    const body = each.body === undefined ? undefined : this.named(each.body, each.place);
    const called = await this.call(each, body);
    this.judge(each, body, called);
  }

  private judge(each: Case, body: unknown, called: Called): void {
    const findings = new Findings();
    const wrong = 'problem' in called ? called.problem : this.wrongStatus(each, body, called);
    if (wrong !== undefined) findings.add(each.title, { found: wrong, clause: each.clause, mend: each.mend });
    else if (!('problem' in called)) this.judgeRecords(each, body, called, findings);
    this.conclude(each.group, each.title, each.clause, findings);
    if (!('problem' in called)) this.inspect(each.title, body, called);
  }

  private wrongStatus({ expected, place }: Case, body: unknown, { status, bytes }: Answered): string | undefined {
    const { answers } = this.operation;
    const refusals = [400, 413, 415, 422].filter((each) => each === 400 || each === 415 || answers.has(each));
    const fails = status >= 500 ? ': OCMS takes that for a failure, and calls again' : '';
    switch (expected) {
      case 'taken':
        return status === 200 ? undefined : `it is answered ${status} in place of 200${fails}`;
      case 'taken-or-refused':
        return status === 200 || (status === 422 && answers.has(422))
          ? undefined
          : `it is answered ${status} in place of 200${fails}`;
      case 'no-failure':
        return status === 200 || refusals.includes(status) ? undefined : `it is answered ${status}${fails}`;
      case 'refused': {
        if (refusals.includes(status)) return undefined;
        const { records } = RULES[this.operation.id] ?? {};
        if (
          status === 200 &&
          records &&
          place?.startsWith(`${records.list}/0`) &&
          records.refused({ request: body, answer: parsed(bytes) }).length > 0
        )
          return undefined;
        return status < 300 ? `it is taken (${status})` : `it is answered ${status} in place of 400${fails}`;
      }
      case 'unauthorised':
        return status === 401
          ? undefined
          : status < 300
            ? `it is taken (${status})`
            : `it is answered ${status} in place of 401`;
      case 'unknown-path':
        return status === 404 ? undefined : `it is answered ${status} in place of 404`;
    }
  }

  /** Where an answer takes or refuses each record by itself: only the one that was changed may be refused. */
  private judgeRecords(
    { title, expected, place = '' }: Case,
    request: unknown,
    { status, bytes }: Answered,
    findings: Findings,
  ): void {
    const { records } = RULES[this.operation.id] ?? {};
    if (!records || status !== 200 || expected === 'no-failure') return;
    const changed = place.startsWith(`${records.list}/0`) ? 0 : undefined;
    const refused = records.refused({ request, answer: parsed(bytes) });
    const found = refused.some(({ index }) => index >= 0 && index !== changed)
      ? 'a record that is right is refused'
      : expected !== 'refused' && refused.some(({ index, forItsForm }) => index === changed && forItsForm)
        ? 'a record is refused for its form, which is right'
        : undefined;
    if (found !== undefined)
      findings.add(title, { found, clause: this.ruleClause(records.sentence), mend: records.mend });
  }

  /** What is asked of every answer, whatever it answers. */
  private inspect(seen: string, request: unknown, { status, headers, bytes }: Answered): void {
    this.answeredWith.add(status);
    const { operation } = this;
    const answer = operation.answers.get(status);
    const add = (aspect: Aspect, found: string, mend: string, clause: Clause): void =>
      this.aspect(aspect).add(seen, { found, mend, clause });
    if (status >= 300 && status < 400) {
      add(
        'status',
        `an answer is a redirect (${status})`,
        'Answer at the address that was asked: redirects are not followed.',
        this.clause('/info/description', 'Redirects** are not followed.'),
      );
      return;
    }
    if (!answer) {
      // Other refusals are told by their class.
      if (status < 400 || status >= 500)
        add(
          'status',
          `status ${status} is not in the contract`,
          `Answer with one of ${[...operation.answers.keys()].join(', ')}.`,
          this.clause(`${operation.pointer}/responses`, operation.description),
        );
      return;
    }
    const clause = this.clause(answer.descriptionAt, answer.description);
    const isRead = status === 200 || status === 422;
    const type = headers.get('content-type') ?? '';
    const [media = '', ...parameters] = type
      .toLowerCase()
      .split(';')
      .map((each) => each.trim());
    if (answer.mediaTypes.length > 0 && !answer.mediaTypes.includes(media)) {
      add(
        isRead ? 'type' : 'errors',
        `an answer of status ${status} is ${media === '' ? 'of no media type' : isMedia(media) ? media : 'of another media type'}`,
        `Send Content-Type: ${answer.mediaTypes.join(' or ')}.`,
        clause,
      );
      if (!isRead) return;
    }
    const charset = parameters
      .find((each) => each.startsWith('charset='))
      ?.slice('charset='.length)
      .replaceAll('"', '');
    // Many write it without its hyphen.
    if (isRead && charset !== undefined && charset !== 'utf-8' && charset !== 'utf8')
      add('json', 'an answer says that it is not in UTF-8', 'Send JSON in UTF-8.', clause);
    const value = parsed(bytes);
    if (value === undefined) {
      add(
        isRead ? 'json' : 'errors',
        !isUtf8(bytes)
          ? `an answer of status ${status} is not UTF-8`
          : bytes.length === 0
            ? `an answer of status ${status} has no body`
            : `an answer of status ${status} is no JSON`,
        'Send one whole JSON document in UTF-8.',
        clause,
      );
      return;
    }
    const located = located_(answer);
    if (!located) return;
    const mistakes = this.shapes.mistakes(located, value);
    for (const mistake of mistakes)
      this.aspect(status === 200 ? 'schema' : status === 422 ? 'refusal' : 'errors').add(
        seen,
        this.findingOf(mistake, status),
      );
    if (!isRead) return;
    for (const place of this.shapes.unknownFields(located, value))
      add(
        'unknown',
        `an answer of status ${status} has ${place}, which the contract does not`,
        'Nothing: OCMS ignores it. If OCMS should know of it, tell the integration team.',
        this.clause(located.pointer, located.schema.description ?? ''),
      );
    if (status !== 200 || mistakes.length > 0) return;
    for (const [rule, findings] of this.rules) {
      const breach = rule.breach({ request, answer: value });
      if (breach !== undefined)
        findings.add(seen, { found: breach, mend: rule.mend, clause: this.ruleClause(rule.sentence) });
    }
  }

  private findingOf({ place, rule, clause }: Mistake, status: number): Omit<Finding, 'seen' | 'times'> {
    return {
      found: `in an answer of status ${status}, ${place} ${rule}`,
      clause: this.clause(clause.pointer, clause.sentence),
      mend: `Send ${place === '/' ? 'a body' : place} as the contract has it: it ${rule}.`,
    };
  }

  /** The same reference again, and again at once; another one; a refused one that comes again. */
  private async repetitions(): Promise<void> {
    const { reference } = RULES[this.operation.id] ?? {};
    const [example] = this.operation.examples;
    const located = located_(this.operation.answers.get(200));
    if (!reference || !isObject(example?.value) || !located) return;
    const clause = this.ruleClause(reference.sentence);
    const send = async (body: unknown): Promise<unknown> => {
      const called = await this.call({}, body);
      return 'problem' in called || called.status !== 200 ? undefined : parsed(called.bytes);
    };
    const as = (answer: unknown): string => canonical(this.shapes.known(located, answer));
    const compare = (title: string, mend: string, about: Clause, found: string | undefined): void => {
      const findings = new Findings();
      if (found !== undefined) findings.add(title, { found, mend, clause: about });
      this.conclude('Repetitions', title, about, findings);
    };
    const titles = {
      again: 'The same reference again is answered as before',
      later: 'It still is, after another one',
      atOnce: 'The same reference twice at once is answered alike',
      another: 'Another reference is another request',
      refused: 'A reference that was refused may come again',
    };
    const mend =
      'Keep each reference with its answer, written in the transaction that takes effect, and give that answer again.';
    const first = this.named(example.value);
    const answer = this.gaveUp ? undefined : await send(first);
    if (answer === undefined) {
      for (const title of [titles.again, titles.later, titles.atOnce])
        this.skip('Repetitions', title, clause, 'the example itself is not taken');
      return;
    }
    const differs = (other: unknown): string | undefined =>
      other === undefined
        ? 'the repetition is not answered 200'
        : as(other) === as(answer)
          ? undefined
          : 'the repetition is answered otherwise';
    compare(titles.again, mend, clause, differs(await send(first)));
    const second = await send(this.named(example.value));
    compare(titles.later, mend, clause, differs(await send(first)));
    const { identifies } = reference;
    if (identifies !== undefined) {
      const place = this.shapes.at(located, `/${identifies}`);
      const same = isObject(second) && isObject(answer) && second[identifies] === answer[identifies];
      compare(
        titles.another,
        `Give each request that is taken a ${identifies} of its own.`,
        this.clause(place.pointer, place.schema.description ?? ''),
        same ? `two references have the same ${identifies}` : undefined,
      );
    }
    const twice = this.named(example.value);
    const [one, other] = await Promise.all([send(twice), send(twice)]);
    const alike = one !== undefined && other !== undefined && as(one) === as(other);
    compare(
      titles.atOnce,
      'Let a unique key on the reference decide which of two is first; the other waits for its answer.',
      clause,
      alike ? undefined : 'two at once are answered differently',
    );
    if (reference.refusedMayComeAgain !== undefined)
      await this.refusedAgain(titles.refused, reference.refusedMayComeAgain, example.value, send);
  }

  private async refusedAgain(
    title: string,
    sentence: string,
    example: Record<string, unknown>,
    send: (body: unknown) => Promise<unknown>,
  ): Promise<void> {
    const reference = RULES[this.operation.id]!.reference!.field;
    const body = this.named(example) as Record<string, unknown>;
    const [refused] = RULES[this.operation.id]?.refused ?? [];
    const wrong =
      refused?.change(body) ?? Object.fromEntries(Object.entries(body).filter(([name]) => name === reference));
    await this.call({}, wrong);
    const findings = new Findings();
    const clause = this.ruleClause(sentence);
    if ((await send(body)) === undefined)
      findings.add(title, {
        found: 'it is not answered 200',
        mend: 'Keep a reference only once what it names was taken.',
        clause,
      });
    this.conclude('Repetitions', title, clause, findings);
  }

  /** Enough answers to say how long they take. */
  private async timings(): Promise<void> {
    const [example] = this.operation.examples;
    const body = example && this.named(example.value);
    for (let left = TIMED - this.times.length; left > 0 && !this.gaveUp; left -= 1) {
      const called = await this.call({}, body);
      if ('problem' in called || called.status !== 200) break;
    }
    const [measured] = this.latency();
    const { limit } = this.target;
    const clause = this.clause('/info/description', `OCMS waits ${limit / 1_000} s for an answer.`);
    const title = `95 of 100 answers come within ${limit / 1_000} s`;
    if (!measured) this.skip('Time', title, clause, 'nothing was answered 200');
    else {
      const findings = this.aspect('time');
      if (measured.p95 >= limit)
        findings.add('all calls', {
          found: `95 of 100 come within ${(measured.p95 / 1_000).toFixed(1)} s only`,
          mend: 'Answer sooner, or agree on a longer limit.',
          clause,
        });
    }
  }

  private ofAllAnswers(): Check[] {
    const { operation, contract } = this;
    const ok = operation.answers.get(200);
    const clause = this.clause(ok?.descriptionAt ?? operation.pointer, ok?.description ?? '');
    const made: Check[] = [];
    const check = (
      group: string,
      title: string,
      about: Clause,
      findings: readonly Finding[],
      failed: Outcome = 'failed',
    ): void => {
      made.push({
        group,
        title,
        operation: operation.id,
        outcome: findings.length > 0 ? failed : 'passed',
        clause: about,
        findings,
      });
    };
    const list = (aspect: Aspect): Finding[] => this.aspects.get(aspect)?.list() ?? [];
    const { limit } = this.target;
    check(
      'Time',
      `Every call is answered, within ${limit / 1_000} s`,
      this.clause('/info/description', `OCMS waits ${limit / 1_000} s for an answer.`),
      list('time'),
    );
    if (this.answeredWith.size === 0) return made;
    check(
      'Answers',
      'Statuses are those of the contract',
      this.clause(`${operation.pointer}/responses`, operation.description),
      list('status'),
    );
    if (this.answeredWith.has(200) || this.answeredWith.has(422)) {
      check('Answers', 'Answers that OCMS reads are application/json', clause, list('type'));
      check('Answers', 'Answers that OCMS reads are whole JSON in UTF-8', clause, list('json'));
    }
    if (this.answeredWith.has(200)) {
      check('Answers', 'Answers of status 200 have the contract’s shape', clause, list('schema'));
      for (const [rule, findings] of this.rules)
        check('Answers', rule.title, this.ruleClause(rule.sentence), findings.list());
    }
    if (this.answeredWith.has(422)) {
      const refusal = operation.answers.get(422)!;
      check(
        'Answers',
        'Refusals (422) say why',
        this.clause(refusal.descriptionAt, refusal.description),
        list('refusal'),
      );
    }
    const badRequest = operation.answers.get(400);
    check(
      'Answers',
      'Errors look as the gateway’s do',
      this.clause(badRequest?.pointer ?? operation.pointer, badRequest?.schema?.description ?? ''),
      list('errors'),
      'advice',
    );
    const unknown = list('unknown');
    if (unknown.length > 0)
      check('Answers', 'Answers have no other fields', { ...clause, contract: contract.name }, unknown, 'advice');
    return made;
  }

  private get gaveUp(): boolean {
    return this.silent >= GIVES_UP_AFTER;
  }

  private async call({ key, raw, path = this.operation.path, title }: Partial<Case>, body: unknown): Promise<Called> {
    const { operation, target } = this;
    const isKey = (name: string): boolean => name.toLowerCase() === operation.keyHeader?.toLowerCase();
    const headers = Object.entries(target.headers).flatMap(([name, value]) => {
      if (!isKey(name) || key === undefined) return [[name, value]];
      return key === 'none' ? [] : [[name, `no-key-${randomBytes(8).toString('hex')}`]];
    });
    const sent = raw?.text ?? (body === undefined ? undefined : JSON.stringify(body));
    this.calls += 1;
    const called = await callOnce(
      {
        method: operation.method,
        url: target.url + path,
        headers: {
          ...Object.fromEntries(headers as [string, string][]),
          Accept: 'application/json',
          // As OCMS has it, where there is no body too.
          ...(operation.method !== 'GET' && { 'Content-Type': raw?.type ?? 'application/json' }),
        },
        ...(sent !== undefined && { body: sent }),
      },
      target.limit,
    );
    if ('problem' in called) {
      this.silent += 1;
      this.aspect('time').add(title ?? `call ${this.calls}`, {
        found: called.problem === 'no answer in time' ? `no answer within ${target.limit / 1_000} s` : called.problem,
        mend:
          called.problem === 'no answer in time'
            ? 'Answer within the limit, or refuse: OCMS does not know what became of a call without an answer.'
            : 'Answer every call, and end the connection only when the answer is whole.',
        clause: this.clause('/info/description', `OCMS waits ${target.limit / 1_000} s for an answer.`),
      });
    } else {
      this.silent = 0;
      if (called.status === 200) this.times.push(called.ms);
    }
    return called;
  }

  /** A body with a reference of its own, unless that is what is tried. */
  private named(body: unknown, place?: string): unknown {
    const field = RULES[this.operation.id]?.reference?.field;
    if (field === undefined || !isObject(body) || place === `/${field}` || typeof body[field] !== 'string') return body;
    this.references += 1;
    return { ...body, [field]: `conformance-${this.runId}-${this.references}` };
  }

  private conclude(group: string, title: string, clause: Clause, findings: Findings): void {
    const list = findings.list();
    this.found.push({
      group,
      title,
      operation: this.operation.id,
      outcome: list.length > 0 ? 'failed' : 'passed',
      clause,
      findings: list,
    });
  }

  private skip(group: string, title: string, clause: Clause, reason: string): void {
    this.found.push({ group, title, operation: this.operation.id, outcome: 'skipped', clause, reason, findings: [] });
  }

  private aspect(aspect: Aspect): Findings {
    const known = this.aspects.get(aspect) ?? new Findings();
    this.aspects.set(aspect, known);
    return known;
  }

  private clause(pointer: string, sentence: string): Clause {
    return { contract: this.contract.name, version: this.contract.version, pointer, sentence };
  }

  private ruleClause(sentence: string): Clause {
    return this.clause('/info/description', sentence.replaceAll(/\*\*|`/g, ''));
  }
}

const located_ = (answer: Answer | undefined) =>
  answer?.schema && answer.pointer !== undefined ? { schema: answer.schema, pointer: answer.pointer } : undefined;

const isMedia = (text: string): boolean => /^[a-z0-9.+-]{1,40}\/[a-z0-9.+-]{1,60}$/.test(text);

/** As text in which the order of fields and of a list's objects does not count. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).sort().join()}]`;
  if (!isObject(value)) return JSON.stringify(value) ?? '';
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`)
    .join()}}`;
}
