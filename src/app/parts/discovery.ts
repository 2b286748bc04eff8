import { expiryAdvice } from '../discovery';
import type { Ground } from '../ground';

/** What is found under `/.well-known/`: whether its date still holds. */
export function discovery({ config, clock }: Pick<Ground, 'config' | 'clock'>) {
  return {
    warnings() {
      const advice = config.security && expiryAdvice(config.security, clock.now());
      return Promise.resolve(advice === undefined ? [] : [{ event: 'security-txt-expires', advice }]);
    },
  };
}
