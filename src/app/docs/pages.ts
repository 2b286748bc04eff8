// Every reference is relative, so that the pages also work behind a gateway that puts them under a path of its own.

export interface PublishedContract {
  name: string;
  title: string;
  version: string;
  summary: string;
  operations: readonly { caller: string; callee: string; method: string; path: string }[];
}

/** The list of all contracts, for `/docs`. */
export function indexPage(contracts: readonly PublishedContract[]): string {
  return html({
    title: 'OCMS contracts',
    assets: 'docs/assets',
    head: '',
    body: `<main class="index">
<h1>OCMS contracts</h1>
<p>What OCMS and its partners have agreed on the wire. Each contract is one self-contained OpenAPI&nbsp;3.1 file.</p>
<ul class="contracts">
${contracts.map(entry).join('\n')}
</ul>
</main>`,
  });
}

function entry({ name, title, version, summary, operations }: PublishedContract): string {
  const calls = operations.map(
    ({ caller, callee, method, path }) =>
      `<p class="call"><b>${escape(caller)} calls ${escape(callee)}</b> <code>${escape(method.toUpperCase())} ${escape(path)}</code></p>`,
  );
  return `<li>
<h2><a href="docs/${escape(name)}">${escape(title)}</a> <span class="version">${escape(version)}</span></h2>
<p>${escape(summary)}</p>
${calls.join('\n')}
<p class="files"><a href="docs/${escape(name)}">Read</a> ${files('contracts', name)}</p>
</li>`;
}

/** One contract, rendered in the browser, for `/docs/<name>`. */
export function contractPage({ name, title, version }: PublishedContract): string {
  return html({
    title: `${title} ${version}`,
    assets: 'assets',
    head: `<link rel="stylesheet" href="assets/swagger-ui.css">
<link rel="stylesheet" href="assets/contract.css">
<script src="assets/swagger-ui-bundle.js" defer></script>
<script src="assets/contract.js" defer></script>`,
    body: `<header class="bar">
<a href="../docs">OCMS contracts</a>
<span class="files">${files('../contracts', name)}</span>
</header>
<noscript><p class="notice">Showing a contract needs JavaScript. The files above can be read without.</p></noscript>
<div id="contract" data-url="../contracts/${escape(name)}.json"></div>`,
  });
}

function files(folder: string, name: string): string {
  return ['yaml', 'json']
    .map((format) => `<a href="${folder}/${escape(name)}.${format}">${format.toUpperCase()}</a>`)
    .join(' ');
}

function html(page: { title: string; assets: string; head: string; body: string }): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escape(page.title)}</title>
<link rel="icon" href="${page.assets}/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="${page.assets}/page.css">
${page.head}
</head>
<body>
${page.body}
</body>
</html>
`;
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
