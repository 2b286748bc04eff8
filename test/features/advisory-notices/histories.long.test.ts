import { databaseKinds } from '../../support/databases';
import { patience } from '../../support/patience';
import { makeHistoryPlace } from './history-place';

jest.setTimeout(patience(600_000));

describe.each(databaseKinds)('A 4 to 7 on %s', (kind) => {
  it('over very many random histories every notice ends as a naive reading says, told at most once by each reference', async () => {
    const place = await makeHistoryPlace(kind);
    try {
      await place.check(200);
    } finally {
      await place.close();
    }
  });
});
