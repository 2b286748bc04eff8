export {
  createEncryption,
  type DataKey,
  type Encryption,
  keyIdOf,
  newDataKey,
  type Place,
  storedLength,
} from './encryption';
export { createKeyedHash, type KeyedHash } from './keyed-hash';
