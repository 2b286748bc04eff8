// Verifies one pact in a process of its own: arguments are the pact's path, the provider's address and the address
// that brings states about. A process of its own because Pact's native part reads the real environment, which Jest
// hides, and writes a long report past Jest.
const { readFileSync } = require('node:fs');
const { createRequire } = require('node:module');
// Pact's own Verifier puts a proxy in between that takes bodies apart, and refuses long ones itself.
const { default: core } = createRequire(require.resolve('@pact-foundation/pact'))('@pact-foundation/pact-core');

const [pact, providerBaseUrl, providerStatesSetupUrl] = process.argv.slice(2);

core
  .verifyPacts({
    provider: JSON.parse(readFileSync(pact, 'utf8')).provider.name,
    pactUrls: [pact],
    providerBaseUrl,
    // Rather than stateHandlers: a state without one is only warned of, and one that throws counts as reached.
    providerStatesSetupUrl,
    providerStatesSetupTeardown: true,
    logLevel: 'error',
  })
  .catch(() => {
    process.exitCode = 1;
  });
