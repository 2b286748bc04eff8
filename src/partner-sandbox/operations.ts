import type { IncomingMessage } from 'node:http';
import type { Request, Response, Router } from 'express';
import express from 'express';
import type { Logger } from '../platform/logging';
import type { OutboundContract, OutboundFacts } from './outbound';
import type { FaultBook } from './faults/book';
import { type HttpFault, magicFault, magicFaultIn } from './faults/catalogue';
import { SandboxError } from './faults/lists';
import { type Answer, play, resetConnection, sendAnswer } from './faults/play';
import type { PartnerStates } from './states';
import { noteBody, type Received, type RequestRecord } from './record';

export interface OperationsOptions {
  contract: OutboundContract;
  states: PartnerStates;
  faults: FaultBook;
  record: RequestRecord;
  /** The key each system expects. */
  keys: Readonly<Record<string, string>>;
  /** Ends what is waiting when the sandbox closes. */
  signal: AbortSignal;
  logger: Logger | undefined;
}

/** Bodies of operations that should have none are read all the same, to be shown. */
const MAX_UNWANTED_BODY_BYTES = 65_536;

/** The operations of all outbound contracts. */
export function partnerOperations(options: OperationsOptions): Router {
  const router = express.Router({ caseSensitive: true, strict: true });
  const allowed = new Map<string, string[]>();
  for (const [id, facts] of Object.entries(options.contract.operations)) {
    const path = facts.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const route = router.route(path);
    route[facts.method as 'post']((request, response) =>
      new OperationCall(options, id, facts, request, response).serve(),
    );
    allowed.set(path, [...(allowed.get(path) ?? []), facts.method.toUpperCase()]);
    // Where a redirect leads: whoever follows it gets what looks like success, and is on the record.
    router.all(`/redirected${path}`, (request, response) =>
      new OperationCall(options, id, facts, request, response).serveRedirected(),
    );
  }
  for (const [path, methods] of allowed) {
    router.all(path, (request, response) => {
      response.setHeader('Allow', methods.join(', '));
      refuseUnknown(options, request, response, 405, `the contract has ${methods.join(', ')} here`);
    });
  }
  router.use((request, response) => refuseUnknown(options, request, response, 404, 'no contract has this path'));
  return router;
}

function refuseUnknown(
  { record, logger }: OperationsOptions,
  request: Request,
  response: Response,
  status: number,
  problem: string,
): void {
  const received = record.add({ method: request.method, path: request.originalUrl, headers: request.headers });
  Object.assign(received, { status, problem });
  logger?.warn({ event: 'sandbox-refused', status, problem });
  sendAnswer(response, { status, body: { sandbox: problem } });
}

class OperationCall {
  private readonly received: Received;

  constructor(
    private readonly options: OperationsOptions,
    private readonly id: string,
    private readonly facts: OutboundFacts,
    private readonly request: Request,
    private readonly response: Response,
  ) {
    const { method, originalUrl, headers } = request;
    this.received = options.record.add({ method, path: originalUrl, headers, operation: id });
    response.once('close', () => {
      if (response.headersSent) this.received.status = response.statusCode;
    });
  }

  async serve(): Promise<void> {
    try {
      await this.checkedAndAnswered();
    } catch (error) {
      // The other side went away, or the sandbox is closing.
      if (this.response.destroyed || this.options.signal.aborted || this.request.errored) return;
      this.refuse(500, error instanceof SandboxError ? error.message : `the partner's file failed: ${String(error)}`);
    }
  }

  serveRedirected(): void {
    this.received.problem = 'a redirect was followed';
    sendAnswer(this.response, { status: 200, body: this.options.contract.example(this.id, 200) });
  }

  /** Path and method led here; then key, fault before reading, media type and size, contract, fault, answer. */
  private async checkedAndAnswered(): Promise<void> {
    const { contract, faults, states, signal } = this.options;
    const { id, request, response } = this;
    const key = this.keyFault();
    if (key === 'wrong') return this.refuse(401, 'no valid key');

    let fault = faults.takeForOperation(id) ?? key;
    this.note(fault);
    if (fault?.fault === 'reset' && fault.when === 'before') return resetConnection(response);

    const takesBody = contract.takesBody(id);
    const limit = takesBody ? this.facts.maxBodyBytes : MAX_UNWANTED_BODY_BYTES;
    const bytes = await readBody(request, limit);
    if (bytes === undefined) return this.refuse(413, `the body has more than ${limit} bytes`);
    const text = bytes.toString('utf8');
    noteBody(this.received, text);
    if (!takesBody && text !== '') return this.refuse(400, 'the contract has no body here');
    if (takesBody && text !== '') {
      if (!request.is('application/json')) return this.refuse(415, 'the body is not application/json');
      try {
        request.body = JSON.parse(text) as unknown;
      } catch {
        return this.refuse(400, 'the body is not JSON');
      }
    }
    const problem = await contract.requestProblem(id, request, response);
    if (problem !== undefined) return this.refuse(400, problem);

    const { body, params, query } = request as { body: unknown; params: unknown; query: unknown };
    fault ??= magicFaultIn([body, params, query]);
    this.note(fault);
    const answer = (): Answer =>
      this.checked(states.answer(id, { body, params, query }) ?? { status: 200, body: contract.example(id, 200) });
    if (!fault) return sendAnswer(response, answer());
    await play(fault, {
      response,
      path: request.originalUrl,
      answer,
      errorBody: (status) => this.errorBody(status),
      breaksContract: ({ status, body: wrong }) => contract.schemas.responseViolation(id, status, wrong) !== undefined,
      row: states.rowOf(id),
      signal,
    });
  }

  /** Whether the key is wrong, or right and followed by a magic value: `KEY.FAULT503`. */
  private keyFault(): HttpFault | 'wrong' | undefined {
    const expected = this.options.keys[this.facts.system];
    const given = this.request.headers[this.facts.keyHeader.toLowerCase()];
    if (expected === undefined || typeof given !== 'string') return 'wrong';
    if (given === expected) return undefined;
    return given.startsWith(`${expected}.`) ? (magicFault(given.slice(expected.length + 1)) ?? 'wrong') : 'wrong';
  }

  /** @throws SandboxError for an answer the contract does not have. */
  private checked(answer: Answer): Answer {
    const violation = this.options.contract.schemas.responseViolation(this.id, answer.status, answer.body);
    if (violation !== undefined) throw new SandboxError(`the sandbox's own answer breaks the contract: ${violation}`);
    return answer;
  }

  private errorBody(status: number, problem = `status ${status}, as asked for`): unknown {
    return this.options.contract.example(this.id, status) ?? { sandbox: problem };
  }

  private refuse(status: number, problem: string): void {
    const { received, response, id } = this;
    received.problem = problem;
    this.options.logger?.warn({ event: 'sandbox-refused', operation: id, status, problem });
    if (response.headersSent) {
      response.destroy();
      return;
    }
    // Part of the body may be unread: the connection cannot serve another request.
    if (!this.request.complete) response.setHeader('Connection', 'close');
    response.setHeader('X-Sandbox-Problem', encodeURI(problem).replaceAll('%20', ' ').slice(0, 1_000));
    // A 500 is the sandbox's own failure: the contract's example would hide what to mend.
    sendAnswer(response, { status, body: status === 500 ? { sandbox: problem } : this.errorBody(status, problem) });
  }

  private note(fault: HttpFault | undefined): void {
    if (fault) this.received.fault = fault.fault;
  }
}

/** The body, or undefined where it is larger than allowed. */
async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > limit) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
