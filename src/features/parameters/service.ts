import type { Database } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { JobError } from '../../scheduling/job';
import { knownParameter, knownParameters, type ParameterName, PARAMETERS } from './known';
import { parameterStore, type StoredParameter } from './store';

export interface Parameters {
  /** All there are. */
  list(): Promise<StoredParameter[]>;
  /**
   * Gives one its value.
   *
   * @returns what it was before; undefined where it is new.
   * @throws AppError `validation` for a parameter that OCMS does not read, and for a value that is none.
   */
  set(parameter: { id: string; code: string; value: string; actor: string }): Promise<string | undefined>;
  /**
   * The value a job cannot do without.
   *
   * @throws JobError where it is missing or unusable (F 2.3.8, F 2.7.3).
   */
  required(name: ParameterName): Promise<string>;
}

export function createParameters({ intranet, clock }: { intranet: Database; clock: Clock }): Parameters {
  return {
    list: () => intranet.read((executor) => parameterStore.list(executor)),

    async set({ id, code, value, actor }) {
      const known = knownParameter(id, code);
      if (!known) {
        const names = knownParameters().map((each) => `${each.id} ${each.code}`);
        throw new AppError('validation', `there is no parameter ${id} ${code}; parameters are ${names.join(', ')}`);
      }
      if (!known.holds(value)) throw new AppError('validation', `${id} ${code} ${known.expected}`);
      return intranet.transaction(async (trx) => {
        const before = await parameterStore.value(trx, id, code);
        await parameterStore.set(trx, { id, code, value }, { actor, at: clock.now() });
        return before;
      });
    },

    async required(name) {
      const known = PARAMETERS[name];
      const { id, code, expected } = known;
      const value = (await intranet.read((executor) => parameterStore.value(executor, id, code)))?.trim();
      if (value !== undefined && known.holds(value)) return value;
      throw new JobError({
        problem: `The parameter ${id} ${code} ${value === undefined ? 'is missing' : expected}.`,
        advice: `Set it (npm run ocms -- parameters set ${id} ${code} VALUE), then run the job again.`,
      });
    },
  };
}
