import { crashAt } from './crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

test.each([
  { scenario: 'succeeding' as const, label: 'chunk-staged', nth: 3, left: 'old' },
  { scenario: 'succeeding' as const, label: 'replaced', nth: 1, left: 'new' },
  { scenario: 'failing' as const, label: 'alert-sent', nth: 1, left: 'old' },
])('kill -9 of a $scenario run at $label: the $left list, and the next run makes good', async ({ left, ...crash }) => {
  expect(await crashAt(crash)).toEqual({ left, problems: [] });
});
