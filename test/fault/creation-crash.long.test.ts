import { crashCreation, creationBoundaries, kinds } from './creation-crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(600_000));

test.each(kinds)(
  'kill -9 at every labelled boundary of the creation of a notice (%s), twice: the whole of it or nothing, and never two',
  async (kind) => {
    const crashes = await creationBoundaries(kind);
    // An empty list would prove nothing.
    expect(crashes.map(({ label }) => label)).toEqual([
      'number-taken',
      'vehicle-locked',
      'fate-decided',
      'notice-inserted',
      'detail-inserted',
      'suspended',
      'before-commit',
      'committed',
    ]);
    const problems: string[] = [];
    for (const crash of [...crashes, ...crashes]) problems.push(...(await crashCreation(crash)).problems);
    expect(problems).toEqual([]);
  },
);
