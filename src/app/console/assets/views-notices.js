// Notices, what happened to them, and those that a person is to look at.
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
    ['To be paid', `${money(notice.amountPayable)}, of it admin fee ${money(notice.adminFee)}`],
    [
      'Paid',
      notice.amountPaid > 0 ? html`${money(notice.amountPaid)} on <${Time} at=${notice.paymentDate} />` : 'nothing',
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
