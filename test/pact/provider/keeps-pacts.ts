import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Interaction, pactPath, readPact } from '../../support/pacts';
import { changeState, type StateHandlers, statesOf } from './state-handlers';
import { startSwitchboard, type Switchboard, type Target } from './switchboard';
import { verify } from './verify';
import { patience } from '../../support/patience';

// eslint-disable-next-line @typescript-eslint/no-require-imports
const { recordVerification } = require('../../../scripts/lib/pact-results.cjs') as {
  recordVerification(file: string, outcome: { by: string; success: boolean }): void;
};

export interface Provider {
  /** What requests go to first. */
  target: Target;
  states(switchboard: Switchboard): StateHandlers;
  close(): Promise<void>;
}

export interface Expectations {
  /** What stands for the provider; undefined where it is not what is deployed, and is not written down. */
  by?: 'ocms' | 'sandbox';
  /** File names. */
  pacts: readonly string[];
  start(): Promise<Provider>;
  /** An interaction answered with 200, and what of its own the verification must find once it is changed. */
  broken: { file: string; kept: string; changes: Changes };
}

type Changes = Readonly<Record<string, { change(interaction: Interaction): unknown; complaint: RegExp }>>;

const changesOfAny: Changes = {
  'with a state that has no handler': {
    change: (its) => (its.providerStates = [{ name: 'a state nobody brings about' }]),
    complaint: /a state nobody brings about: no handler for this state/,
  },
  'with another status': { change: (its) => (its.response.status = 201), complaint: /expected 201 but was 200/ },
  'with an unknown key': {
    change: (its) => (its.request.headers!['Ocp-Apim-Subscription-Key'] = ['unknown-key']),
    complaint: /expected 200 but was 401/,
  },
};

/** The tests of a provider: it keeps its pacts, and the verification would tell if it did not. */
export function keepsPacts({ by, pacts, start, broken }: Expectations): void {
  let provider: Provider;
  let switchboard: Switchboard;
  let handlers: StateHandlers;

  beforeAll(async () => {
    provider = await start();
    switchboard = await startSwitchboard(provider.target);
    handlers = provider.states(switchboard);
    switchboard.onStateChange((change) => changeState(handlers, change));
  }, patience(60_000));

  afterAll(async () => {
    await switchboard.close();
    await provider.close();
  });

  it.each(pacts)(
    '%s',
    async (file) => {
      const failure = await verify(pactPath(file), switchboard);
      if (by) recordVerification(pactPath(file), { by, success: failure === undefined });
      expect(failure).toBeUndefined();
    },
    120_000,
  );

  it('has a handler for every state of the pacts, and none for any other', () => {
    const states = statesOf(pacts.map((file) => readPact(pactPath(file))));
    expect([...states].sort()).toEqual(Object.keys(handlers).sort());
  });

  // One pact for all of them: each verification is a process.
  it(
    'and the verification finds an interaction that it does not keep',
    async () => {
      const pact = readPact(pactPath(broken.file));
      const kept = pact.interactions.find(({ description }) => description === broken.kept)!;
      const changes: Changes = { ...changesOfAny, ...broken.changes };
      const interactions = Object.entries(changes).map(([description, { change }]) => {
        const interaction = { ...structuredClone(kept), description };
        change(interaction);
        return interaction;
      });
      const folder = mkdtempSync(join(tmpdir(), 'ocms-pact-'));
      const path = join(folder, 'changed-pact.json');
      writeFileSync(path, JSON.stringify({ ...pact, interactions: [...interactions, kept] }));

      const report = await verify(path, switchboard);
      rmSync(folder, { recursive: true, force: true });

      for (const { complaint } of Object.values(changes)) expect(report).toMatch(complaint);
      expect(report).toContain(`There were ${interactions.length} pact failures`);
    },
    patience(120_000),
  );
}
