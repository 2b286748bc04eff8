export { createCourtNoticesService, type CourtNoticesService } from './service';
export type { CourtNoticeChanges, CourtNoticesOutcome, CourtNoticeUpdate } from './types';
