import { existsSync } from 'node:fs';
import { type Config, readConfig, type Role } from './config';

/** The configuration of this process: its environment and, where there is one, the `.env` file beside it. */
export function configFromEnvironment(needs?: readonly Role[]): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env, needs);
}

/** What a command must be given to mean this copy of the service, as a shell takes it; nothing where it is the default. */
export function settingsOfThisCopy(): string {
  return ['PORT', 'OCMS_DATA_DIR']
    .flatMap((name) => (process.env[name] ? [`${name}=${shellWord(process.env[name])} `] : []))
    .join('');
}

const shellWord = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
