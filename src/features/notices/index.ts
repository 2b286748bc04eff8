export { existingNotices, noticeNumberRows, updateNotices } from './store';
