import { createHash } from 'node:crypto';
import type { FaultHelp } from './faults/catalogue';
import type { Mail } from './mail';
import type { Received } from './record';

export interface PageFacts {
  url: string;
  smtpUrl: string;
  systems: readonly {
    system: string;
    key: string;
    collections: readonly { name: string; path: string; rows: number }[];
    operations: readonly {
      id: string;
      method: string;
      path: string;
      contract: string;
      keyHeader: string;
      answers: string;
    }[];
  }[];
  faults: readonly { operation: string; fault: string; times?: number }[];
  httpFaults: readonly FaultHelp[];
  mailFaults: readonly FaultHelp[];
  /** Oldest first, as recorded. */
  received: readonly Received[];
  mails: readonly Mail[];
}

const SHOWN = 50;
const MAX_SHOWN_BODY = 4_096;

/** What the sandbox is doing, for people. */
export function sandboxPage(facts: PageFacts): string {
  const { url, smtpUrl, systems, faults, received, mails } = facts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Partner sandbox</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Partner sandbox</h1>
<p class="lead">Plays the systems OCMS calls, by their contracts. Partners at <code>${escape(url)}</code>, mail at <code>${escape(smtpUrl)}</code>.</p>
<nav><a href="#partners">Partners</a> <a href="#faults">Faults</a> <a href="#received">Received</a> <a href="#mail">Mail</a> <a href="/_sandbox">Refresh</a></nav>

<h2 id="partners">Partners</h2>
${systems.map(systemCard).join('\n')}

<h2 id="faults">Faults <span class="count">${faults.length}</span></h2>
${
  faults.length === 0
    ? '<p class="none">None is set: every call is answered properly.</p>'
    : table(['operation', 'fault', 'options', 'for'], faults.map(faultRow))
}
<pre>curl -X POST ${escape(url)}/_sandbox/faults -H 'Content-Type: application/json' \\
  -d '{"operation":"${escape(systems[0]?.operations[0]?.id ?? 'smtp')}","fault":"status","status":503,"times":2}'
curl -X DELETE ${escape(url)}/_sandbox/faults</pre>
<details><summary>All faults</summary>
<p>Without <code>times</code> a fault stays until it is cleared; with it, it waits its turn. A magic value is a value anywhere in a request, or follows the key after a dot: <code>KEY.FAULT503</code>.</p>
${table(['fault', 'options', 'what happens', 'magic value'], facts.httpFaults.map(helpRow))}
<h3>Mail (operation <code>smtp</code>)</h3>
${table(
  ['fault', 'options', 'what happens'],
  facts.mailFaults.map((fault) => helpRow(fault).slice(0, 3)),
)}
</details>

<h2 id="received">Received <span class="count">${received.length}</span></h2>
${received.length === 0 ? '<p class="none">No call yet.</p>' : latest(received).map(receivedEntry).join('\n')}
${more(received.length, '/_sandbox/received')}

<h2 id="mail">Mail <span class="count">${mails.length}</span></h2>
${mails.length === 0 ? '<p class="none">No message yet.</p>' : latest(mails).map(mailEntry).join('\n')}
${more(mails.length, '/_sandbox/mail')}
</main>
</body>
</html>
`;
}

function systemCard({ system, key, operations, collections }: PageFacts['systems'][number]): string {
  const lists = collections.map(
    ({ path, rows }) =>
      `<li><a href="${escape(path)}"><code>${escape(path)}</code></a>: ${rows} row${rows === 1 ? '' : 's'}; <code>PUT</code> replaces them</li>`,
  );
  return `<section class="card">
<h3>${escape(system)}</h3>
<p>Key <code>${escape(key)}</code></p>
${table(
  ['operation', 'call', 'contract', 'answers'],
  operations.map(({ id, method, path, contract, answers }) => [
    `<b>${escape(id)}</b>`,
    `<code>${escape(method.toUpperCase())} ${escape(path)}</code>`,
    escape(contract),
    escape(answers),
  ]),
)}
${lists.length > 0 ? `<ul>${lists.join('')}</ul>` : ''}
</section>`;
}

function faultRow({ operation, fault, times, ...options }: PageFacts['faults'][number]): string[] {
  const shown = Object.entries(options).map(([name, value]) => `${name}: ${String(value)}`);
  return [
    escape(operation),
    `<b>${escape(fault)}</b>`,
    escape(shown.join(', ')),
    times === undefined ? 'until cleared' : `${times}&times;`,
  ];
}

function helpRow({ name, options, does, magic }: FaultHelp): string[] {
  return [
    `<b>${escape(name)}</b>`,
    options === '' ? '' : `<code>${escape(options)}</code>`,
    escape(does),
    magic === undefined ? '' : `<code>${escape(magic)}</code>`,
  ];
}

function receivedEntry({
  time,
  operation,
  method,
  path,
  headers,
  body,
  bodyTruncated,
  fault,
  status,
  problem,
}: Received): string {
  const outcome = status === undefined ? 'no answer' : String(status);
  const tone = problem !== undefined || status === undefined || status >= 400 ? 'bad' : 'good';
  const cut = body.length > MAX_SHOWN_BODY || bodyTruncated;
  return `<details class="entry"><summary><time>${clock(time)}</time> <b>${escape(operation ?? `${method} ${path}`)}</b>${
    fault === undefined ? '' : ` <span class="tag">${escape(fault)}</span>`
  } <span class="outcome ${tone}">${outcome}</span></summary>
${problem === undefined ? '' : `<p class="problem">${escape(problem)}</p>`}
<pre>${escape(`${method} ${path}`)}
${Object.entries(headers)
  .map(([name, value]) => escape(`${name}: ${value}`))
  .join('\n')}${body === '' ? '' : `\n\n${escape(body.slice(0, MAX_SHOWN_BODY))}${cut ? '\n…' : ''}`}</pre>
</details>`;
}

function mailEntry({ time, from, to, subject, messageId, text, fault }: Mail): string {
  return `<details class="entry"><summary><time>${clock(time)}</time> <b>${escape(subject || '(no subject)')}</b>${
    fault === undefined ? '' : ` <span class="tag">${escape(fault)}</span>`
  } <span class="outcome">to ${escape(to.join(', '))}</span></summary>
<pre>From: ${escape(from)}
Message-ID: ${escape(messageId)}

${escape(text.slice(0, MAX_SHOWN_BODY))}</pre>
</details>`;
}

const latest = <T>(entries: readonly T[]): T[] => entries.slice(-SHOWN).reverse();

const more = (count: number, path: string): string =>
  `<p class="files">${count > SHOWN ? `The latest ${SHOWN}. ` : ''}<a href="${path}">All as JSON</a></p>`;

/** `2026-01-31T09:15:00.123Z` as its time of day, the whole on hovering. */
const clock = (time: string): string => `<span title="${escape(time)}">${escape(time.slice(11, 19))}Z</span>`;

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  return `<div class="scroll"><table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>
${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`).join('\n')}
</tbody></table></div>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escape(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

const STYLE = `:root { color-scheme: light; --text: #1f2933; --quiet: #52606d; --line: #d9e0e7; --soft: #f5f7f9; --link: #0b5cad;
  --good: #1b6e3c; --bad: #a61b1b; --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SFMono-Regular', Consolas, 'Liberation Mono', monospace; }
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--text); font: 15px/1.5 var(--sans); }
main { max-width: 60rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
a { color: var(--link); text-underline-offset: .2em; }
h1 { margin: 0 0 .25rem; font-size: 1.75rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .75rem; padding-top: .5rem; font-size: 1.25rem; }
h3 { margin: 0 0 .25rem; font-size: 1.05rem; }
details h3 { margin: 1.25rem 0 .5rem; }
.lead { margin: 0 0 .75rem; color: var(--quiet); }
nav a { margin-right: 1rem; }
code, pre { font-family: var(--mono); font-size: .86em; }
code { overflow-wrap: anywhere; }
pre { margin: .75rem 0; padding: .75rem 1rem; background: var(--soft); border-radius: 6px; white-space: pre-wrap; overflow-wrap: anywhere; }
.card { padding: 1rem 1.25rem; border: 1px solid var(--line); border-radius: 6px; margin-bottom: 1rem; }
.card p { margin: 0 0 .75rem; }
.card ul { margin: .75rem 0 0; padding-left: 1.1rem; }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; }
th { font-weight: 600; color: var(--quiet); font-size: .86em; text-align: left; }
th, td { padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
tbody tr:last-child td { border-bottom: 0; }
td:first-child { white-space: nowrap; }
td code { overflow-wrap: normal; }
table { min-width: 36rem; }
summary { cursor: pointer; }
.entry { border-bottom: 1px solid var(--line); }
.entry summary { display: flex; gap: .75rem; align-items: baseline; padding: .45rem 0; }
.entry summary::before { content: '▸'; color: var(--quiet); }
.entry[open] summary::before { content: '▾'; }
.entry summary b { overflow-wrap: anywhere; min-width: 0; font-weight: 600; }
time, .outcome { color: var(--quiet); font-variant-numeric: tabular-nums; white-space: nowrap; }
.outcome { margin-left: auto; overflow: hidden; text-overflow: ellipsis; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.tag { padding: 0 .5em; border-radius: 1em; background: #fdf0d5; color: #7a4b00; font-size: .86em; white-space: nowrap; }
.count { color: var(--quiet); font-weight: 400; }
.none, .files { color: var(--quiet); }
.problem { margin: .25rem 0; color: var(--bad); overflow-wrap: anywhere; }
`;

/** For a policy that allows this style and no other. */
export const STYLE_HASH = `sha256-${createHash('sha256').update(STYLE).digest('base64')}`;
