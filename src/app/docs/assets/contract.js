// Shows a contract, and lets its calls be tried where there is a sandbox for them. Where there is none, what serves that
// purpose (key, button) is left out; the servers always are: nothing is sent to them from here.
'use strict';
(() => {
  const MEND_MS = 100;
  /** Operations that are open from the beginning: with dozens of them the renderer takes minutes. */
  const MOST_OPEN = 5;
  const place = document.getElementById('contract');
  const tried = document.getElementById('tried');
  const without = () => () => null;

  // What a reader needs no more than the text.
  place.classList.toggle('reading', !tried);

  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => document.documentElement.classList.toggle('dark-mode', dark.matches);
  dark.addEventListener('change', follow);
  follow();

  const region = (name) => (part) => {
    part.setAttribute('role', 'region');
    part.setAttribute('aria-label', name);
  };
  // What the renderer leaves without a name, or out of a keyboard's reach.
  const MENDS = [
    ['.examples-select-element', (select) => select.setAttribute('aria-label', 'Example')],
    ['.body-param__text', (text) => text.setAttribute('aria-label', 'Request body')],
    [
      '.modal-ux',
      (dialog) => {
        dialog.setAttribute('role', 'dialog');
        dialog.setAttribute('aria-label', 'Key');
      },
    ],
    ['.close-modal', (button) => button.setAttribute('aria-label', 'Close')],
    ['.authorize[aria-label]', (button) => button.removeAttribute('aria-label')],
    ['pre', (text) => (text.tabIndex = 0)],
    // It lies in a button, which does the same.
    ['.opblock-summary-control a[href]', (link) => link.removeAttribute('href')],
    // Beside the main part, which is the operations.
    ['.information-container', region('About the contract')],
    ['.scheme-container', region('Where it is tried')],
    ['.models', region('Schemas')],
    // One of each operation: told apart.
    [
      '.responses-table[role]',
      (table) => {
        const [method, path] = ['.opblock-summary-method', '[data-path]'].map(
          (part) => table.closest('.opblock').querySelector(part).textContent,
        );
        table.setAttribute('aria-label', `Responses of ${method} ${path}`);
      },
    ],
  ];
  const mend = () => {
    waiting = undefined;
    for (const [selector, by] of MENDS) place.querySelectorAll(selector).forEach(by);
  };
  // Once for all that changed meanwhile: a contract of many operations is made in many steps.
  let waiting;
  new MutationObserver(() => (waiting ??= setTimeout(mend, MEND_MS))).observe(place, {
    childList: true,
    subtree: true,
  });

  const own = () => ({
    wrapComponents: {
      ServersContainer: tried
        ? (_original, { React }) =>
            () =>
              React.createElement('div', { dangerouslySetInnerHTML: { __html: tried.innerHTML } })
        : without,
      InfoUrl: without,
      authorizeOperationBtn: without,
      ...(!tried && { authorizeBtn: without }),
      // As words: the renderer links it to a public list of licences, which does not have it.
      License:
        (_original, { React, specSelectors }) =>
        () =>
          React.createElement('p', { className: 'licence' }, specSelectors.license().get('name')),
    },
    ...(tried && {
      statePlugins: {
        spec: {
          wrapActions: {
            updateJsonSpec: (original) => (contract) =>
              original({ ...contract, servers: [{ url: tried.dataset.address }] }),
          },
        },
      },
    }),
  });
  SwaggerUIBundle({
    url: place.dataset.url,
    domNode: place,
    plugins: [own],
    supportedSubmitMethods: tried ? ['get', 'post', 'put', 'patch', 'delete'] : [],
    validatorUrl: null,
    docExpansion: Number(place.dataset.operations) > MOST_OPEN ? 'list' : 'full',
    deepLinking: true,
    defaultModelsExpandDepth: 1,
    syntaxHighlight: { theme: 'idea' },
  });
})();
