import { type InboundSandbox, startInboundSandbox } from '../../../src/app/inbound-sandbox';
import type { Place } from '../../../src/app/inbound-sandbox/places';
import { readConfig } from '../../../src/config/config';
import { SANDBOX_KEYS } from '../../../src/demo/keys';
import { AppError } from '../../../src/platform/errors';
import { createLogger } from '../../../src/platform/logging';
import { insertCourtCases, insertNotices } from '../../support/notices';
import { inboundPacts, pactPath, readPact } from '../../support/pacts';
import { partnerOperations, request } from '../../support/service';
import { keepsPacts } from './keeps-pacts';
import { ocmsStates } from './ocms-states';
import type { Services, StaffedService } from './services';
import { type StateHandler, type StateHandlers, statesOf } from './state-handlers';
import type { Switchboard } from './switchboard';

/** Members of staff have no access to the sandbox. */
const pacts = inboundPacts().filter((file) => file !== 'staff-ocms.json');
const keys = Object.fromEntries([...SANDBOX_KEYS].toReversed().map(([key, partner]) => [partner, key]));

/**
 * The sandbox that partners call keeps the pacts that the service keeps: whoever has tried a call there may rely on its
 * answer. Each key has data of its own, so a state comes about in the data of each.
 */
describe("partners' sandbox keeps their pacts (issue 12, item 7)", () => {
  keepsPacts({
    pacts,
    async start() {
      const [sound, limited] = await Promise.all([start(), start(1)]);
      return {
        target: { url: sound.url, keys },
        states: (switchboard) => statesIn(sound, limited, switchboard),
        async close() {
          await sound.close();
          await limited.close();
        },
      };
    },
    broken: {
      file: 'plus-ocms.json',
      kept: 'a request to open a notice twice',
      changes: {
        'with another body': {
          change: (its) => (its.response.body!.content = { updatedCount: 2 }),
          complaint: /\$\.updatedCount -> Expected 1/,
        },
      },
    },
  });
});

function start(aMinute?: number): Promise<InboundSandbox> {
  return startInboundSandbox({
    config: {
      ...readConfig({}),
      ...(aMinute !== undefined && { rateLimits: new Map(Object.keys(keys).map((partner) => [partner, aMinute])) }),
    },
    logger: createLogger({ level: 'silent' }),
    port: 0,
    origins: [],
  });
}

function statesIn(sound: InboundSandbox, limited: InboundSandbox, switchboard: Switchboard): StateHandlers {
  const inEach = async (work: (place: Place) => Promise<unknown>): Promise<void> => {
    for (const key of Object.values(keys)) await sound.places.with(sound.idOf(key), work);
  };
  /** As the states of the service are brought about, in one key's data. */
  const ofService = ({ context }: Place): StateHandlers => {
    const own = {
      context,
      notices: (...notices: Parameters<StaffedService['notices']>) => insertNotices(context.intranet, notices),
      courtCases: (...numbers: string[]) => insertCourtCases(context.intranet, numbers),
    };
    return ocmsStates({ sound: own } as unknown as Services, switchboard);
  };
  const names = [...statesOf(pacts.map((file) => readPact(pactPath(file))))];
  const brought = names.map((name): [string, StateHandler] => [
    name,
    {
      setup: (params) => inEach((place) => ofService(place)[name]!.setup(params)),
      teardown: () => inEach((place) => ofService(place)[name]!.teardown()),
    },
  ]);

  /** Whatever the key's operations do, until it is over. */
  const failing = (error: Error): StateHandler => {
    const kept = new Map<Place, Place['handlers']>();
    return {
      setup: () =>
        inEach(async (place) => {
          kept.set(place, { ...place.handlers });
          for (const id of Object.keys(place.handlers))
            Object.assign(place.handlers, { [id]: () => Promise.reject(error) });
        }),
      async teardown() {
        for (const [place, handlers] of kept) Object.assign(place.handlers, handlers);
        kept.clear();
      },
    };
  };
  return {
    ...Object.fromEntries(brought),
    'the rate limit is used up': {
      async setup() {
        for (const { path, partner, keyHeader } of partnerOperations)
          await request(`${limited.url}${path}`, { method: 'POST', headers: { [keyHeader]: keys[partner]! } });
        switchboard.switchTo({ url: limited.url, keys });
      },
      async teardown() {
        switchboard.switchTo({ url: sound.url, keys });
      },
    },
    'OCMS fails unexpectedly': failing(new Error('a defect')),
    "OCMS's database is unavailable": failing(new AppError('unavailable', 'its database is away')),
  };
}
