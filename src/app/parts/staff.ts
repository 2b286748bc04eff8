import { createAuditTrail } from '../../features/audit';
import { createJobControl } from '../../features/job-control';
import { createNoticeHistory } from '../../features/notice-history';
import { nextForeignRuns } from '../foreign-runs';
import type { Ground } from '../ground';
import { listedJobs } from '../schedules';

/** What members of staff see and do beside what partners and jobs do. */
export function staff({ config, intranet, calendar }: Ground) {
  const jobs = listedJobs({ config }).map(({ job: { name, source, frequent = false }, schedule }) => ({
    name,
    source,
    frequent,
    schedule,
  }));
  return {
    services: {
      jobControl: createJobControl({ intranet, calendar, jobs }),
      noticeHistory: createNoticeHistory({ intranet, calendar }),
      /** The runs that tell vHub next. */
      foreignRuns: () => nextForeignRuns({ config, intranet, calendar }),
      auditTrail: createAuditTrail({ intranet, calendar }),
    },
  };
}
