// Parameters, reports, and who did what.
import { useState } from './lib/hooks.js';
import { api } from './api.js';
import { Badge, html, Loaded, Pages, Problem, singaporeDay, Table, Time, useData, usePages } from './parts.js';

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
