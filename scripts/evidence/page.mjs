// The ledger as one page that needs nothing else: no script, no other file.
import { COLUMNS } from './ledger.mjs';

const DIRECTIONS = { inbound: 'What partners call', outbound: 'What OCMS calls', file: 'What goes as a file' };

const STYLE = `
:root { color-scheme: light dark; --ink: #1c2733; --soft: #556270; --line: #d5dbe1; --head: #f2f5f7; --paper: #fff;
  --good: #1a6b3c; --why: #7a5200; --bad: #b00020; --bad-paper: #fde8ea; }
@media (prefers-color-scheme: dark) { :root { --ink: #e3e8ed; --soft: #a3afba; --line: #38434d; --head: #1d252c;
  --paper: #12171b; --good: #6fd39a; --why: #e3b65c; --bad: #ff8b98; --bad-paper: #3a1a1f; } }
body { margin: 0 auto; max-width: 76rem; padding: 1.5rem; font: 15px/1.5 system-ui, sans-serif; color: var(--ink);
  background: var(--paper); }
h1 { margin: 0 0 .25rem; font-size: 1.7rem; } h2 { margin: 2.5rem 0 .5rem; } h3 { margin: 2rem 0 .5rem; }
p { max-width: 48rem; } .soft { color: var(--soft); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .3rem .6rem; text-align: left; vertical-align: top; }
thead th { position: sticky; top: 0; background: var(--head); font-weight: 600; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; }
th[scope=rowgroup] { font-weight: 600; min-width: 9rem; overflow-wrap: anywhere; } th[scope=row] { font-weight: 400; font-variant-numeric: tabular-nums; }
code { font: .9em ui-monospace, monospace; }
.yes > details > summary { color: var(--good); cursor: pointer; } .yes ul { margin: .25rem 0; padding-left: 1rem; }
.yes li { font-size: .85em; color: var(--soft); overflow-wrap: anywhere; }
.excepted a { color: var(--why); } .none { color: var(--soft); } .excepted, .none { white-space: nowrap; }
.no { color: var(--bad); background: var(--bad-paper); font-weight: 600; }
.ledger td { width: 15%; }
a { color: inherit; } :focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
`;

/** @param rows of the ledger */
export function page(rows) {
  const reasons = [...new Set(cellsOf(rows).flatMap(({ state, reason }) => (state === 'excepted' ? [reason] : [])))];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Evidence ledger: OCMS's contracts</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Evidence ledger</h1>
<p>What shows that each operation, status and file of OCMS's contracts is so. ${sentence(rows)}</p>
${summary(rows)}
${listed(reasons)}
${grouped(rows, 'direction')
  .map(
    ([direction, its]) => `<h2>${DIRECTIONS[direction]}</h2>
${
  direction === 'file'
    ? table(its, reasons)
    : grouped(its, 'contract')
        .map(([contract, own]) => section(contract, own, reasons))
        .join('\n')
}`,
  )
  .join('\n')}
</main>
</body>
</html>
`;
}

const listed = (reasons) =>
  reasons.length === 0
    ? ''
    : `<h2 id="reasons">Reasons</h2>
<p>Cells without evidence, and why that is no gap. A reason that no cell needs any more has to go.</p>
<ol>
${reasons.map((reason, index) => `<li id="reason-${index + 1}">${text(reason)}</li>`).join('\n')}
</ol>`;

const section = (contract, rows, reasons) => `<h3 id="${text(contract)}">${text(contract)}</h3>
${table(rows, reasons)}`;

function table(rows, reasons) {
  const files = rows[0].direction === 'file';
  const shown = Object.keys(COLUMNS).filter((column) => rows.some(({ cells }) => saysSomething(cells[column])));
  return `<div class="wide" tabindex="0" role="region" aria-label="${text(files ? 'Files' : rows[0].contract)}"><table class="ledger">
<thead><tr><th scope="col">${files ? 'File' : 'Operation'}</th>${files ? '' : '<th scope="col">Status</th>'}${shown
    .map((column) => `<th scope="col">${COLUMNS[column]}</th>`)
    .join('')}</tr></thead>
${grouped(rows, files ? 'contract' : 'operation')
  .map(
    ([name, its]) =>
      `<tbody>${its
        .map(
          (row, index) =>
            `<tr>${index > 0 ? '' : head(name, its)}${files ? '' : `<th scope="row">${row.status}</th>`}${shown
              .map((column) => cell(row.cells[column], reasons))
              .join('')}</tr>`,
        )
        .join('\n')}</tbody>`,
  )
  .join('\n')}
</table></div>`;
}

const saysSomething = ({ state, reason }) => state !== 'none' || reason !== undefined;

const head = (name, [{ method, route }, ...others]) =>
  `<th scope="rowgroup" rowspan="${others.length + 1}">${text(name)}${method ? `<br><code class="soft">${method} ${text(route)}</code>` : ''}</th>`;

function cell({ state, by, reason }, reasons) {
  if (state === 'none') return `<td class="none">${text(reason ?? '·')}</td>`;
  if (state === 'no') return `<td class="no">missing${reason ? `: ${text(reason)}` : ''}</td>`;
  if (state === 'excepted') {
    const number = reasons.indexOf(reason) + 1;
    return `<td class="excepted"><a href="#reason-${number}">reason ${number}</a></td>`;
  }
  return `<td class="yes"><details><summary>✓</summary><ul>${by.map((each) => `<li>${text(each)}</li>`).join('')}</ul></details></td>`;
}

function summary(rows) {
  const groups = grouped(rows, 'contract');
  return `<div class="wide" tabindex="0" role="region" aria-label="Summary"><table>
<thead><tr><th scope="col">Contract</th><th scope="col" class="number">Covered</th><th scope="col" class="number">With a reason</th><th scope="col" class="number">Uncovered</th></tr></thead>
<tbody>${groups
    .map(([contract, its]) => {
      const linked =
        its[0].direction === 'file' ? text(contract) : `<a href="#${text(contract)}">${text(contract)}</a>`;
      const missing = count(its, 'no');
      return `<tr><th scope="row">${linked}</th><td class="number">${count(its, 'yes')}</td><td class="number">${count(its, 'excepted')}</td><td class="number${missing > 0 ? ' no' : ''}">${missing}</td></tr>`;
    })
    .join('\n')}</tbody>
</table></div>`;
}

const sentence = (rows) =>
  `${count(rows, 'yes')} cells are covered, ${count(rows, 'excepted')} have a reason, ${count(rows, 'no')} are uncovered.`;

const cellsOf = (rows) => rows.flatMap(({ cells }) => Object.values(cells));
const count = (rows, state) => cellsOf(rows).filter((each) => each.state === state).length;

function grouped(rows, by) {
  const groups = new Map();
  for (const row of rows) groups.set(row[by], [...(groups.get(row[by]) ?? []), row]);
  return [...groups];
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value) => String(value).replaceAll(/[&<>"]/g, (character) => ENTITIES[character]);
