// A notice that a member of staff enters.
import { useEffect, useRef, useState } from './lib/hooks.js';
import { api } from './api.js';
import { html, Problem, useData } from './parts.js';

const REGISTRATIONS = { S: 'local', D: 'diplomatic', V: 'VIP', I: 'military', F: 'foreign', X: 'unlicensed parking' };
const CATEGORIES = ['C', 'M', 'H', 'B', 'Y', 'LB', 'HL'];

/** What is wrong with each field, by its name; `others` is about no field of the form. */
function wrongFields({ status, details = [] }) {
  if (status === 409) return { wrong: { noticeNo: 'This number is taken.' }, others: [] };
  const wrong = {};
  const others = [];
  for (const detail of details) {
    const [, name] = /^\/body\/(\w+)$/.exec(detail.path) ?? [];
    if (name && NAMES.has(name)) wrong[name] ??= `It ${detail.message}.`;
    else others.push(detail);
  }
  return { wrong, others };
}
const NAMES = new Set([
  ...['noticeSource', 'noticeNo', 'vehicleNo', 'vehicleRegistrationType', 'vehicleCategory', 'offenceNoticeType'],
  ...['computerRuleCode', 'compositionAmount', 'noticeDateAndTime', 'ppCode', 'ppName'],
]);

/** A labelled field, with a hint, and with what is wrong with it beside it. */
function Field({ name, label, hint, wrong, options, ...rest }) {
  const said = wrong ?? hint;
  const attributes = {
    name,
    ...rest,
    'aria-invalid': wrong ? 'true' : undefined,
    'aria-describedby': said ? `${name}-said` : undefined,
  };
  return html`<div class="field">
    <label for=${name}>${label}</label>
    ${
      options
        ? html`<select id=${name} ...${attributes}>
            ${options.map(([value, text]) => html`<option value=${value}>${text}</option>`)}
          </select>`
        : html`<input id=${name} autocomplete="off" spellcheck="false" ...${attributes} />`
    }
    ${said && html`<span id=${`${name}-said`} class=${wrong ? 'wrong' : 'quiet small'}>${said}</span>`}
  </div>`;
}

export function NewNotice() {
  const form = useRef();
  // The same for every attempt, so that a notice whose answer was lost is not created twice.
  const attempt = useRef(crypto.randomUUID());
  const [error, setError] = useState();
  const [busy, setBusy] = useState(false);
  const [offenceType, setOffenceType] = useState('O');
  // Suggested, where they can be had: another code is taken, too.
  const ruleCodes = useData(() => api.ruleCodes(), []).data ?? [];
  const { wrong, others } = error ? wrongFields(error) : { wrong: {}, others: [] };
  useEffect(() => form.current?.querySelector('[aria-invalid]')?.focus(), [error]);

  const submit = async (event) => {
    event.preventDefault();
    const entered = Object.fromEntries(
      [...new FormData(event.target)].map(([name, value]) => [name, value.trim()]).filter(([, value]) => value !== ''),
    );
    for (const name of ['noticeNo', 'vehicleNo', 'offenceNoticeType'])
      if (entered[name]) entered[name] = entered[name].toUpperCase();
    setBusy(true);
    try {
      const { noticeNo } = await api.createNotice({
        ...entered,
        transactionId: attempt.current,
        subsystemLabel: entered.noticeSource,
        computerRuleCode: Number(entered.computerRuleCode),
        compositionAmount: Number(entered.compositionAmount),
        // Singapore's, as no offset says otherwise.
        noticeDateAndTime: entered.noticeDateAndTime.padEnd(19, ':00'),
      });
      location.hash = `#/notices/${encodeURIComponent(noticeNo)}`;
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  const field = (name, label, more) => html`<${Field} name=${name} label=${label} wrong=${wrong[name]} ...${more} />`;
  const told = error && (Object.keys(wrong).length === 0 || others.length > 0);
  return html`<p><a href="#/notices">All notices</a></p>
    <h2>New notice</h2>
    <form class="card" ref=${form} onSubmit=${submit}>
      ${told && html`<${Problem} error=${{ ...error, message: error.message, details: others }} />`}
      <div class="fields">
        ${field('offenceNoticeType', 'Offence type', {
          ...{ required: true, maxlength: 1, pattern: '[A-Za-z]', hint: 'O offender, U unlicensed parking' },
          ...{ value: offenceType, onInput: (event) => setOffenceType(event.target.value.toUpperCase()) },
        })}
        ${field('vehicleNo', 'Vehicle number', {
          ...{ required: offenceType !== 'U', maxlength: 14, pattern: '[0-9A-Za-z. \\-]{1,14}' },
          ...(offenceType === 'U' && { hint: 'where it is known' }),
        })}
        ${field('vehicleRegistrationType', 'Registration', {
          options: Object.entries(REGISTRATIONS).map(([value, text]) => [value, `${value} ${text}`]),
        })}
        ${field('vehicleCategory', 'Category', { options: CATEGORIES.map((each) => [each, each]) })}
        ${field('noticeDateAndTime', 'Offence, Singapore time', { required: true, type: 'datetime-local' })}
        ${field('computerRuleCode', 'Rule code', {
          ...{ required: true, inputmode: 'numeric', pattern: '[0-9]{1,10}', list: 'rule-codes' },
        })}
        <datalist id="rule-codes">
          ${ruleCodes.map(({ ruleCode, description }) => html`<option value=${ruleCode}>${description}</option>`)}
        </datalist>
        ${field('compositionAmount', 'Composition amount, S$', {
          ...{ required: true, inputmode: 'decimal', pattern: '[0-9]{1,8}([.][0-9]{1,2})?' },
        })}
        ${field('ppCode', 'Car park code', { required: true, maxlength: 5 })}
        ${field('ppName', 'Car park name', { required: true, maxlength: 100 })}
        ${field('noticeSource', 'Portal', {
          options: [
            ['OCMS', 'OCMS'],
            ['PLUS', 'PLUS'],
          ],
        })}
        ${field('noticeNo', 'Notice number', {
          ...{ maxlength: 10, pattern: '[0-9A-Za-z]{1,10}', hint: 'left empty, OCMS makes one' },
        })}
      </div>
      <p class="buttons"><button type="submit" disabled=${busy}>Create notice</button></p>
    </form>`;
}
