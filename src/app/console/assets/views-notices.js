// Notices, what happened to them, and those that a person is to look at.
import { useState } from './lib/hooks.js';
import { api } from './api.js';
import {
  Act,
  Badge,
  html,
  Loaded,
  money,
  Outcome,
  Pages,
  REFRESH_MS,
  Table,
  Time,
  useData,
  usePages,
  words,
} from './parts.js';
import { NewNotice } from './views-notice-form.js';

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

const SUSPENDED = { '': 'any', NONE: 'not suspended', PS: 'PS', TS: 'TS' };

export function Notices({ id }) {
  const [filters, setFilters] = useState({});
  if (id === 'new') return html`<${NewNotice} />`;
  const submit = (event) => {
    event.preventDefault();
    const { noticeNo, ...others } = Object.fromEntries(
      [...new FormData(event.target)].map(([name, value]) => [name, value.trim()]),
    );
    if (noticeNo) location.hash = `#/notices/${encodeURIComponent(noticeNo.toUpperCase())}`;
    else {
      setFilters({ ...others, vehicleNo: others.vehicleNo.toUpperCase() });
      location.hash = '#/notices';
    }
  };
  return html`<form class="search" onSubmit=${submit} role="search">
      <label
        >Notice number
        <input
          name="noticeNo"
          defaultValue=${id ?? ''}
          key=${id}
          pattern="[0-9A-Za-z]{1,10}"
          maxlength="10"
          size="12"
          autocomplete="off"
          spellcheck="false"
        />
      </label>
      <label
        >Vehicle number
        <input
          name="vehicleNo"
          defaultValue=${filters.vehicleNo ?? ''}
          pattern="[0-9A-Za-z. -]{1,14}"
          maxlength="14"
          size="12"
          autocomplete="off"
          spellcheck="false"
        />
      </label>
      <label>Offence from <input type="date" name="from" defaultValue=${filters.from ?? ''} /></label>
      <label>Offence to <input type="date" name="to" defaultValue=${filters.to ?? ''} /></label>
      <label
        >Suspended
        <select name="suspensionType" defaultValue=${filters.suspensionType ?? ''}>
          ${Object.entries(SUSPENDED).map(([value, text]) => html`<option value=${value}>${text}</option>`)}
        </select>
      </label>
      <button type="submit">Search</button>
      <a class="button plain" href="#/notices/new">New notice</a>
    </form>
    ${id ? html`<${Notice} key=${id} id=${id} />` : html`<${Found} filters=${filters} />`}`;
}

/** What the search found; without one, the notices of the last days. */
function Found({ filters }) {
  const pages = usePages((query) => api.notices({ ...filters, ...query }), 'notices', [JSON.stringify(filters)]);
  return html`<${Pages}
    of=${pages}
    empty="No notice found. Without a vehicle number, offences of 31 days are looked through."
  >
    ${(notices) => html`
      <${Table} caption="Notices" head=${['Notice', 'Vehicle', 'Offence', 'Place', 'To be paid', 'Suspended']}>
        ${notices.map(
          (notice) =>
            html`<tr key=${notice.noticeNo}>
              <th scope="row">
                <a href=${`#/notices/${notice.noticeNo}`}>${notice.noticeNo}</a>
                <span class="quiet small">${notice.noticeSource}${notice.anFlag === 'Y' && ', advisory'}</span>
              </th>
              <td>${notice.vehicleNo ?? html`<span class="quiet">–</span>`}</td>
              <td><${Time} at=${notice.noticeDateAndTime} /></td>
              <td>${notice.ppName ?? notice.ppCode ?? '–'}</td>
              <td class="figure">${money(notice.amountPayable)}</td>
              <td><${Suspended} ...${notice} /></td>
            </tr>`,
        )}
      <//>
    `}
  <//>`;
}

const Suspended = ({ suspensionType, eprReasonOfSuspension, crsReasonOfSuspension }) =>
  suspensionType
    ? html`<${Badge} tone="warn"
        >${[suspensionType, eprReasonOfSuspension ?? crsReasonOfSuspension].filter(Boolean).join('-')}<//
      >`
    : html`<span class="quiet">no</span>`;

function Notice({ id }) {
  const found = useData(() => api.notice(id), [id], { everyMs: REFRESH_MS });
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

function NoticeFacts({ notice, archivedAt, mirror, advisory }) {
  const [tone, said] = MIRROR[mirror.state];
  const facts = [
    ['Vehicle', [notice.vehicleNo, notice.vehicleCategory, notice.vehicleRegistrationType].filter(Boolean).join(', ')],
    ['Offence', html`<${Time} at=${notice.noticeDateAndTime} />, rule code ${notice.computerRuleCode ?? '–'}`],
    ['Place', [notice.ppName, notice.ppCode].filter(Boolean).join(', ') || '–'],
    ['To be paid', `${money(notice.amountPayable)}, of it admin fee ${money(notice.adminFee)}`],
    [
      'Paid',
      notice.amountPaid > 0 ? html`${money(notice.amountPaid)} on <${Time} at=${notice.paymentDate} />` : 'nothing',
    ],
    ['Suspended', html`<${Suspended} ...${notice} />`],
    ['Stage', notice.lastProcessingStage ?? '–'],
    ['Source', notice.noticeSource ?? '–'],
    ...(archivedAt ? [['Archived', html`<${Time} at=${archivedAt} />`]] : []),
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

/** Everything that happened to it, in its order. */
function TimeLine({ notice, suspensions, advisory, vhub }) {
  const events = [
    { at: notice.createdAt, what: `Created from ${notice.noticeSource ?? '?'} by ${notice.createdBy ?? '?'}` },
    ...(notice.paymentDate ? [{ at: notice.paymentDate, what: `Paid ${money(notice.amountPaid)}` }] : []),
    ...suspensions.map((each) => ({
      at: each.suspendedAt,
      what: `Suspended ${each.suspensionType}-${each.reasonOfSuspension} by ${each.officerAuthorisingSuspension ?? '?'}`,
      more: each.suspensionRemarks,
    })),
    ...(advisory ? [{ at: advisory.openedAt, what: 'Qualified as an advisory notice' }] : []),
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
