export { createNoticeCreationService, type NoticeCreationService } from './service';
export type { CreationOutcome, Fate, NoticeSource, Offence } from './types';
