import { purgeEffects } from '../../effects';
import type { Ground } from '../ground';

/** What is kept of effects outside the database, whatever they are. */
export function effects({ intranet, calendar }: Ground) {
  return {
    chores: [{ name: 'purge-effects', everyMs: 60 * 60_000, run: () => purgeEffects({ intranet, calendar }) }],
  };
}
