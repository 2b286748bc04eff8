import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer, json } from 'node:stream/consumers';
import { inboundOperations } from '../../../generated/inbound/operations';
import { outboundOperations } from '../../../generated/outbound/operations';
import { keyPlaceholder } from '../../support/pacts';

/** Where the verifier asks for states. */
export const STATES_PATH = '/states';

/** As incoming requests have them. */
const KEY_HEADERS = [
  ...new Set(
    [...Object.values(inboundOperations), ...Object.values(outboundOperations)].map(({ keyHeader }) =>
      keyHeader.toLowerCase(),
    ),
  ),
];

/** What the verifier asks for; interactions without a state have an empty one. */
export interface StateChange {
  action: 'setup' | 'teardown';
  state: string;
  params?: Readonly<Record<string, unknown>>;
}

/** Where requests are passed to, with the key of each partner there. */
export interface Target {
  readonly url: string;
  readonly keys: Readonly<Record<string, string>>;
}

/** One address in front of several targets; it passes every request to the one that is switched to. */
export interface Switchboard {
  readonly url: string;
  switchTo(target: Target): void;
  /** Brings states about from now on; what it throws fails the interaction. */
  onStateChange(listener: (change: StateChange) => Promise<void>): void;
  /** Which states could not be brought about, and why; Pact tells only which. */
  readonly stateFailures: string[];
  close(): Promise<void>;
}

/**
 * The verifier knows one address, but no single service can be sound, limited, defective and without its database
 * in turn. Placeholders of keys become the target's real ones on the way.
 */
export async function startSwitchboard(first: Target): Promise<Switchboard> {
  let current = first;
  const stateFailures: string[] = [];
  let changeState: (change: StateChange) => Promise<void> = () => Promise.resolve();

  const withRealKeys = (headers: IncomingMessage['headers']): IncomingMessage['headers'] => {
    const real = { ...headers };
    for (const header of KEY_HEADERS) {
      const [, scheme = '', key] = /^(Bearer )?(.*)$/.exec(String(real[header] ?? ''))!;
      const partner = Object.entries(current.keys).find(([name]) => keyPlaceholder(name.toLowerCase()) === key);
      if (partner) real[header] = scheme + partner[1];
    }
    return real;
  };

  const passOn = async (incoming: IncomingMessage, answer: ServerResponse): Promise<void> => {
    // All of it first: the target may answer before it has read all, which the verifier takes for a failure.
    const body = await buffer(incoming);
    const { method, url, headers } = incoming;
    const onward = request(
      new URL(url!, current.url),
      { method, headers: withRealKeys(headers), agent: false },
      (answered) => {
        answer.writeHead(answered.statusCode!, answered.headers);
        answered.pipe(answer);
      },
    );
    onward.on('error', (error) => {
      if (!answer.headersSent) answer.destroy(error);
    });
    onward.end(body);
  };

  const server = createServer((incoming, answer) => {
    if (incoming.url !== STATES_PATH) {
      passOn(incoming, answer).catch((error: Error) => answer.destroy(error));
      return;
    }
    void (async () => {
      const change = (await json(incoming)) as StateChange;
      try {
        await changeState(change);
      } catch (error) {
        stateFailures.push(`${change.state}: ${(error as Error).message}`);
        answer.statusCode = 500;
      }
      answer.end();
    })();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    switchTo(target) {
      current = target;
    },
    onStateChange(listener) {
      changeState = listener;
    },
    stateFailures,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
