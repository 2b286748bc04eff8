import { advisoryCaseStore } from '../../features/advisory-notices';
import type { Ground } from '../ground';

/** Advisory notices on their way to the owner (A 4 to 7). */
export function advisory({ intranet }: Ground) {
  const store = advisoryCaseStore(intranet);
  return {
    services: {
      advisoryCases: {
        story: (noticeNo: string) => intranet.read((executor) => store.story(executor, noticeNo)),
      },
    },
  };
}
