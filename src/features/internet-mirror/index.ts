export { createInternetMirror, type InternetMirror, type MirrorRules } from './service';
export type { MirrorFailure } from './store';
export type { Difference, Reconciliation } from './reconcile';
export { MIRRORED_COLUMNS } from './columns';
