import type { Check, Finding, Outcome, Report } from './report';

/** A report as one page of HTML: nothing is loaded, nothing runs. */
export function reportPage(report: Report): string {
  const { score, checks, subject, at, contracts, latency, tool } = report;
  const failed = checks.filter(({ outcome }) => outcome === 'failed');
  const advice = checks.filter(({ outcome }) => outcome === 'advice');
  const named = contracts.map(({ name, version }) => `${name} ${version}`).join(', ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${text(score.failed === 0 ? 'Conforms' : `${score.failed} to mend`)} – ${text(subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<p class="kind">${text(KINDS[report.kind])}</p>
<h1>${text(subject)}</h1>
<dl class="facts">
<div><dt>Contract</dt><dd>${text(named || 'none')}</dd></div>
<div><dt>When</dt><dd><time datetime="${text(at)}">${text(at.replace('T', ' ').replace(/\.\d+Z$|Z$/, ' UTC'))}</time></dd></div>
<div><dt>Tool</dt><dd>${text(`${tool.name} ${tool.version}`)}</dd></div>
</dl>
</header>
<main>
<section class="score ${score.failed === 0 ? 'good' : 'bad'}" aria-labelledby="score">
<h2 id="score">${score.passed + score.failed === 0 ? 'Nothing was checked' : `${score.percent} %`}</h2>
<p>${text(summary(report))}</p>
</section>
${part('To mend', 'failed', failed.map(card).join('\n'))}
${part('Worth knowing', 'advice', advice.map(card).join('\n'), 'Nothing that the contract asks for: it does not count.')}
${latency.length > 0 ? latencyTable(report) : ''}
<section aria-labelledby="all">
<h2 id="all">All checks</h2>
${groups(checks)}
</section>
</main>
</body>
</html>
`;
}

const KINDS = {
  server: 'A server, held to the contract by which OCMS calls it',
  calls: 'Recorded calls, held to the contracts of OCMS’s APIs',
  file: 'A file, held to its contract',
} as const;

function summary({ score: { passed, failed, advice, skipped } }: Report): string {
  const parts = [`${passed} ${passed === 1 ? 'check' : 'checks'} passed`, `${failed} failed`];
  if (advice > 0) parts.push(`${advice} worth knowing`);
  if (skipped > 0) parts.push(`${skipped} skipped`);
  return `${parts.join(', ')}.`;
}

const part = (title: string, id: string, content: string, note?: string): string =>
  content === ''
    ? ''
    : `<section aria-labelledby="${id}">
<h2 id="${id}">${text(title)}</h2>
${note === undefined ? '' : `<p class="note">${text(note)}</p>\n`}${content}
</section>`;

function card({ title, group, operation, outcome, findings }: Check): string {
  return `<article class="${outcome}">
<p class="kind">${text([operation, group].filter(Boolean).join(' · '))}</p>
<h3>${text(title)}</h3>
${findings.map((each) => finding(each, title)).join('\n')}
</article>`;
}

function finding({ found, clause, mend, seen, times }: Finding, title: string): string {
  const more = times > seen.length ? `, ${times} times in all` : '';
  return `<dl>
<dt>Found</dt><dd>${text(sentence(found))}</dd>
<dt>The contract</dt><dd>${clause.sentence === '' ? '' : `<q>${text(clause.sentence.trim())}</q><br>`}${clause.rule === undefined ? '' : `${text(clause.rule)}<br>`}<code>${text(`${clause.contract} ${clause.version}`)}</code> <code>${text(clause.pointer)}</code></dd>
<dt>Mend</dt><dd>${text(mend)}</dd>
${seen.length === 1 && seen[0] === title && more === '' ? '' : `<dt>Seen</dt><dd>${text(seen.join('; ') + more)}</dd>\n`}</dl>`;
}

const sentence = (found: string): string => `${found.charAt(0).toUpperCase()}${found.slice(1)}.`;

function latencyTable({ latency }: Report): string {
  const ms = (value: number): string =>
    value >= 1_000 ? `${Math.round(value / 100) / 10} s` : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
  return `<section>
<h2 id="time">How long answers take</h2>
<div class="wide" role="region" aria-labelledby="time" tabindex="0">
<table>
<thead><tr><th scope="col">Operation</th><th scope="col">Calls</th><th scope="col">Half within</th><th scope="col">95 of 100 within</th><th scope="col">Longest</th><th scope="col">Limit</th></tr></thead>
<tbody>
${latency
  .map(
    ({ operation, calls, p50, p95, longest, limit }) =>
      `<tr><th scope="row">${text(operation)}</th><td>${calls}</td><td>${ms(p50)}</td><td>${ms(p95)}</td><td>${ms(longest)}</td><td>${ms(limit)}</td></tr>`,
  )
  .join('\n')}
</tbody>
</table>
</div>
</section>`;
}

const WORDS: Readonly<Record<Outcome, string>> = {
  passed: 'passed',
  failed: 'failed',
  advice: 'worth knowing',
  skipped: 'skipped',
};

function groups(checks: readonly Check[]): string {
  const byGroup = new Map<string, Check[]>();
  for (const check of checks) {
    const name = [check.operation, check.group].filter(Boolean).join(' · ');
    byGroup.set(name, [...(byGroup.get(name) ?? []), check]);
  }
  return [...byGroup]
    .map(([name, all]) => {
      const failed = all.filter(({ outcome }) => outcome === 'failed').length;
      const count = failed > 0 ? `${failed} of ${all.length} failed` : `${all.length}`;
      return `<details>
<summary>${text(name)} <span class="count">${text(count)}</span></summary>
<ul>
${all.map(({ title, outcome, reason }) => `<li class="${outcome}"><span class="outcome">${text(WORDS[outcome])}</span> ${text(title)}${reason === undefined ? '' : ` <span class="note">(${text(reason)})</span>`}</li>`).join('\n')}
</ul>
</details>`;
    })
    .join('\n');
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const text = (value: string): string => value.replaceAll(/[&<>"]/g, (each) => ENTITIES[each]!);

const STYLE = `
:root{color-scheme:light dark;--page:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#4d5866;--line:#d5dae1;--good:#11663a;--bad:#a3201b;--advice:#7a4d00;--code:#eceff3;--focus:#0b5cad}
@media (prefers-color-scheme:dark){:root{--page:#12161c;--card:#1b212a;--ink:#e8ecf1;--soft:#a9b4c1;--line:#343d49;--good:#6fd39c;--bad:#ff9c94;--advice:#f0c069;--code:#28303b;--focus:#7db8f5}}
*{box-sizing:border-box}
body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
header,main{max-width:60rem;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.6rem;line-height:1.25;margin:.1rem 0 1rem;overflow-wrap:anywhere}
h2{font-size:1.15rem;margin:2.25rem 0 .75rem}
h3{font-size:1rem;margin:0 0 .6rem;overflow-wrap:anywhere}
p{margin:0}
.kind{color:var(--soft);font-size:.875rem}
.note{color:var(--soft);font-size:.9rem}
p.note{margin-bottom:.75rem}
.facts{display:flex;flex-wrap:wrap;gap:.35rem 2rem;margin:0}
.facts div{display:flex;gap:.5rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
.score{display:flex;flex-wrap:wrap;align-items:baseline;gap:.25rem 1.25rem;margin-top:1.5rem;padding:1rem 1.25rem;background:var(--card);border:1px solid var(--line);border-left:.4rem solid var(--good);border-radius:.5rem}
.score.bad{border-left-color:var(--bad)}
.score h2{margin:0;font-size:2rem;color:var(--good)}
.score.bad h2{color:var(--bad)}
article{background:var(--card);border:1px solid var(--line);border-left:.4rem solid var(--bad);border-radius:.5rem;padding:.9rem 1.25rem;margin:0 0 .9rem}
article.advice{border-left-color:var(--advice)}
article dl{display:grid;grid-template-columns:7.5rem 1fr;gap:.3rem 1rem;margin:0}
article dl+dl{margin-top:.9rem;padding-top:.9rem;border-top:1px solid var(--line)}
article dt{color:var(--soft)}
article dd{margin:0;overflow-wrap:anywhere}
code{font:.85em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--code);border-radius:.25rem;padding:.1rem .35rem}
q{quotes:"“" "”"}
.wide{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--card);border:1px solid var(--line)}
th,td{text-align:left;padding:.45rem .75rem;border-bottom:1px solid var(--line);white-space:nowrap;font-weight:400}
thead th{color:var(--soft);font-size:.875rem}
td{font-variant-numeric:tabular-nums}
details{background:var(--card);border:1px solid var(--line);border-radius:.5rem;margin-bottom:.5rem}
summary{cursor:pointer;padding:.6rem 1rem;border-radius:.5rem}
summary .count{color:var(--soft);font-size:.875rem;margin-left:.4rem}
details ul{list-style:none;margin:0;padding:0 1rem .75rem}
details li{padding:.25rem 0;display:flex;gap:.2rem .6rem;border-top:1px solid var(--line)}
.outcome{flex:0 0 5rem;color:var(--soft)}
.passed .outcome{color:var(--good)}
.failed .outcome{color:var(--bad);font-weight:600}
li.advice .outcome{color:var(--advice)}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
main{padding-bottom:3rem}
@media (max-width:34rem){article dl{grid-template-columns:1fr;gap:.1rem}article dd{margin-bottom:.4rem}}
@media print{details>*{display:block}body{background:#fff}}
`;
