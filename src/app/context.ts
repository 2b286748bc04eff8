import type { Config } from '../config/config';
import { outboundComparison } from '../contract/outbound';
import { watchCalls } from './call-drift';
import { createGround, type Ground, type GroundOverrides } from './ground';
import { type MergedParts, mergedParts, type Services } from './parts';

/** Everything the service is made of, once. Several contexts can live in one process. */
export interface Context extends Ground, MergedParts {
  /** Made where jobs are run: a sample of their calls to partners is looked at for drift. */
  readonly jobServices: () => ReturnType<MergedParts['jobServices']>;
  /** Ends all parts, then the databases; the last spans are sent. */
  close(): Promise<void>;
}

export type ContextOverrides = GroundOverrides & { services?: Partial<Services> };

export function createContext(config: Config, { services, ...overrides }: ContextOverrides = {}): Context {
  const ground = createGround(config, overrides);
  const parts = mergedParts(ground);
  const all: Services = { ...parts.services, ...services };
  const { driftSample: share } = config;
  return {
    ...ground,
    ...parts,
    services: all,
    jobServices: () =>
      parts.jobServices(
        share === 0
          ? undefined
          : watchCalls({
              comparison: outboundComparison(),
              share,
              note: (drift) => all.contractDrift.note(drift),
              logger: ground.logger,
            }),
      ),
    async close() {
      await parts.close();
      await ground.intranet.close();
      await ground.internet.close();
      await ground.tracer.close();
    },
  };
}
