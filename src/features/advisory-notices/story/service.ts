import type { Database } from '../../../db/database';
import { AppError } from '../../../platform/errors';
import { masked } from '../../../platform/mask';
import { advisoryGateStore, type Waits } from '../pipeline/gate-store';
import type { OwnerParticulars } from '../pipeline/owners';
import { advisoryCaseStore, type CaseStory } from '../pipeline/store';
import { advisoryStoryStore, type Told } from './store';

/** What is known of an owner, as it may be shown: masked; why it cannot be read; or nothing. */
export type ShownOwner = { particulars: ReturnType<typeof masked> } | { unreadable: string };

/** The way of an advisory notice, whole: its case, how the owner was told, and who that is. */
export interface AdvisoryStory extends CaseStory {
  told: Told;
  owner: ShownOwner;
  /** The partner that the step waits for because it is away, and since when it is. */
  waitsFor: Waits | undefined;
}

/** Advisory notices as staff see them. */
export interface AdvisoryCases {
  /** @returns undefined where the notice has no case. */
  story(noticeNo: string): Promise<AdvisoryStory | undefined>;
}

/** @param owners throws where this process has no keys for what is stored of owners. */
export function createAdvisoryCases({
  intranet,
  owners,
}: {
  intranet: Database;
  owners: () => OwnerParticulars;
}): AdvisoryCases {
  const cases = advisoryCaseStore(intranet);
  const store = advisoryStoryStore(intranet);
  const gates = advisoryGateStore(intranet);

  const ownerOf = async (noticeNo: string): Promise<ShownOwner> => {
    let kept: OwnerParticulars;
    try {
      kept = owners();
    } catch {
      return { unreadable: 'this process has no keys (OCMS_DATA_KEYS)' };
    }
    try {
      return { particulars: masked(await intranet.read((executor) => kept.load(executor, noticeNo))) };
    } catch (error) {
      // Its message names key and place, and nothing that is stored.
      if (error instanceof AppError && error.kind === 'internal') return { unreadable: error.message };
      throw error;
    }
  };

  return {
    async story(noticeNo) {
      const [story, told, waitsFor] = await intranet.read(async (executor) => [
        await cases.story(executor, noticeNo),
        await store.told(executor, noticeNo),
        await gates.waitsFor(executor, noticeNo),
      ]);
      return story && told && { ...story, told, owner: await ownerOf(noticeNo), waitsFor };
    },
  };
}
