export { knownParameters, type ParameterName } from './known';
export { createParameters, type Parameters } from './service';
export type { StoredParameter } from './store';
