export { createSuspender, type Suspender } from './service';
export type { SuspensionReason } from './types';
