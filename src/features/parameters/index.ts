export { knownParameters, type ParameterName } from './known';
export { createParameters, type Parameters, type ParameterStanding } from './service';
export type { StoredParameter } from './store';
