import fs from 'node:fs';
import path from 'node:path';
import { root } from './process.mjs';

/** Every file in a folder and the folders in it whose name ends so, in the order of their paths; none where it is not there. */
export function filesUnder(folder, ending = '') {
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((found) => found.isFile() && found.name.endsWith(ending))
    .map((found) => path.join(found.parentPath ?? found.path, found.name))
    .sort();
}

/** The same of a folder of the project, by their paths from it. */
export const projectFiles = (folder) => filesUnder(path.join(root, folder)).map((file) => path.relative(root, file));
