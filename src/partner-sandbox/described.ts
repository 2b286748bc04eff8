import { partners } from './partners';
import { sandboxKeys } from './keys';

/** What the documentation tells of the sandbox: keys and magic values by system. */
export const described = (address: string) => ({
  address,
  keys: Object.fromEntries(Object.entries(sandboxKeys()).map(([system, key]) => [system, [key]])),
  magic: Object.fromEntries(partners.map(({ system, magic }) => [system, magic])),
});
