import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, found from here: the code runs from `src/` in tests and from `dist/` otherwise. */
function projectRoot(folder = __dirname): string {
  try {
    readFileSync(join(folder, 'package.json'));
    return folder;
  } catch {
    return projectRoot(dirname(folder));
  }
}

export const PROJECT_ROOT = projectRoot();
const GENERATED = join(PROJECT_ROOT, 'generated');

/** All inbound contracts as one OpenAPI document. */
export function readInboundContract(): object {
  return JSON.parse(readFileSync(join(GENERATED, 'inbound', 'inbound.json'), 'utf8')) as object;
}

/** One published contract, self-contained, as it is served to partners. */
export function readContract(name: string, format: 'yaml' | 'json'): string {
  return readFileSync(join(GENERATED, 'contracts', `${name}.${format}`), 'utf8');
}
