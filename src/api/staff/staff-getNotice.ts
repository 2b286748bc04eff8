import type { components } from '../../../generated/inbound/staff-portal';
import type { CaseStory } from '../../features/advisory-notices';
import type { NextRun, Stories, Story } from '../../features/foreign-vehicles';
import type { InternetMirror } from '../../features/internet-mirror';
import type { NoticeHistory } from '../../features/notice-history';
import { AppError } from '../../platform/errors';
import type { Operation } from '../operation';
import { dollars, instant, instantOrNull, noticeView, suspensionView } from './views';

type Schemas = components['schemas'];

interface Needs {
  noticeHistory: NoticeHistory;
  internetMirror: InternetMirror;
  advisoryCases: { story(noticeNo: string): Promise<CaseStory | undefined> };
  foreignStories: Stories;
  foreignRuns: () => Promise<NextRun[]>;
}

/** A notice with all that happened to it, but for its owner. */
export const staffGetNotice: Operation<'staff-getNotice', Needs> =
  ({ noticeHistory, internetMirror, advisoryCases, foreignStories, foreignRuns }) =>
  async ({ params: { noticeNo } }) => {
    const { notice, suspensions, archivedAt } = await noticeHistory.of(noticeNo);
    // Of what is in the archive nothing is left there: no advisory notice is archived.
    const story = archivedAt ? undefined : await advisoryCases.story(noticeNo);
    const vhub = vhubView(await foreignStories.of(noticeNo, await foreignRuns()));
    return {
      status: 200,
      body: {
        notice: noticeView(notice),
        archivedAt: instantOrNull(archivedAt),
        suspensions: suspensions.map(suspensionView),
        mirror: await mirrorView(internetMirror, noticeNo),
        advisory: story ? advisoryView(story) : null,
        vhub: notice.vehicleRegistrationType === 'F' || vhub.told.length > 0 ? vhub : null,
      },
    };
  };

async function mirrorView(mirror: InternetMirror, noticeNo: string): Promise<Schemas['MirrorStanding']> {
  try {
    const { intranet, internet, awaited } = await mirror.show(noticeNo);
    const version = internet?.version ?? null;
    // Neither has it once it is archived.
    const state = (intranet?.version ?? null) === version ? 'CURRENT' : awaited ? 'WAITING' : 'DIFFERENT';
    return { state, version };
  } catch (error) {
    // The other zone may be away; what is known here is answered.
    if (error instanceof AppError && error.kind === 'unavailable') return { state: 'UNKNOWN', version: null };
    throw error;
  }
}

const advisoryView = ({ state, step, dueAt, reason, openedAt, events }: CaseStory): Schemas['AdvisoryStory'] => ({
  state,
  step: step ?? null,
  dueAt: instantOrNull(dueAt),
  reviewReason: reason ?? null,
  openedAt: instant(openedAt),
  events: events.map((event) => ({ ...event, at: instant(event.at) })),
});

const vhubView = ({ lives, owed }: Story): Schemas['VhubStory'] => ({
  told: lives
    .flatMap(({ told }) => told)
    .map(({ totalAmount, at, ...told }) => ({ ...told, at: instant(at), totalAmount: dollars(totalAmount) })),
  owed: owed.map(({ run, next, why }) => ({
    channel: run.channel,
    jobName: run.job,
    at: instantOrNull(run.at),
    status: next?.status ?? null,
    why,
  })),
});
