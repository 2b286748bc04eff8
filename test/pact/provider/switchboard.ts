import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { keyPlaceholder } from '../../support/pacts';

/** Where the verifier asks for states. */
export const STATES_PATH = '/states';

const KEY_HEADER = 'ocp-apim-subscription-key';

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

  const passOn = (incoming: IncomingMessage, answer: ServerResponse): void => {
    const { method, url, headers } = incoming;
    const partner = Object.entries(current.keys).find(([name]) => keyPlaceholder(name.toLowerCase()) === headers[KEY_HEADER]);
    const realHeaders = { ...headers, ...(partner && { [KEY_HEADER]: partner[1] }) };
    const onward = request(new URL(url!, current.url), { method, headers: realHeaders, agent: false }, (answered) => {
      answer.writeHead(answered.statusCode!, answered.headers);
      answered.pipe(answer);
    });
    onward.on('error', (error) => answer.destroy(error));
    incoming.pipe(onward);
  };

  const server = createServer((incoming, answer) => {
    if (incoming.url !== STATES_PATH) {
      passOn(incoming, answer);
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
