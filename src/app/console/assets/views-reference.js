// Reference data: rule codes, exemptions, and who is told by letter only.
import { useRef, useState } from './lib/hooks.js';
import { api } from './api.js';
import { Act, Badge, html, money, Pages, Problem, singaporeDay, Table, Time, usePages } from './parts.js';

const LISTS = [
  { path: 'rule-codes', title: 'Rule codes', list: RuleCodes },
  { path: 'exemptions', title: 'Exemptions', list: Exemptions },
  { path: 'exclusions', title: 'Letter only', list: Exclusions },
];

export function Reference({ who, id }) {
  const shown = LISTS.find(({ path }) => path === id) ?? LISTS[0];
  return html`<nav class="tabs" aria-label="Lists">
      ${LISTS.map(
        ({ path, title }) =>
          html`<a href=${`#/reference/${path}`} aria-current=${path === shown.path ? 'page' : undefined}>${title}</a>`,
      )}
    </nav>
    <h2 class="unseen">${shown.title}</h2>
    <${shown.list} key=${shown.path} may=${who.may('supervisor')} />`;
}

/** Entries of a list, by a filter. */
function useEntries(list, name) {
  const [filter, setFilter] = useState({});
  const pages = usePages((query) => api.entries(list, { ...filter, ...query }), name, [list, filter]);
  return { pages, setFilter };
}

/** Which entries are shown, and the button that adds one. */
const Filter = ({ statuses, set, children, add }) =>
  html`<div class="bar">
    <form
      class="search"
      role="search"
      onSubmit=${(event) => {
        event.preventDefault();
        set(Object.fromEntries(new FormData(event.target)));
      }}
    >
      ${children}
      <label
        >Shown
        <select name="status">
          <option value="">All</option>
          ${statuses.map(([value, title]) => html`<option value=${value}>${title}</option>`)}
        </select></label
      >
      <button type="submit" class="plain">Show</button>
    </form>
    ${add && html`<div>${add}</div>`}
  </div>`;

/**
 * A button that opens a form; what the API finds wrong with it is told in it.
 *
 * @param load gives what is changed, as it is now, before the form is shown. @param fields of that, by name.
 */
function Edit({ label, title, load, fields, act, done, tone = 'small' }) {
  const dialog = useRef();
  const [read, setRead] = useState();
  const [error, setError] = useState();
  const [busy, setBusy] = useState(false);
  const open = async () => {
    setError(undefined);
    try {
      setRead((await load?.()) ?? {});
    } catch (problem) {
      setRead(undefined);
      setError(problem);
    }
    dialog.current.showModal();
  };
  const submit = async (event) => {
    event.preventDefault();
    setBusy(true);
    setError(undefined);
    try {
      const given = Object.fromEntries(new FormData(event.target));
      await act(Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value.trim() || null])), read);
      dialog.current.close();
      done();
    } catch (problem) {
      setError(problem);
    } finally {
      setBusy(false);
    }
  };
  const close = () => dialog.current.close();
  return html`<button type="button" class=${tone} onClick=${open}>${label}</button>
    <dialog ref=${dialog} aria-label=${title} onClose=${() => setRead(undefined)}>
      <form method="dialog" onSubmit=${submit}>
        <h2>${title}</h2>
        ${
          read &&
          fields(read).map(
            ({ name, label: text, hint, value, ...rest }) =>
              html`<label
                >${text}<input name=${name} defaultValue=${value ?? ''} autocomplete="off" ...${rest} />${
                  hint && html`<span class="quiet small">${hint}</span>`
                }</label
              >`,
          )
        }
        ${error && html`<${Problem} error=${error} />`}
        <p class="buttons">
          <button type="button" class="plain" onClick=${close}>Cancel</button>
          ${read && html`<button type="submit" disabled=${busy}>Save</button>`}
        </p>
      </form>
    </dialog>`;
}

const Changed = ({ of: { changedAt, changedBy } }) =>
  html`<${Time} at=${changedAt} /> <span class="quiet small">${changedBy}</span>`;
const Day = ({ on }) => (on ? html`<span class="figure">${on}</span>` : html`<span class="quiet">–</span>`);
const Ended = ({ on }) => on && on < singaporeDay() && html`<${Badge}>ended<//>`;
const day = (name, label, value, hint) => ({
  name,
  label,
  value,
  hint,
  type: 'date',
  min: '1900-01-01',
  max: '2099-12-31',
});
const RULE_CODE = { inputmode: 'numeric', pattern: '[1-9][0-9]{0,9}', maxlength: 10 };
const LAST_DAY = 'In Singapore, that day included. Empty: no end.';

function RuleCodes({ may }) {
  const { pages, setFilter } = useEntries('rule-codes', 'ruleCodes');
  const description = (value) => ({ name: 'description', label: 'Description', value, required: true, maxlength: 200 });
  const add = html`<${Edit}
    label="Add a rule code"
    title="Add a rule code"
    tone=""
    fields=${() => [{ name: 'ruleCode', label: 'Rule code', required: true, ...RULE_CODE }, description()]}
    act=${(given) => api.addEntry('rule-codes', { ...given, ruleCode: Number(given.ruleCode) })}
    done=${pages.reload}
  />`;
  return html`<${Filter}
      statuses=${[
        ['CURRENT', 'Known today'],
        ['ENDED', 'Ended'],
      ]}
      set=${setFilter}
      add=${may && add}
    />
    <${Pages} of=${pages} empty="There are no such rule codes.">
      ${(codes) => html`
        <${Table}
          caption="Rule codes"
          head=${['Rule code', 'Description', 'Last day', 'Changed', ...(may ? [''] : [])]}
        >
          ${codes.map(
            (code) =>
              html`<tr key=${code.ruleCode}>
                <th scope="row">${code.ruleCode}</th>
                <td class="wide">${code.description}</td>
                <td><${Day} on=${code.effectiveTo} /> <${Ended} on=${code.effectiveTo} /></td>
                <td><${Changed} of=${code} /></td>
                ${
                  may &&
                  html`<td>
                    <${Edit}
                      label="Change or end"
                      title=${`Rule code ${code.ruleCode}`}
                      load=${() => api.entry('rule-codes', code.ruleCode)}
                      fields=${(read) => [
                        description(read.description),
                        day('effectiveTo', 'Last day of offence', read.effectiveTo, LAST_DAY),
                      ]}
                      act=${(given, { etag }) => api.setEntry('rule-codes', code.ruleCode, etag, given)}
                      done=${pages.reload}
                    />
                  </td>`
                }
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

/** What an exemption asks of an offence beside its rule code, in words. */
const conditions = ({ compositionAmount, vehicleCategory, ruleRemark }) =>
  [
    compositionAmount !== null && `amount ${money(compositionAmount)}`,
    vehicleCategory !== null && `vehicle category ${vehicleCategory}`,
    ruleRemark !== null && `remark “${ruleRemark}”`,
  ]
    .filter(Boolean)
    .join(', ') || 'any';

function Exemptions({ may }) {
  const { pages, setFilter } = useEntries('exemptions', 'exemptions');
  const days = ({ effectiveFrom, effectiveTo } = {}) => [
    day('effectiveFrom', 'First day of offence', effectiveFrom, 'Empty: any before, too.'),
    day('effectiveTo', 'Last day of offence', effectiveTo, LAST_DAY),
  ];
  const add = html`<${Edit}
    label="Add an exemption"
    title="Add an exemption"
    tone=""
    fields=${() => [
      { name: 'ruleCode', label: 'Rule code', required: true, ...RULE_CODE },
      {
        name: 'compositionAmount',
        label: 'Only of this amount (S$)',
        type: 'number',
        min: 0,
        max: 99999999.99,
        step: 0.01,
      },
      { name: 'vehicleCategory', label: 'Only of this vehicle category', pattern: '[A-Z]{1,2}', maxlength: 2 },
      { name: 'ruleRemark', label: 'Only with this remark', maxlength: 200 },
      ...days(),
    ]}
    act=${({ compositionAmount, ...given }) =>
      api.addEntry('exemptions', {
        ...given,
        ruleCode: Number(given.ruleCode),
        compositionAmount: compositionAmount === null ? null : Number(compositionAmount),
      })}
    done=${pages.reload}
  />`;
  return html`<${Filter}
      statuses=${[
        ['CURRENT', 'Apply today'],
        ['COMING', 'Apply later'],
        ['ENDED', 'Ended'],
      ]}
      set=${setFilter}
      add=${may && add}
    >
      <label>Rule code<input name="ruleCode" size="8" autocomplete="off" ...${RULE_CODE} /></label>
    <//>
    <${Pages} of=${pages} empty="There are no such exemptions.">
      ${(rules) => html`
        <${Table}
          caption="Exemptions"
          head=${['Exemption', 'Rule code', 'Only where', 'First day', 'Last day', 'Changed', ...(may ? [''] : [])]}
        >
          ${rules.map(
            (rule) =>
              html`<tr key=${rule.ruleNo}>
                <th scope="row">${rule.ruleNo}</th>
                <td>${rule.ruleCode}</td>
                <td class="wide">${conditions(rule)}</td>
                <td><${Day} on=${rule.effectiveFrom} /></td>
                <td><${Day} on=${rule.effectiveTo} /> <${Ended} on=${rule.effectiveTo} /></td>
                <td><${Changed} of=${rule} /></td>
                ${
                  may &&
                  html`<td>
                    <${Edit}
                      label="Change days"
                      title=${`Exemption ${rule.ruleNo} of rule code ${rule.ruleCode}`}
                      load=${() => api.entry('exemptions', rule.ruleNo)}
                      fields=${days}
                      act=${(given, { etag }) => api.setEntry('exemptions', rule.ruleNo, etag, given)}
                      done=${pages.reload}
                    />
                  </td>`
                }
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

function Exclusions({ may }) {
  const { pages, setFilter } = useEntries('exclusions', 'exclusions');
  const add = html`<${Edit}
    label="Add an id"
    title="Add an id"
    tone=""
    fields=${() => [
      {
        name: 'idNo',
        label: 'NRIC, FIN or UEN',
        required: true,
        pattern: '[0-9A-Za-z]{1,20}',
        maxlength: 20,
        spellcheck: false,
        hint: 'OCMS keeps no ids: it is hashed at once, and shown masked.',
      },
    ]}
    act=${({ idNo }) => api.addEntry('exclusions', { idNo: idNo.toUpperCase() })}
    done=${pages.reload}
  />`;
  return html`<${Filter}
      statuses=${[
        ['CURRENT', 'On the list'],
        ['ENDED', 'Ended'],
      ]}
      set=${setFilter}
      add=${may && add}
    />
    <${Pages} of=${pages} empty="There are no such entries.">
      ${(entries) => html`
        <${Table} caption="Told by letter only" head=${['Id', 'Added', 'State', 'Changed', ...(may ? [''] : [])]}>
          ${entries.map(
            (entry) =>
              html`<tr key=${`${entry.exclusionId} ${entry.changedAt}`}>
                <th scope="row">${entry.idMasked}</th>
                <td><${Time} at=${entry.addedAt} /> <span class="quiet small">${entry.addedBy}</span></td>
                <td><${ExclusionState} of=${entry} /></td>
                <td><${Changed} of=${entry} /></td>
                ${
                  may &&
                  html`<td>
                    ${
                      !entry.endedAt &&
                      html`<${Act}
                        label="End"
                        tone="bad"
                        ask=${`End the entry ${entry.idMasked}? Its owner is told by SMS or e-mail again.`}
                        act=${async () => api.endExclusion(await api.entry('exclusions', entry.exclusionId))}
                        done=${pages.reload}
                      />`
                    }
                  </td>`
                }
              </tr>`,
          )}
        <//>
      `}
    <//>`;
}

function ExclusionState({ of: { endedAt, keyConfigured } }) {
  if (endedAt) return html`<${Badge}>ended<//> <${Time} at=${endedAt} />`;
  if (!keyConfigured)
    return html`<${Badge} tone="bad">matches nobody<//>
      <span class="quiet small">its data key is not configured</span>`;
  return html`<${Badge} tone="good">letter only<//>`;
}
