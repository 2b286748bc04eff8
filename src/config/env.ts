import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { type Config, ConfigError, isKnown, readConfig, type Role } from './config';

const FILE = '.env';

/** The configuration of this process: its environment and, where there is one, the `.env` file beside it. */
export function configFromEnvironment(needs?: readonly Role[]): Config {
  return readConfig(environment(), needs);
}

/**
 * This process's variables: those of the `.env` file, where there is one, under those of the environment.
 *
 * @throws ConfigError for a file that says something that would not be what was meant.
 */
export function environment(): Record<string, string | undefined> {
  return { ...(existsSync(FILE) ? readEnvFile(readFileSync(FILE, 'utf8')) : {}), ...process.env };
}

export function readEnvFile(content: string): Record<string, string> {
  const text = content.replace(/^\uFEFF/, '');
  const values = parseEnv(text) as Record<string, string>;
  // A # within a value that is not quoted would begin a comment, and cut a password short.
  const cut = [...text.matchAll(/^[ \t]*(?:export[ \t]+)?([\w.]+)[ \t]*=[ \t]*(?!["'`])[^\s#]+#/gm)].map(
    ([, name]) => `${name} in ${FILE} has a # in its value: put the value in quotes`,
  );
  const unknown = Object.keys(values)
    .filter((name) => !isKnown(name))
    .map((name) => `${name} in ${FILE} is not a variable of this service`);
  if (cut.length + unknown.length > 0) throw new ConfigError([...cut, ...unknown]);
  return values;
}

/** What a command must be given to mean this copy of the service, as a shell takes it; nothing where it is the default. */
export function settingsOfThisCopy(): string {
  return ['PORT', 'OCMS_DATA_DIR']
    .flatMap((name) => (process.env[name] ? [`${name}=${shellWord(process.env[name])} `] : []))
    .join('');
}

const shellWord = (text: string): string => (/^[\w./:-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
