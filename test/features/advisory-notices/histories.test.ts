import { databaseKinds } from '../../support/databases';
import { makeHistoryPlace } from './history-place';

describe.each(databaseKinds)('A 4 to 7 on %s', (kind) => {
  it('over random histories of partners’ answers, crashes and suspensions, every notice ends as a naive reading says, told at most once by each reference', async () => {
    const place = await makeHistoryPlace(kind);
    try {
      await place.check(25);
    } finally {
      await place.close();
    }
  });
});
