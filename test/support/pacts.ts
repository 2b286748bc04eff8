import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/app/contracts';

export const PACTS_FOLDER = join(PROJECT_ROOT, 'pacts');

/** A pact file as far as the tests look into it (Pact specification 4). */
export interface Pact {
  consumer: { name: string };
  provider: { name: string };
  interactions: Interaction[];
  metadata: Record<string, unknown>;
}

export interface Interaction {
  description: string;
  providerStates?: { name: string; params?: Record<string, unknown> }[];
  request: { method: string; path: string; headers?: Record<string, string[]>; body?: { content: unknown } };
  response: { status: number; headers?: Record<string, string[]>; body?: { content: unknown } };
}

/**
 * What a consumer sends as its key; the verification puts the partner's real one in its place, and leaves every
 * other key as it is.
 */
export const keyPlaceholder = (consumer: string): string => `key-of-${consumer}`;

/** The pacts of which OCMS is the provider, by file name. */
export function inboundPacts(): string[] {
  return readdirSync(PACTS_FOLDER)
    .filter((name) => name.endsWith('-ocms.json'))
    .sort();
}

export const pactPath = (file: string): string => join(PACTS_FOLDER, file);

export function readPact(path: string): Pact {
  return JSON.parse(readFileSync(path, 'utf8')) as Pact;
}
