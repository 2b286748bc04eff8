import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';
import { byApi, byFile, checkHistories, makeHistoryPlace } from './history-place';

jest.setTimeout(patience(1_200_000));

describe.each(databaseKinds)('F 2.3.2 to 2.3.4 on %s', (kind) => {
  it.each([
    ['API', byApi, 600],
    ['file', byFile, 300],
  ])(
    'over very many random histories by %s a run sends what a naive reading of F says, nothing twice a day, and vHub’s last word is right',
    async (_channel, runner, histories) => {
      const place = await makeHistoryPlace(kind, runner);
      try {
        await checkHistories(place, histories);
      } finally {
        await place.close();
      }
    },
  );
});
