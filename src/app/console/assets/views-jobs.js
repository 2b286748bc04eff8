// Jobs and their runs. Each view gets `who`, with `may(role)`.
import { useState } from './lib/hooks.js';
import { api } from './api.js';
import { Act, html, Loaded, Outcome, Pages, REFRESH_MS, Table, Time, useData, usePages, words } from './parts.js';

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
