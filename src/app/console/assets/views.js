// One view per kind of work. Each gets `who`, with `may(role)`.
import { useState } from './lib/hooks.js';
import { api } from './api.js';
import { Act, Badge, html, Loaded, money, Outcome, Plot, Problem, Table, Time, useData, words } from './parts.js';

const REFRESH_MS = 15_000;

export function Jobs({ who }) {
  const jobs = useData(() => api.jobs(), [], { everyMs: REFRESH_MS });
  return html`<${Loaded} of=${jobs} empty="There are no jobs.">
      ${(all) => html`
        <${Table} caption="Jobs" head=${['Job', 'Last run', 'Began', 'Next run', '']}>
          ${all.map(
            ({ jobName, source, schedule, nextRunAt, lastRun }) =>
              html`<tr key=${jobName}>
                <th scope="row">
                  <a href=${`#/jobs/${jobName}`}>${jobName}</a> <span class="quiet small">${source}</span>
                </th>
                <td><${Outcome} of=${lastRun?.outcome} /></td>
                <td><${Time} at=${lastRun?.startedAt} /></td>
                <td>${schedule ? html`<${Time} at=${nextRunAt} />` : html`<span class="quiet">by hand only</span>`}</td>
                <td><${JobActions} ...${{ who, jobName, lastRun }} done=${jobs.reload} /></td>
              </tr>`,
          )}
        <//>
      `}
    <//>
    <h2>Latest runs</h2>
    <${Runs} />`;
}

function JobActions({ who, jobName, lastRun, done }) {
  if (!who.may('supervisor')) return null;
  const running = lastRun?.outcome === 'RUNNING';
  return html`<p class="buttons">
    ${
      running
        ? html`<${Act}
            label="Stop"
            tone="bad"
            ask=${`Ask ${jobName} to stop? It ends at the next safe point, and can be run again.`}
            act=${() => api.stopJobRun(lastRun.runId)}
            done=${done}
          />`
        : html`<${Act}
            label="Run now"
            ask=${`Have ${jobName} run now?`}
            act=${() => api.startJob(jobName)}
            done=${done}
          />`
    }
  </p>`;
}

function Runs({ jobName }) {
  const [outcome, setOutcome] = useState('');
  const pages = usePages((query) => api.jobRuns({ jobName, outcome, ...query }), 'runs', [jobName, outcome], 5_000);
  return html`<form class="search">
      <label
        >Outcome
        <select value=${outcome} onChange=${(event) => setOutcome(event.target.value)}>
          <option value="">any</option>
          ${['RUNNING', 'SUCCEEDED', 'FAILED', 'SKIPPED', 'STOPPED', 'LOST', 'CRASHED'].map(
            (each) => html`<option value=${each}>${words(each)}</option>`,
          )}
        </select></label
      >
    </form>
    <${Pages} of=${pages} empty="No runs.">
      ${(runs) => html`
        <${Table} caption="Runs" head=${['Began', ...(jobName ? [] : ['Job']), 'Outcome', 'Took', 'What it did']}>
          ${runs.map(
            (run) =>
              html`<tr key=${run.runId}>
                <td><${Time} at=${run.startedAt} seconds /></td>
                ${!jobName && html`<td><a href=${`#/jobs/${run.jobName}`}>${run.jobName}</a></td>`}
                <td>
                  <${Outcome} of=${run.outcome} />
                  ${run.trigger !== 'SCHEDULE' && html`<span class="quiet small">${words(run.trigger)}</span>`}
                </td>
                <td class="figure">${took(run)}</td>
                <td>${run.error ?? html`<${Counts} of=${run.counts} />`}</td>
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

const took = ({ startedAt, endedAt }) => {
  if (!endedAt) return '–';
  const seconds = (Date.parse(endedAt) - Date.parse(startedAt)) / 1_000;
  return seconds < 90 ? `${seconds.toFixed(1)} s` : `${Math.round(seconds / 60)} min`;
};
const Counts = ({ of }) =>
  Object.entries(of ?? {}).length === 0
    ? html`<span class="quiet">–</span>`
    : Object.entries(of)
        .map(([name, count]) => `${name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()} ${count.toLocaleString('en')}`)
        .join(', ');

export function Job({ who, id }) {
  const jobs = useData(() => api.jobs(), [], { everyMs: REFRESH_MS });
  const job = jobs.data?.find(({ jobName }) => jobName === id);
  return html`
    <p><a href="#/jobs">All jobs</a></p>
    <${Loaded} of=${jobs}>
      ${() =>
        job
          ? html`<dl class="facts card">
                <dt>Source</dt>
                <dd>${job.source}</dd>
                <dt>Schedule</dt>
                <dd>${job.schedule ? html`<code>${job.schedule}</code>` : 'by hand only'}</dd>
                <dt>Next run</dt>
                <dd><${Time} at=${job.nextRunAt} /></dd>
              </dl>
              <${JobActions} ...${{ who, jobName: id, lastRun: job.lastRun }} done=${jobs.reload} />`
          : html`<p class="empty">There is no job ${id}.</p>`}
    <//>
    <h2>Runs</h2>
    <${Runs} jobName=${id} />
  `;
}

export function Alerts({ who }) {
  const [unsent, setUnsent] = useState(false);
  const pages = usePages((query) => api.alerts({ unsent, ...query }), 'alerts', [unsent]);
  const state = { WAITING: 'warn', SENT: 'plain', GIVEN_UP: 'bad' };
  return html`<form class="search">
      <label
        >Show
        <select onChange=${(event) => setUnsent(event.target.value === 'unsent')}>
          <option value="all">all</option>
          <option value="unsent">not sent</option>
        </select></label
      >
    </form>
    <${Pages} of=${pages} empty=${unsent ? 'Every e-mail was sent.' : 'Operations were told of nothing yet.'}>
      ${(alerts) => html`
        <${Table} caption="E-mails to operations" head=${['Recorded', 'Subject', 'State', '']}>
          ${alerts.map(
            (alert) =>
              html`<tr key=${alert.runId}>
                <td><${Time} at=${alert.recordedAt} /></td>
                <td>
                  <details>
                    <summary>${alert.subject}</summary>
                    <p class="told">${alert.body}</p>
                  </details>
                </td>
                <td>
                  <${Badge} tone=${state[alert.state]}>${words(alert.state)}<//>
                  ${
                    alert.refused > 0 &&
                    html`<span class="quiet small">
                      refused ${alert.refused} times${alert.smtpCode && `, SMTP ${alert.smtpCode}`}</span
                    >`
                  }
                </td>
                <td>
                  ${
                    alert.state === 'GIVEN_UP' &&
                    who.may('supervisor') &&
                    html`<${Act}
                      label="Send again"
                      ask="Have this e-mail sent again?"
                      act=${() => api.retryAlert(alert.runId)}
                      done=${pages.reload}
                    />`
                  }
                </td>
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

export function Reviews() {
  const pages = usePages((query) => api.reviews(query), 'reviews', [], REFRESH_MS);
  return html`<${Pages} of=${pages} empty="No advisory notice waits for anybody.">
    ${(reviews) => html`
      <${Table} caption="Manual reviews" head=${['Notice', 'Why', 'Since', 'Taken by', '']}>
        ${reviews.map(
          (review) =>
            html`<tr key=${`${review.noticeNo} ${review.etag} ${review.takenBy}`}>
              <th scope="row">
                <a href=${`#/notices/${review.noticeNo}`}>${review.noticeNo}</a>
                <span class="quiet small">${review.vehicleNo}</span>
              </th>
              <td>${words(review.reason)}</td>
              <td><${Time} at=${review.since} /></td>
              <td>${review.takenBy ?? html`<span class="quiet">nobody</span>`}</td>
              <td><${ReviewActions} review=${review} done=${pages.reload} /></td>
            </tr>`,
        )}
      <//>
    `}
  <//>`;
}

function ReviewActions({ review, done }) {
  const { noticeNo, takenBy, resumesAt } = review;
  return html`<p class="buttons">
    ${
      !takenBy &&
      html`<${Act}
        label="Take"
        ask=${`Take the review of ${noticeNo}? Nobody else can resolve it then.`}
        act=${() => api.takeReview(noticeNo)}
        done=${done}
      />`
    }
    <${Act}
      label="Put back"
      ask=${`Put ${noticeNo} back to ${words(resumesAt)}? It goes on within seconds.`}
      act=${() => api.resumeReview(review)}
      done=${done}
    />
    <${Act}
      label="Close"
      tone="bad"
      ask=${`Close the review of ${noticeNo}? Its owner is not told, and it is not suspended.`}
      reason="Why"
      act=${(reason) => api.closeReview(review, reason)}
      done=${done}
    />
  </p>`;
}

export function Mirror({ who }) {
  const mirror = useData(() => api.mirror(), [], { everyMs: REFRESH_MS });
  const pages = usePages((query) => api.deadLetters(query), 'deadLetters', []);
  return html`<${Loaded} of=${mirror}>
      ${({ waiting, oldestAt, manualVerification }) =>
        html`<div class="cards">
          <div class="card">
            <p class="figure-large">${waiting.toLocaleString('en')}</p>
            <p class="quiet">notices wait to be copied</p>
          </div>
          <div class="card">
            <p class="figure-large">${oldestAt ? lag(oldestAt) : 'none'}</p>
            <p class="quiet">the oldest of them waits</p>
          </div>
          <div class="card">
            <p class="figure-large">${manualVerification.toLocaleString('en')}</p>
            <p class="quiet">left for manual verification</p>
          </div>
        </div>`}
    <//>
    <h2>Left for manual verification</h2>
    <${Pages} of=${pages} empty="None: every notice can be copied.">
      ${(letters) => html`
        <${Table} caption="Notices left for manual verification" head=${['Notice', 'Failed', 'Last', 'Why', '']}>
          ${letters.map(
            ({ noticeNo, failures, lastFailedAt, error }) =>
              html`<tr key=${noticeNo}>
                <th scope="row"><a href=${`#/notices/${noticeNo}`}>${noticeNo}</a></th>
                <td>${failures} times</td>
                <td><${Time} at=${lastFailedAt} /></td>
                <td><code>${error}</code></td>
                <td>
                  ${
                    who.may('supervisor') &&
                    html`<${Act}
                      label="Try again"
                      ask=${`Is the cause mended? Notice ${noticeNo} is then copied with the next run.`}
                      act=${() => api.retryDeadLetter(noticeNo)}
                      done=${pages.reload}
                    />`
                  }
                </td>
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

function lag(since) {
  const seconds = Math.max(0, Math.round((Date.now() - Date.parse(since)) / 1_000));
  if (seconds < 120) return `${seconds} s`;
  return seconds < 7_200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3_600)} h`;
}

const SERIES = [
  { key: 'ok', label: 'answered', tone: 'good' },
  { key: 'rejected', label: 'refused', tone: 'warn' },
  { key: 'failed', label: 'no answer', tone: 'bad' },
];

export function Partners() {
  const [hours, setHours] = useState(24);
  const calls = useData(() => api.partnerCalls(hours), [hours], { everyMs: 60_000 });
  return html`<form class="search">
      <label
        >Of the last
        <select value=${hours} onChange=${(event) => setHours(Number(event.target.value))}>
          <option value="2">2 hours</option>
          <option value="24">24 hours</option>
          <option value="168">7 days</option>
        </select></label
      >
    </form>
    <${Loaded} of=${calls} empty="No partner was called.">
      ${(partners) =>
        html`<div class="cards">
            ${partners.map(
              ({ partner, stretches }) =>
                html`<div class="card" key=${partner}>
                  <${Plot} title=${partner} points=${stretches} series=${SERIES} />
                </div>`,
            )}
          </div>
          <h2>In figures</h2>
          <${Table} caption="Calls by outcome" head=${['Partner', 'Answered', 'Refused', 'No answer']}>
            ${partners.map(
              ({ partner, stretches }) =>
                html`<tr key=${partner}>
                  <th scope="row">${partner}</th>
                  ${SERIES.map(
                    ({ key }) =>
                      html`<td class="figure">
                        ${stretches.reduce((sum, each) => sum + each[key], 0).toLocaleString('en')}
                      </td>`,
                  )}
                </tr>`,
            )}
          <//>`}
    <//>`;
}

export function Notices({ id }) {
  const submit = (event) => {
    event.preventDefault();
    const noticeNo = new FormData(event.target).get('noticeNo').trim().toUpperCase();
    location.hash = `#/notices/${encodeURIComponent(noticeNo)}`;
  };
  return html`<form class="search" onSubmit=${submit} role="search">
      <label
        >Notice number
        <input
          name="noticeNo"
          defaultValue=${id ?? ''}
          key=${id}
          required
          pattern="[0-9A-Za-z]{1,10}"
          maxlength="10"
          autocomplete="off"
          spellcheck="false"
        />
      </label>
      <button type="submit">Search</button>
    </form>
    ${id && html`<${Notice} key=${id} id=${id} />`}`;
}

function Notice({ id }) {
  const found = useData(() => api.notice(id), [id]);
  if (found.error?.status === 404) return html`<p class="empty" role="status">There is no notice ${id}.</p>`;
  return html`<${Loaded} of=${found}
    >${(history) => html`<${NoticeFacts} ...${history} /><${SuspendByHand} ...${history.notice} done=${found.reload} /><${TimeLine} ...${history} />`}<//
  >`;
}

const SuspendByHand = ({ noticeNo, anFlag, suspensionType, done }) =>
  anFlag === 'Y' &&
  suspensionType !== 'PS' &&
  html`<p>
    <${Act}
      label="Suspend PS-ANS"
      ask=${`Suspend ${noticeNo} PS-ANS by hand?`}
      reason="Remark"
      act=${(remark) => api.suspendNotice(noticeNo, remark)}
      done=${done}
    />
  </p>`;

const MIRROR = {
  CURRENT: ['good', 'as here'],
  WAITING: ['warn', 'waits to be copied'],
  DIFFERENT: ['bad', 'differs, and is not copied by itself'],
  UNKNOWN: ['plain', 'cannot be reached'],
};

function NoticeFacts({ notice, mirror, advisory }) {
  const [tone, said] = MIRROR[mirror.state];
  const suspended =
    notice.suspensionType &&
    `${notice.suspensionType}-${notice.eprReasonOfSuspension ?? notice.crsReasonOfSuspension ?? ''}`;
  const facts = [
    ['Vehicle', [notice.vehicleNo, notice.vehicleCategory, notice.vehicleRegistrationType].filter(Boolean).join(', ')],
    ['Offence', html`<${Time} at=${notice.noticeDateAndTime} />, rule code ${notice.computerRuleCode ?? '–'}`],
    ['Place', [notice.ppName, notice.ppCode].filter(Boolean).join(', ') || '–'],
    ['To be paid', `${money(two(notice.amountPayable))}, of it admin fee ${money(two(notice.adminFee))}`],
    [
      'Paid',
      notice.amountPaid > 0
        ? html`${money(two(notice.amountPaid))} on <${Time} at=${notice.paymentDate} />`
        : 'nothing',
    ],
    ['Suspended', suspended ? html`<${Badge} tone="warn">${suspended}<//>` : 'no'],
    ['Stage', notice.lastProcessingStage ?? '–'],
    ['Source', notice.noticeSource ?? '–'],
    ['Internet zone', html`<${Badge} tone=${tone}>${said}<//>`],
    ...(advisory
      ? [
          [
            'Advisory notice',
            html`<${Outcome} of=${advisory.state} />${advisory.step && html` next: ${words(advisory.step)}`}${
                advisory.reviewReason && html` ${words(advisory.reviewReason)}`
              }`,
          ],
        ]
      : []),
  ];
  return html`<h2>Notice ${notice.noticeNo}</h2>
    <dl class="facts card">
      ${facts.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`;
}

const two = (amount) => amount.toFixed(2);

/** Everything that happened to it, in its order. */
function TimeLine({ notice, suspensions, advisory, vhub }) {
  const events = [
    { at: notice.createdAt, what: `Created from ${notice.noticeSource ?? '?'} by ${notice.createdBy ?? '?'}` },
    ...(notice.paymentDate ? [{ at: notice.paymentDate, what: `Paid ${money(two(notice.amountPaid))}` }] : []),
    ...suspensions.map((each) => ({
      at: each.suspendedAt,
      what: `Suspended ${each.suspensionType}-${each.reasonOfSuspension} by ${each.officerAuthorisingSuspension ?? '?'}`,
      more: each.suspensionRemarks,
    })),
    ...(advisory?.events ?? []).map(({ at, step, outcome, state }) => ({
      at,
      what: `${words(step)}: ${outcome.replaceAll(/([A-Z])/g, ' $1').toLowerCase()}`,
      more: `advisory notice ${words(state)}`,
    })),
    ...(vhub?.told ?? []).map((told) => ({
      at: told.at,
      what: `vHub told ${told.status} by ${told.channel}: ${told.errorCode || told.sent === '1' ? 'not taken' : 'taken'}`,
      more: [told.reference, told.errorCode, told.errorDescription].filter(Boolean).join(' '),
    })),
  ]
    .filter(({ at }) => at)
    .sort((a, b) => a.at.localeCompare(b.at));
  return html`<h2>What happened</h2>
    <ol class="line">
      ${events.map(
        ({ at, what, more }) =>
          html`<li>
            <${Time} at=${at} seconds />${what}${more && html`<span class="quiet small"><br />${more}</span>`}
          </li>`,
      )}
    </ol>
    ${
      vhub?.owed.length > 0 &&
      html`<h2>What vHub is owed</h2>
        <ul>
          ${vhub.owed.map(
            ({ channel, jobName, at, status, why }) =>
              html`<li>
                ${channel}: ${status ? `${status} with` : 'nothing with'} ${jobName},
                <${Time} at=${at} />${why.length > 0 && html` <span class="quiet">(${why.join('; ')})</span>`}
              </li>`,
          )}
        </ul>`
    }`;
}

export function Parameters({ who }) {
  const parameters = useData(() => api.parameters(), []);
  return html`<${Loaded} of=${parameters} empty="There are no parameters.">
    ${(all) => html`
      <${Table} caption="Parameters" head=${['Parameter', 'Value', 'What it is', 'Changed', '']}>
        ${all.map(
          (parameter) =>
            html`<tr key=${`${parameter.id} ${parameter.code}`}>
              <th scope="row">${parameter.id} ${parameter.code}</th>
              <td class="figure">${parameter.value ?? html`<${Badge} tone="bad">missing<//>`}</td>
              <td>${parameter.purpose}</td>
              <td><${Time} at=${parameter.changedAt} /> <span class="quiet small">${parameter.changedBy}</span></td>
              <td>${who.may('supervisor') && html`<${Change} parameter=${parameter} done=${parameters.reload} />`}</td>
            </tr>`,
        )}
      <//>
    `}
  <//>`;
}

function Change({ parameter: { id, code }, done }) {
  const [read, setRead] = useState();
  const [error, setError] = useState();
  const open = () => api.parameter(id, code).then(setRead, setError);
  const close = () => {
    setRead(undefined);
    setError(undefined);
  };
  const submit = async (event) => {
    event.preventDefault();
    try {
      await api.setParameter(read, new FormData(event.target).get('value').trim());
      close();
      done();
    } catch (problem) {
      setError(problem);
    }
  };
  if (!read)
    return html`<button type="button" class="small" onClick=${open}>Change</button
      >${error && html`<${Problem} error=${error} />`}`;
  return html`<form onSubmit=${submit}>
    <label
      >New value
      <input
        name="value"
        defaultValue=${read.value ?? ''}
        required
        pattern="[0-9.]{1,20}"
        inputmode="decimal"
        size="8"
      />
    </label>
    ${error && html`<${Problem} error=${error} />`}
    <p class="buttons">
      <button type="button" class="small" onClick=${close}>Cancel</button>
      <button type="submit" class="small solid">Save</button>
    </p>
  </form>`;
}

const REPORTS = [
  ['ans', 'Notices suspended PS-ANS (31 days at most)'],
  ['letter-reconciliation', 'Letters against what the printing vendor says (366 days at most)'],
];

export function Reports() {
  const [state, setState] = useState({});
  const submit = async (event) => {
    event.preventDefault();
    const { name, ...query } = Object.fromEntries(new FormData(event.target));
    setState({ busy: true });
    try {
      const { fileName, blob } = await api.report(name, query);
      const address = URL.createObjectURL(blob);
      const link = Object.assign(document.createElement('a'), { href: address, download: fileName });
      link.click();
      URL.revokeObjectURL(address);
      setState({ done: fileName });
    } catch (error) {
      setState({ error });
    }
  };
  const today = singaporeDay();
  return html`<form class="search" onSubmit=${submit}>
      <label
        >Report
        <select name="name">
          ${REPORTS.map(([name, title]) => html`<option value=${name}>${title}</option>`)}
        </select></label
      >
      <label>From<input type="date" name="from" required max=${today} defaultValue=${singaporeDay(-30)} /></label>
      <label>To<input type="date" name="to" required max=${today} defaultValue=${today} /></label>
      <label
        >As
        <select name="format">
          <option value="xlsx">Excel</option>
          <option value="pdf">PDF</option>
        </select></label
      >
      <button type="submit" disabled=${state.busy}>Download</button>
    </form>
    <div role="status">
      ${state.busy && html`<p class="quiet">The report is made …</p>`}
      ${state.done && html`<p>${state.done} is downloaded.</p>`}
      ${state.error?.status === 404 && html`<p class="empty">${state.error.message}</p>`}
    </div>
    ${state.error && state.error.status !== 404 && html`<${Problem} error=${state.error} />`}`;
}

/** A day in Singapore, so many from today, as `YYYY-MM-DD`. */
const singaporeDay = (days = 0) =>
  new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Singapore' }).format(new Date(Date.now() + days * 86_400_000));

export function Audit() {
  const [filter, setFilter] = useState({});
  const pages = usePages((query) => api.audit({ ...filter, ...query }), 'entries', [filter]);
  const submit = (event) => {
    event.preventDefault();
    setFilter(Object.fromEntries(new FormData(event.target)));
  };
  return html`<form class="search" onSubmit=${submit} role="search">
      <label>Officer<input name="officerId" maxlength="50" autocomplete="off" /></label>
      <label>About<input name="subject" maxlength="100" autocomplete="off" /></label>
      <button type="submit">Search</button>
    </form>
    <${Pages} of=${pages} empty="Nobody did anything like that.">
      ${(entries) => html`
        <${Table} caption="Who did what" head=${['When', 'Who', 'What', 'About', 'Before', 'After']}>
          ${entries.map(
            ({ auditId, at, officerId, action, subject, before, after }) =>
              html`<tr key=${auditId}>
                <td><${Time} at=${at} seconds /></td>
                <td>${officerId}</td>
                <td>${action.replaceAll('-', ' ')}</td>
                <td>${subject}</td>
                <td><code>${valueText(before)}</code></td>
                <td><code>${valueText(after)}</code></td>
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

const valueText = (value) =>
  value === null || value === undefined ? '–' : typeof value === 'object' ? JSON.stringify(value) : String(value);

/** A list of which more can be had: `{ items, next }` so far. Asked again by itself only while nothing more was asked for. */
function usePages(load, name, deps, everyMs) {
  const [more, setMore] = useState({});
  const first = useData(() => load({}), deps, {
    everyMs,
    unless: () => more.key !== undefined && more.key === first.data,
  });
  const extra = more.key !== undefined && more.key === first.data ? more : { items: [], next: first.data?.nextCursor };
  return {
    ...first,
    data: first.data && { items: [...first.data[name], ...extra.items], next: extra.next },
    async loadMore() {
      const page = await load({ cursor: extra.next });
      setMore({ key: first.data, items: [...extra.items, ...page[name]], next: page.nextCursor });
    },
  };
}

function Pages({ of, empty, children }) {
  const [error, setError] = useState();
  const more = () => of.loadMore().then(() => setError(undefined), setError);
  return html`<${Loaded} of=${of} empty=${empty}>
    ${({ items, next }) =>
      html`${children(items)} ${error && html`<${Problem} error=${error} />`}
      ${next && html`<p class="buttons more"><button type="button" class="plain" onClick=${more}>Show more</button></p>`}`}
  <//>`;
}
