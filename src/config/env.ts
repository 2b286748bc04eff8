import { existsSync } from 'node:fs';
import { type Config, readConfig, type Role } from './config';

/** The configuration of this process: its environment and, where there is one, the `.env` file beside it. */
export function configFromEnvironment(needs?: readonly Role[]): Config {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return readConfig(process.env, needs);
}
