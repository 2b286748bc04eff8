// Reading only: nothing is sent to the API, so what serves that purpose (key, server, host name) is left out.
'use strict';
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
      License:
        (_original, { React, specSelectors }) =>
        () =>
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
