import { publishedContracts, systemsOf } from './outbound';

/** The keys the sandbox expects unless told otherwise. They are no secret. */
export function sandboxKeys(operations = publishedContracts().operations): Record<string, string> {
  return Object.fromEntries(systemsOf(operations).map((system) => [system, `sandbox-${system.toLowerCase()}-key`]));
}
