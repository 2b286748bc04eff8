export { VON, type VonColumn, vonShape } from './columns';
export { noticeNumber } from './number';
export {
  existingNotices,
  insertNotices,
  noticeNumberRows,
  onNoticesChanged,
  suspensionFacts,
  updateNotices,
  updateNoticesAmong,
  updateNoticesWhere,
} from './store';
