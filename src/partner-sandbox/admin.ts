import express, { type ErrorRequestHandler, type RequestHandler, type Router } from 'express';
import { z } from 'zod';
import type { OutboundContract } from './outbound';
import type { FaultBook } from './faults/book';
import {
  BLOB_FAULTS,
  type FaultSetting,
  HTTP_FAULTS,
  isListFault,
  MAIL_FAULTS,
  OTHER_OPERATIONS,
  parseFaultSetting,
  SFTP_FAULTS,
} from './faults/catalogue';
import { unsuitable } from './faults/lists';
import type { FileServers } from './file-servers';
import type { MailReceiver } from './mail';
import { PAGE_STYLE, sandboxPage } from './page';
import type { RequestRecord } from './record';
import type { PartnerStates } from './states';

export interface AdminOptions {
  contract: OutboundContract;
  states: PartnerStates;
  faults: FaultBook;
  record: RequestRecord;
  mail: MailReceiver;
  files: FileServers;
  keys: Readonly<Record<string, string>>;
  urls: () => { url: string; smtpUrl: string };
}

const PAGE_POLICY = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/** An e-mail is shown as a mail program would: nothing in it runs, and nothing is fetched. */
const MESSAGE_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox";
/** A list of a million vehicles fits. */
const MAX_ADMIN_BODY = '128mb';
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/** What people and tests use: faults, what was received, the partners' lists. Below `/_sandbox`. */
export function sandboxAdmin({ contract, states, faults, record, mail, files, keys, urls }: AdminOptions): Router {
  const router = express.Router({ caseSensitive: true });
  router.use(onlyFromHere);
  router.use(express.json({ limit: MAX_ADMIN_BODY, strict: true }));

  router.get('/', (_request, response) => {
    response.set({ 'Content-Security-Policy': PAGE_POLICY, 'Cache-Control': 'no-store' });
    response.type('html').send(
      sandboxPage({
        ...urls(),
        systems: contract.systems.map((system) => ({
          system,
          key: keys[system] ?? 'none: every call is refused',
          magic: states.magicOf(system),
          collections: states.collections().filter((collection) => collection.system === system),
          operations: Object.entries(contract.operations)
            .filter(([, facts]) => facts.system === system)
            .map(([id, facts]) => ({
              id,
              ...facts,
              answers: states.hasHandler(id) ? 'from its state' : 'the contract’s example',
            })),
        })),
        faults: faults.list(),
        httpFaults: HTTP_FAULTS,
        mailFaults: MAIL_FAULTS,
        sftpFaults: SFTP_FAULTS,
        blobFaults: BLOB_FAULTS,
        fileServers: files.facts(),
        files: files.arrivals.list(),
        received: record.list(),
        sent: states.sent(),
        mails: mail.list(),
      }),
    );
  });
  router.get('/page.css', (_request, response) => {
    response.type('css').send(PAGE_STYLE);
  });
  router.delete('/', async (_request, response) => {
    faults.clear();
    record.clear();
    mail.clear();
    states.reset();
    await files.reset();
    response.status(204).end();
  });

  const problemWith = ({ operation, fault }: FaultSetting): string | undefined => {
    if (OTHER_OPERATIONS.includes(operation)) return undefined;
    if (!(operation in contract.operations))
      return `operation is one of ${[...Object.keys(contract.operations), ...OTHER_OPERATIONS].join(', ')}`;
    if (!isListFault(fault)) return undefined;
    return unsuitable(fault, contract.example(operation, 200), states.rowOf(operation) !== undefined);
  };
  router.get('/faults', (_request, response) => void response.json(faults.list()));
  router.post('/faults', (request, response) => {
    const settings = [request.body as unknown].flat().map(parseFaultSetting);
    const problem = settings.map(problemWith).find((found) => found !== undefined);
    if (problem !== undefined) return void response.status(400).json({ sandbox: problem });
    for (const setting of settings) faults.set(setting);
    response.status(201).json(faults.list());
  });
  router.delete('/faults', (request, response) => {
    faults.clear(operationIn(request.query));
    response.status(204).end();
  });

  router.get('/received', (request, response) => void response.json(record.list(operationIn(request.query))));
  router.delete('/received', (_request, response) => {
    record.clear();
    response.status(204).end();
  });
  router.get('/mail', (_request, response) => void response.json(mail.list()));
  router.delete('/mail', (_request, response) => {
    mail.clear();
    response.status(204).end();
  });

  router.use('/files', files.router);

  for (const { system, name, path } of states.collections()) {
    const route = path.slice('/_sandbox'.length);
    router.get(route, (_request, response) => void response.json(states.read(system, name)));
    router.get(`${route}/:reference`, (request, response) => {
      const document = states.document(system, name, request.params.reference);
      if (!document) return void response.status(404).json({ sandbox: 'nothing was sent under this reference' });
      if (document.type !== 'application/pdf') response.set('Content-Security-Policy', MESSAGE_POLICY);
      response.set({ 'Content-Type': document.type, 'X-Content-Type-Options': 'nosniff', 'Cache-Control': 'no-store' });
      response.send(document.content);
    });
    router.put(route, (request, response) => {
      const rows = request.body as unknown;
      if (!Array.isArray(rows)) return void response.status(400).json({ sandbox: 'a list is needed' });
      const problem = states.replace(system, name, rows);
      if (problem !== undefined) return void response.status(400).json({ sandbox: problem });
      response.status(200).json({ rows: rows.length });
    });
  }

  router.use(
    (_request, response) =>
      void response.status(404).json({ sandbox: 'nothing here; GET /_sandbox lists what there is' }),
  );
  router.use(explain);
  return router;
}

/**
 * No web page may steer the sandbox through somebody's browser: the name it is asked under must be this machine's
 * own, and a body must be JSON, which browsers send elsewhere only with permission.
 */
const onlyFromHere: RequestHandler = (request, response, next) => {
  if (!LOOPBACK.test(request.headers.host ?? ''))
    return void response.status(403).json({ sandbox: 'only by a loopback address' });
  if (['POST', 'PUT'].includes(request.method) && !request.is('application/json')) {
    return void response.status(415).json({ sandbox: 'send application/json' });
  }
  next();
};

const explain: ErrorRequestHandler = (error: unknown, _request, response, next) => {
  if (response.headersSent) return next(error);
  if (error instanceof z.ZodError) return void response.status(400).json({ sandbox: z.prettifyError(error) });
  const { status = 500, message } = error as { status?: number; message: string };
  response.status(status).json({ sandbox: message });
};

const operationIn = ({ operation }: { operation?: unknown }): string | undefined =>
  typeof operation === 'string' ? operation : undefined;
