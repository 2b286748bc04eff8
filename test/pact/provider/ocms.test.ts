import { inboundPacts } from '../../support/pacts';
import { keepsPacts } from './keeps-pacts';
import { ocmsStates } from './ocms-states';
import { startServices } from './services';

describe('OCMS keeps its pacts', () => {
  beforeAll(() => {
    // knex says of a database that cannot be opened what the answers say, too.
    jest.spyOn(console, 'log').mockImplementation(() => {});
  });

  afterAll(() => {
    jest.restoreAllMocks();
  });

  keepsPacts({
    by: 'ocms',
    pacts: inboundPacts(),
    async start() {
      const services = await startServices();
      return {
        target: services.sound,
        states: (switchboard) => ocmsStates(services, switchboard),
        close: () => services.close(),
      };
    },
    broken: {
      file: 'plus-ocms.json',
      kept: 'a request to open a notice twice',
      changes: {
        'with a state that cannot be brought about': {
          change: (its) => (its.providerStates![0]!.params = {}),
          complaint: /an unpaid court notice: which notice\?/,
        },
        'with another body': {
          change: (its) => (its.response.body!.content = { updatedCount: 2 }),
          complaint: /\$\.updatedCount -> Expected 1/,
        },
      },
    },
  });
});
