import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inboundPacts, type Interaction, pactPath, readPact } from '../../support/pacts';
import { type Services, startServices } from './services';
import { changeState, stateHandlers, type StateHandlers, statesOf } from './state-handlers';
import { startSwitchboard, type Switchboard } from './switchboard';
import { verify } from './verify';

describe('OCMS keeps its pacts', () => {
  let services: Services;
  let switchboard: Switchboard;
  let handlers: StateHandlers;

  beforeAll(async () => {
    services = await startServices();
    switchboard = await startSwitchboard(services.sound);
    handlers = stateHandlers(services, switchboard);
    switchboard.onStateChange((change) => changeState(handlers, change));
    // knex says of a database that cannot be opened what the answers say, too.
    jest.spyOn(console, 'log').mockImplementation(() => {});
  });

  afterAll(async () => {
    jest.restoreAllMocks();
    await switchboard.close();
    await services.close();
  });

  it.each(inboundPacts())('%s', async (file) => {
    expect(await verify(pactPath(file), switchboard)).toBeUndefined();
  }, 120_000);

  it('has a handler for every state of the pacts, and none for any other', () => {
    const states = statesOf(inboundPacts().map((file) => readPact(pactPath(file))));
    expect([...states].sort()).toEqual(Object.keys(handlers).sort());
  });

  // One pact for all of them: each verification is a process.
  it('and the verification finds an interaction that it does not keep', async () => {
    const changes: Record<string, { change(interaction: Interaction): unknown; complaint: RegExp }> = {
      'with a state that has no handler': {
        change: (its) => (its.providerStates = [{ name: 'a state nobody brings about' }]),
        complaint: /a state nobody brings about: no handler for this state/,
      },
      'with a state that cannot be brought about': {
        change: (its) => (its.providerStates![0]!.params = {}),
        complaint: /an unpaid court notice: which notice\?/,
      },
      'with another status': { change: (its) => (its.response.status = 201), complaint: /expected 201 but was 200/ },
      'with another body': {
        change: (its) => (its.response.body!.content = { updatedCount: 2 }),
        complaint: /\$\.updatedCount -> Expected 1/,
      },
      'with an unknown key': {
        change: (its) => (its.request.headers!['Ocp-Apim-Subscription-Key'] = ['unknown-key']),
        complaint: /expected 200 but was 401/,
      },
    };
    const pact = readPact(pactPath('plus-ocms.json'));
    const kept = pact.interactions.find(({ description }) => description === 'a request to open a notice twice')!;
    const interactions = Object.entries(changes).map(([description, { change }]) => {
      const interaction = { ...structuredClone(kept), description };
      change(interaction);
      return interaction;
    });
    const path = join(services.sound.place.folder, 'changed-pact.json');
    writeFileSync(path, JSON.stringify({ ...pact, interactions: [...interactions, kept] }));

    const report = await verify(path, switchboard);

    for (const { complaint } of Object.values(changes)) expect(report).toMatch(complaint);
    expect(report).toContain(`There were ${interactions.length} pact failures`);
  }, 120_000);
});
