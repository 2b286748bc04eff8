import {
  createServer,
  IncomingMessage,
  type RequestListener,
  type Server,
  ServerResponse,
  type ServerOptions,
  STATUS_CODES,
} from 'node:http';
import type { Socket } from 'node:net';
import type { Express, Response } from 'express';
import { AppError } from '../../platform/errors';
import { requestId } from '../../platform/request-id';
import { type ErrorResponse, errorResponse } from './error-response';
import { factsOf } from './facts';

/** What was refused before there was a request: its error, and the id it was told. */
export type Unread = (refusal: ErrorResponse, requestId: string) => void;

/**
 * A server whose connections end in order, whatever comes on them.
 *
 * @param unread told of what was refused before there was a request
 */
export function httpServer(app: RequestListener, requestTimeoutMs: number, unread: Unread = () => undefined): Server {
  const server = createServer({
    ...(isExpress(app) && messagesOf(app)),
    requestTimeout: requestTimeoutMs,
    headersTimeout: Math.min(10_000, requestTimeoutMs),
    // How often the two above are looked at.
    connectionsCheckingInterval: 1_000,
    // Longer than the gateway's, so that it is never us who close a connection it is about to use.
    keepAliveTimeout: 65_000,
    // Refused in our own words, by the application.
    requireHostHeader: false,
  });
  // Their size has a limit, and what is over it is told; headers over a count would be dropped in silence.
  server.maxHeadersCount = 0;
  const serve: RequestListener = (request, response) => {
    note(response, request.socket);
    app(request, response);
  };
  server.on('request', serve);
  // Whether a body is wanted is known only after the key; other expectations are ignored.
  server.on('checkContinue', serve);
  server.on('checkExpectation', serve);
  server.on('clientError', (error, socket) => endInOrder(error, socket as Socket, unread));
  return server;
}

/**
 * Requests and responses that are the application's own from the start. Express would change the prototype of each that is
 * not, after which everything is slower with it, and it stays in memory until all of that is looked through.
 */
function messagesOf(app: Express): ServerOptions {
  class AppRequest extends IncomingMessage {}
  class AppResponse<T extends IncomingMessage> extends ServerResponse<T> {}
  Object.setPrototypeOf(AppRequest.prototype, app.request);
  Object.setPrototypeOf(AppResponse.prototype, app.response);
  Object.assign(app, { request: AppRequest.prototype, response: AppResponse.prototype });
  return { IncomingMessage: AppRequest, ServerResponse: AppResponse };
}

const isExpress = (app: RequestListener): app is Express => 'request' in app;

/** What is asked on a connection: the answers still to come, in order, and the one to the last request. */
interface Asked {
  open: ServerResponse[];
  last?: ServerResponse;
  ending?: true;
}

const connections = new WeakMap<Socket, Asked>();

function askedOn(socket: Socket): Asked {
  const asked = connections.get(socket) ?? { open: [] };
  connections.set(socket, asked);
  return asked;
}

function note(response: ServerResponse, socket: Socket): void {
  const asked = askedOn(socket);
  asked.open.push(response);
  asked.last = response;
  response.on('close', () => {
    asked.open = asked.open.filter((each) => each !== response);
  });
}

/**
 * What comes on a connection cannot be read, or not in time, or the caller has gone. Requests that arrived whole may be
 * stored: their answers are finished. One that did not, or is none at all, is refused. Then the connection ends.
 */
function endInOrder(error: NodeJS.ErrnoException & { rawPacket?: Buffer }, socket: Socket, unread: Unread): void {
  const asked = askedOn(socket);
  if (asked.ending) return;
  asked.ending = true;
  // Nobody listens any more; or nobody ever spoke: a connection opened to be at hand, or to see that we are here.
  if (!socket.writable || socket.bytesRead === 0) {
    socket.destroy();
    return;
  }
  const refusal = refusalOf(error);
  const incomplete = asked.last && !asked.last.req.complete ? (asked.last as Response) : undefined;
  if (incomplete && refusal && !incomplete.headersSent) {
    incomplete.shouldKeepAlive = false;
    factsOf(incomplete).refuse?.(refusal);
  }
  const last = asked.open.findLast((response) => refusal !== undefined || response !== incomplete);
  if (last) {
    last.shouldKeepAlive = false;
    last.once('close', () => socket.destroySoon());
  } else if (refusal && !incomplete) {
    refuseUnread(refusal, error.rawPacket, socket, unread);
  } else {
    socket.destroy();
  }
}

/** Undefined for a caller that went away in the middle. */
function refusalOf({ code }: NodeJS.ErrnoException): AppError | undefined {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return new AppError('too-slow', 'did not arrive in time');
  if (code === 'HPE_HEADER_OVERFLOW') return new AppError('headers-too-large', 'headers too large');
  if (code === 'HPE_INVALID_EOF_STATE' || !code?.startsWith('HPE_')) return undefined;
  return new AppError('validation', 'not HTTP');
}

/** Answers what never became a request. */
function refuseUnread(error: AppError, packet: Buffer | undefined, socket: Socket, unread: Unread): void {
  const refusal = errorResponse(error);
  const offered = /^x-request-id:[ \t]*(\S{1,100})[ \t]*\r?$/im.exec(packet?.toString('latin1') ?? '')?.[1];
  const id = requestId(offered);
  const body = JSON.stringify(refusal.body);
  const head = [
    `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status]}`,
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
  unread(refusal, id);
}
