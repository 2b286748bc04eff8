export { MOST_BYTES, referenceFile } from './file';
export { REFERENCE_NAMES, referenceColumns, type ReferenceName, type ReferenceRow } from './kinds';
export { createReferenceData, type ReferenceData } from './service';
