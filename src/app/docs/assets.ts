import { readFileSync } from 'node:fs';

export interface Asset {
  name: string;
  type: string;
  body: string | Buffer;
}

const CSS = 'text/css; charset=utf-8';
const JAVASCRIPT = 'text/javascript; charset=utf-8';

/** The files under `/docs/assets/`: the renderer's own and ours around it. */
export function assets(): Asset[] {
  return [
    { name: 'swagger-ui-bundle.js', type: JAVASCRIPT, body: ofRenderer('swagger-ui-bundle.js') },
    { name: 'swagger-ui.css', type: CSS, body: ofRenderer('swagger-ui.css') },
    { name: 'contract.js', type: JAVASCRIPT, body: CONTRACT_SCRIPT },
    { name: 'contract.css', type: CSS, body: CONTRACT_STYLE },
    { name: 'page.css', type: CSS, body: PAGE_STYLE },
    { name: 'icon.svg', type: 'image/svg+xml', body: ICON },
  ];
}

/** Without its last line, which names a source map that is not served. */
function ofRenderer(file: 'swagger-ui-bundle.js' | 'swagger-ui.css'): string {
  const text = readFileSync(require.resolve(`swagger-ui-dist/${file}`), 'utf8');
  return text.replace(/\n(\/\/|\/\*)# sourceMappingURL=[^\n]*\s*$/, '\n');
}

// Reading only: nothing is sent to the API, so what serves that purpose (key, server, host name) is left out.
const CONTRACT_SCRIPT = `'use strict';
(() => {
  const place = document.getElementById('contract');
  const without = () => () => null;
  const readOnly = () => ({
    wrapComponents: {
      authorizeBtn: without,
      authorizeOperationBtn: without,
      ServersContainer: without,
      InfoUrl: without,
      // As words: the renderer links it to a public list of licences, which does not have it.
      License: (_original, { React, specSelectors }) => () =>
        React.createElement('p', { className: 'licence' }, specSelectors.license().get('name')),
    },
  });
  SwaggerUIBundle({
    url: place.dataset.url,
    domNode: place,
    plugins: [readOnly],
    supportedSubmitMethods: [],
    validatorUrl: null,
    docExpansion: 'full',
    deepLinking: true,
    defaultModelsExpandDepth: 1,
    syntaxHighlight: { theme: 'idea' },
  });
})();
`;

const PAGE_STYLE = `:root {
  color-scheme: light;
  --text: #1f2933;
  --quiet: #52606d;
  --line: #d9e0e7;
  --link: #0b5cad;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', Arial, sans-serif;
  --mono: ui-monospace, 'SFMono-Regular', Consolas, 'Liberation Mono', monospace;
}
* { box-sizing: border-box; }
body { margin: 0; background: #fff; color: var(--text); font: 16px/1.5 var(--sans); }
a { color: var(--link); }
a:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
code { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; }
.index { max-width: 52rem; margin: 0 auto; padding: 2.5rem 1.5rem 4rem; }
.index h1 { margin: 0 0 .5rem; font-size: 1.75rem; line-height: 1.25; }
.contracts { list-style: none; margin: 2rem 0 0; padding: 0; display: grid; gap: 1rem; }
.contracts li { padding: 1.25rem 1.5rem; border: 1px solid var(--line); border-radius: 6px; }
.contracts h2 { margin: 0; font-size: 1.2rem; line-height: 1.3; overflow-wrap: anywhere; }
.contracts h2 a { text-decoration: none; }
.contracts h2 a:hover { text-decoration: underline; }
.contracts p { margin: .5rem 0 0; }
.version { margin-left: .35rem; color: var(--quiet); font-size: .85rem; font-weight: 400; }
.call { color: var(--quiet); }
.call b { margin-right: .5rem; font-weight: 600; }
.files a { margin-right: 1rem; }
.bar { display: flex; flex-wrap: wrap; justify-content: space-between; gap: .5rem 2rem; max-width: 72rem; margin: 0 auto; padding: 1rem 1.5rem; border-bottom: 1px solid var(--line); }
.bar .files a { margin: 0 0 0 1rem; }
.notice { max-width: 72rem; margin: 0 auto; padding: 1.5rem; }
`;

// On top of the renderer's own: its colours and sizes calmed down, and what is of no use to a reader taken away.
const CONTRACT_STYLE = `.swagger-ui, .swagger-ui :where(p, li, td, th, h1, h2, h3, h4, h5, span, div, a, label, button, select, small) { font-family: var(--sans) !important; color: var(--text); }
.swagger-ui :where(code, pre, pre *, .opblock-summary-path, .opblock-summary-path *) { font-family: var(--mono) !important; }
.swagger-ui .wrapper { max-width: 72rem; padding: 0 1.5rem; }
.swagger-ui :is(.scheme-container, .response-control-media-type__accept-message, .response-col_links) { display: none; }
.swagger-ui .opblock-section-header:has(+ .parameters-container > .opblock-description-wrapper),
.swagger-ui .parameters-container:has(> .opblock-description-wrapper) { display: none; }

.swagger-ui .info { margin: 2rem 0; }
.swagger-ui .info .title { font-size: 1.75rem; }
.swagger-ui .info .title small, .swagger-ui .info .title small.version-stamp { top: 0; margin: 0 0 0 .5rem; padding: 0; background: none; color: var(--quiet); font-size: .85rem; font-weight: 400; vertical-align: baseline; }
.swagger-ui .info .title small pre { margin: 0; padding: 0; background: none; color: inherit; font-family: inherit !important; font-size: inherit; }
.swagger-ui .info h2 { font-size: 1.25rem; }
.swagger-ui :is(.markdown, .renderedMarkdown) :is(p, li, td, th), .swagger-ui .info__summary, .swagger-ui .licence { font-size: .95rem; line-height: 1.5; }
.swagger-ui :is(.markdown, .renderedMarkdown) code { padding: 1px 4px; background: #eef2f6; color: var(--text); font-size: .85rem; font-weight: 400; }
.swagger-ui .markdown table { width: auto; max-width: 100%; }
.swagger-ui .markdown table :is(td, th) { padding: .4rem 1.5rem .4rem 0; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }

.swagger-ui .opblock, .swagger-ui .opblock.opblock-post { border-color: var(--line); background: #fff; box-shadow: none; }
.swagger-ui .opblock .opblock-summary, .swagger-ui .opblock.opblock-post .opblock-summary { border-color: var(--line); background: #f5f7f9; }
.swagger-ui .opblock .opblock-summary-method, .swagger-ui .opblock.opblock-post .opblock-summary-method { background: var(--link); color: #fff; }
.swagger-ui .opblock .opblock-summary-description { font-size: .9rem; }
.swagger-ui .opblock .opblock-section-header { border-top: 1px solid var(--line); background: #f5f7f9; box-shadow: none; }
.swagger-ui .responses-table .response { border-top: 1px solid var(--line); }
.swagger-ui .responses-table .response > td { padding-top: 1rem; padding-bottom: 1rem; }
.swagger-ui .response-col_status { font-weight: 600; }
.swagger-ui .headers-wrapper :is(.header-col, .headers__title) { font-size: .85rem; font-weight: 400; }
.swagger-ui .headers :is(td, th) { padding: .25rem 1rem .25rem 0; vertical-align: top; }
.swagger-ui .headers__title { font-weight: 600; }
.swagger-ui .highlight-code pre, .swagger-ui .highlight-code > .microlight { border: 1px solid var(--line); border-radius: 4px; background: #f5f7f9 !important; font-size: .85rem; font-weight: 400; }
.swagger-ui :is(.model-box, .json-schema-2020-12), .swagger-ui section.models .model-container { background: #f5f7f9; }
.swagger-ui .json-schema-2020-12__constraint { background: #e4eaf0; color: var(--text); font-size: .8rem; font-weight: 400; }
.swagger-ui .highlight-code pre * { font-weight: 400 !important; }
`;

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><path fill="#0b5cad" d="M3 1h7l3 3v11H3z"/><path fill="none" stroke="#fff" d="M5 6.5h6M5 9h6M5 11.5h4"/></svg>
`;
