import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';
import { byApi, checkHistories, makeHistoryPlace } from './histories';

jest.setTimeout(patience(120_000));

it.each(databaseKinds)(
  'F 2.3.2 to 2.3.4 on %s: over random histories by API a run sends what a naive reading of F says, nothing twice a day, and vHub’s last word is right',
  async (kind) => {
    const place = await makeHistoryPlace(kind, byApi);
    try {
      await checkHistories(place, 80);
    } finally {
      await place.close();
    }
  },
);
