// Where the suites leave what the evidence ledger is made of.
import path from 'node:path';
import { root } from './process.mjs';

/** Ignored by git; OCMS_EVIDENCE names another. */
export const evidenceFolder = () =>
  path.resolve(root, process.env.OCMS_EVIDENCE || 'node_modules/.cache/ocms-evidence');
