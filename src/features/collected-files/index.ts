export { createFileCollector, type FileCollector, type FileSource, type Malformed, type Recorded } from './collector';
