import type { Database, Transaction } from '../../db/database';
import type { Clock } from '../../platform/clock';
import { AppError } from '../../platform/errors';
import { stateVersion } from '../../platform/state-version';
import { JobError } from '../../scheduling/job';
import { auditStore } from '../audit';
import { type KnownParameter, knownParameter, knownParameters, type ParameterName, PARAMETERS } from './known';
import { parameterStore, type StoredParameter } from './store';

/** A parameter that OCMS reads, whether it is set or not. */
export interface ParameterStanding {
  known: KnownParameter;
  /** Undefined where it is missing. */
  stored: StoredParameter | undefined;
  /** Another for each state it can be in. */
  version: string;
}

export interface Parameters {
  /** All there are. */
  list(): Promise<StoredParameter[]>;
  /**
   * Gives one its value. What it was is kept in the audit.
   *
   * @returns what it was before; undefined where it is new.
   * @throws AppError `validation` for a parameter that OCMS does not read, and for a value that is none.
   */
  set(parameter: { id: string; code: string; value: string; actor: string }): Promise<string | undefined>;
  /** Those that OCMS reads, with what is stored of them, in their order. */
  all(): Promise<ParameterStanding[]>;
  /** @throws AppError `no-such-resource` */
  one(id: string, code: string): Promise<ParameterStanding>;
  /**
   * As a member of staff: gives one its value where it still is as they read it. What it was is kept in the audit.
   *
   * @param version of what they read, as {@link ParameterStanding} has it
   * @throws AppError `no-such-resource`; `stale` where it has changed since; `validation` for a value that is none.
   */
  change(parameter: {
    id: string;
    code: string;
    value: string;
    officerId: string;
    version: string;
  }): Promise<ParameterStanding>;
  /**
   * The value a job cannot do without.
   *
   * @throws JobError where it is missing or unusable (F 2.3.8, F 2.7.3).
   */
  required(name: ParameterName): Promise<string>;
}

/** Of what is stored; of a missing one, of nothing. */
function versionOf(stored: StoredParameter | undefined): string {
  const state = stored ? [stored.value, stored.changedAt.toISOString(), stored.changedBy] : [];
  return stateVersion(state);
}

const standingOf = (known: KnownParameter, stored: StoredParameter | undefined): ParameterStanding => ({
  known,
  stored,
  version: versionOf(stored),
});

function requireKnown(id: string, code: string): KnownParameter {
  const known = knownParameter(id, code);
  if (!known) throw new AppError('no-such-resource', 'no such parameter');
  return known;
}

const recordSet = (
  trx: Transaction,
  set: { id: string; code: string; value: string; before: string | undefined; actor: string },
  at: Date,
): Promise<void> =>
  auditStore.record(
    trx,
    {
      officerId: set.actor,
      action: 'set-parameter',
      subject: `${set.id} ${set.code}`,
      before: set.before,
      after: set.value,
    },
    at,
  );

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
        const at = clock.now();
        await parameterStore.set(trx, { id, code, value }, { actor, at });
        await recordSet(trx, { id, code, value, before, actor }, at);
        return before;
      });
    },

    all: () =>
      intranet.read(async (executor) => {
        const stored = await parameterStore.list(executor);
        return knownParameters().map((known) =>
          standingOf(
            known,
            stored.find(({ id, code }) => id === known.id && code === known.code),
          ),
        );
      }),

    async one(id, code) {
      const known = requireKnown(id, code);
      return standingOf(known, await intranet.read((executor) => parameterStore.find(executor, id, code)));
    },

    async change({ id, code, value, officerId, version }) {
      const known = requireKnown(id, code);
      if (!known.holds(value)) {
        throw new AppError('validation', `${id} ${code} ${known.expected}`, {
          details: [{ path: '/body/value', message: known.expected }],
        });
      }
      const stale = (): AppError => new AppError('stale', `${id} ${code} was changed meanwhile`);
      try {
        return await intranet.transaction(async (trx) => {
          const before = await parameterStore.find(trx, id, code);
          if (versionOf(before) !== version) throw stale();
          const at = clock.now();
          // By what is stored, not by what was just read: somebody else may be between the two.
          if (!(await parameterStore.replace(trx, { id, code, value }, before, { actor: officerId, at })))
            throw stale();
          await recordSet(trx, { id, code, value, before: before?.value, actor: officerId }, at);
          return standingOf(known, await parameterStore.find(trx, id, code));
        });
      } catch (error) {
        // Two at once gave it its first value.
        if (intranet.dialect.faultOf(error) === 'duplicate-key') throw stale();
        throw error;
      }
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
