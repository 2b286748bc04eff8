// What operations look at: e-mails, the internet zone, partners.
import { useState } from './lib/hooks.js';
import { api } from './api.js';
import { Act, Badge, html, Loaded, Pages, Plot, REFRESH_MS, Table, Time, useData, usePages, words } from './parts.js';

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

const KINDS = {
  UNDECLARED: 'is not in the contract',
  MISSING: 'is required, and not there',
  TYPE: 'is of another type',
  NULL: 'is null',
  CODE: 'is no code of its list',
  FORMAT: 'is not of its form',
};

/** How real messages differ from their contracts: places and kinds, no values. */
export function Drift() {
  const [days, setDays] = useState(7);
  const drift = useData(() => api.contractDrift(days).then(({ drifts, more }) => ({ items: drifts, more })), [days], {
    everyMs: 60_000,
  });
  return html`<p class="quiet">
      Where requests and answers, of partners that call us and of those that we call, are not of the shape of their
      contract. A share of the messages is looked at; nothing of what they say is kept.
    </p>
    <form class="search">
      <label
        >Seen in the last
        <select value=${days} onChange=${(event) => setDays(Number(event.target.value))}>
          <option value="1">24 hours</option>
          <option value="7">7 days</option>
          <option value="90">90 days</option>
        </select></label
      >
    </form>
    <${Loaded} of=${drift} empty="Everything that was looked at is as its contract says.">
      ${({ items, more }) => html`
        <${Table}
          caption="Differences from the contracts"
          head=${['Partner', 'Operation', 'Where', 'What', 'Times', 'First seen', 'Last seen']}
        >
          ${items.map(
            ({ operation, partner, direction, sender, place, kind, times, firstSeenAt, lastSeenAt }) =>
              html`<tr key=${[operation, partner, direction, place, kind].join(' ')}>
                <th scope="row">${partner}</th>
                <td><a href=${`docs/operations/${operation}`}>${operation}</a></td>
                <td>
                  <${Badge} tone=${sender === 'PARTNER' ? 'plain' : 'bad'}>
                    ${direction === 'REQUEST' ? 'sent' : 'answered'} by ${sender === 'PARTNER' ? partner : 'OCMS'}
                  <//>
                  ${' '}<code>${place}</code>
                </td>
                <td>${KINDS[kind] ?? words(kind)}</td>
                <td class="figure">${times.toLocaleString('en')}</td>
                <td><${Time} at=${firstSeenAt} /></td>
                <td><${Time} at=${lastSeenAt} /></td>
              </tr>`,
          )}
        <//>
        ${more && html`<p class="quiet">There are more, seen earlier.</p>`}
      `}
    <//>`;
}
