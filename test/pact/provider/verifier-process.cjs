// Verifies one pact in a process of its own: arguments are the pact's path, the provider's address and the address
// that brings states about. A process of its own because Pact's native part reads the real environment, which Jest
// hides, and writes a long report past Jest.
const { readFileSync } = require('node:fs');
const { Verifier } = require('@pact-foundation/pact');

const [pact, providerBaseUrl, providerStatesSetupUrl] = process.argv.slice(2);

new Verifier({
  provider: JSON.parse(readFileSync(pact, 'utf8')).provider.name,
  pactUrls: [pact],
  providerBaseUrl,
  // Rather than stateHandlers: a state without one is only warned of, and one that throws counts as reached.
  providerStatesSetupUrl,
  providerStatesSetupTeardown: true,
  logLevel: 'error',
})
  .verifyProvider()
  .catch(() => {
    process.exitCode = 1;
  });
