import { answer, failureOf, testPartner } from '../../../test/support/partner-calls';
import { readConfig } from '../../config/config';
import { createRepccsClient } from './client';

describe('REPCCS API failure (F 2.3.8): the list of car parks', () => {
  test.each([
    ['is asked for three times more, at once, after 1 s and after 1 s', answer(503, '')],
    ['also where it breaks the contract', answer(200, { carParks: 'none' })],
  ])('%s', async (_what, failing) => {
    const happened: string[] = [];
    const { timeoutMs, attempts, operations } = readConfig({}).systems.REPCCS!;
    const repccs = await testPartner(
      createRepccsClient,
      [
        (request, response) => {
          happened.push('asked');
          // No timer is to end a connection that is kept.
          response.setHeader('Connection', 'close');
          failing(request, response);
        },
      ],
      { timeoutMs, attempts, operations },
    );
    const wait = globalThis.setTimeout;
    const waits = jest.spyOn(globalThis, 'setTimeout').mockImplementation((run: () => void, ms = 0) => {
      // What watches over an attempt, and the clock of connections: no pauses.
      if (ms === timeoutMs || run.name === 'onTick') return wait(run, ms);
      happened.push(`${ms} ms`);
      return wait(run, 0);
    });
    try {
      expect(await failureOf(repccs.client.carParks(new AbortController().signal))).toMatchObject({ attempts: 4 });
    } finally {
      waits.mockRestore();
      await repccs.close();
    }
    expect(happened).toEqual(['asked', '0 ms', 'asked', '1000 ms', 'asked', '1000 ms', 'asked']);
  });
});
