export { ownerStore } from './owner-store';
export { createOwnerRetention, type OwnerRetention } from './retention';
export { createKeyRotation, type KeyRotation, type KeyUse, type Rotation } from './rotation';
