import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../src/contract/documents';

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
 * What stands in pacts for the key between OCMS and a partner, whichever of them calls; the verification puts the real
 * one in its place, and leaves every other key as it is.
 */
export const keyPlaceholder = (partner: string): string => `key-of-${partner}`;

/** Whether a path is one of an operation's, whose own may have parameters in it. */
export function isPathOf(operationPath: string, path: string): boolean {
  const pattern = operationPath
    .split(/\{\w+\}/)
    .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'))
    .join('[^/]+');
  return new RegExp(`^${pattern}$`).test(path);
}

/** All pacts, by file name. */
export function allPacts(): string[] {
  return readdirSync(PACTS_FOLDER)
    .filter((name) => name.endsWith('.json'))
    .sort();
}

/** The pacts of which OCMS is the provider. */
export const inboundPacts = (): string[] => allPacts().filter((name) => name.endsWith('-ocms.json'));

/** The pacts of which OCMS is the consumer. */
export const outboundPacts = (): string[] => allPacts().filter((name) => name.startsWith('ocms-'));

export const pactPath = (file: string): string => join(PACTS_FOLDER, file);

export function readPact(path: string): Pact {
  return JSON.parse(readFileSync(path, 'utf8')) as Pact;
}
