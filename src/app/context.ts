import type { Config } from '../config/config';
import { createGround, type Ground, type GroundOverrides } from './ground';
import { type MergedParts, mergedParts, type Services } from './parts';

/** Everything the service is made of, once. Several contexts can live in one process. */
export interface Context extends Ground, MergedParts {
  /** Ends all parts, then the databases; the last spans are sent. */
  close(): Promise<void>;
}

export type ContextOverrides = GroundOverrides & { services?: Partial<Services> };

export function createContext(config: Config, { services, ...overrides }: ContextOverrides = {}): Context {
  const ground = createGround(config, overrides);
  const parts = mergedParts(ground);
  return {
    ...ground,
    ...parts,
    services: { ...parts.services, ...services },
    async close() {
      await parts.close();
      await ground.intranet.close();
      await ground.internet.close();
      await ground.tracer.close();
    },
  };
}
