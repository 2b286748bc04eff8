import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';
import { byApi, checkHistories, makeHistoryPlace } from './histories';

jest.setTimeout(patience(1_200_000));

it.each(databaseKinds)(
  'F 2.3.2 to 2.3.4 on %s: over very many random histories by API a run sends what a naive reading of F says, nothing twice a day, and vHub’s last word is right',
  async (kind) => {
    const place = await makeHistoryPlace(kind, byApi);
    try {
      await checkHistories(place, 600);
    } finally {
      await place.close();
    }
  },
);
