import { type CreationCrash, crashCreation } from './creation-crash';
import { patience } from '../support/patience';

jest.setTimeout(patience(60_000));

test.each<CreationCrash & { left: number }>([
  { kind: 'CES’s advisory', label: 'suspended', nth: 1, left: 0 },
  { kind: 'number-less', label: 'committed', nth: 1, left: 1 },
])(
  'kill -9 at $label of a creation ($kind) leaves $left of it, whole, and the repeated delivery makes it one',
  async ({ left, ...crash }) => {
    expect(await crashCreation(crash)).toEqual({ left, problems: [] });
  },
);
