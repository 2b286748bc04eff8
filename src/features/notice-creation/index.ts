export { createNoticeCreationService, type NoticeCreationService } from './service';
export type { CreationOutcome, Creator, Fate, NoticeSource, Offence } from './types';
