// Installs what package-lock.json asks for, where it is not there yet: the first step of npm scripts that need it.
import { ensureInstalled } from './lib/install.mjs';
import { entry } from './lib/process.mjs';

await entry(ensureInstalled);
