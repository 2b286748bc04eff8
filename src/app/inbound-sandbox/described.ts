import type { Config } from '../../config/config';
import { SANDBOX_KEYS } from '../../demo/keys';
import { MAGIC } from '../../demo/magic';
import { FAULT_NUMBERS } from './faults';

/** How many keys have data at once, and for how long without a request. */
export const MOST_PLACES = 20;
export const IDLE_MINUTES = 60;

/** In each of a key's two databases. The memory of src/deployment/kubernetes/sandbox.yaml has room for all of them. */
export const MOST_BYTES = 32_000_000;

/** Whose each key is. Those that everybody knows are for this machine only. */
export const sandboxKeysOf = ({
  sandbox,
  demoKeys,
}: Pick<Config, 'sandbox' | 'demoKeys'>): ReadonlyMap<string, string> =>
  sandbox?.keys ?? (demoKeys ? SANDBOX_KEYS : new Map<string, string>());

/** What the pages of partners tell of it; of keys those that everybody may know. */
export function describedSandbox(config: Pick<Config, 'sandbox' | 'demoKeys'>) {
  if (!config.sandbox) return undefined;
  const known = config.sandbox.beside && !config.sandbox.keys ? sandboxKeysOf(config) : new Map<string, string>();
  const keys: Record<string, string[]> = {};
  for (const [key, partner] of known) (keys[partner] ??= []).push(key);
  return {
    address: config.sandbox.address,
    keys,
    magic: Object.fromEntries(MAGIC.map(({ partner, magic }) => [partner, magic])),
    magicOfAll: FAULT_NUMBERS,
    most: MOST_PLACES,
    idleMinutes: IDLE_MINUTES,
  };
}
