import { Registry } from 'prom-client';
import { createCesClient } from '../../../../src/clients/ces/client';
import { keyPlaceholder } from '../../../support/pacts';
import { consumerPact } from '../consumer';
import { onceAt, silent } from './settings';
import { unqualifiedVehicles } from './unqualified-vehicles';

const ces = consumerPact('ocms', 'ces');

describe('OCMS tells CES which vehicles do not qualify for advisory notices (A 9)', () => {
  unqualifiedVehicles(ces, {
    system: 'CES',
    createClient: (baseUrl, key = keyPlaceholder('ces')) =>
      createCesClient({ settings: onceAt(baseUrl, key), logger: silent(), registry: new Registry() }),
  });
});
