// Whether a pact keeps a contract: for can-i-deploy.mjs and the tests of the pacts.

/** Whether a path is one of an operation's, whose own may have parameters in it. */
function isPathOf(route, requested) {
  const pattern = route.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
  return new RegExp(`^${pattern}$`).test(requested);
}

/**
 * What the comparator finds wrong with a pact. It takes the path of another contract for a mistake, so it is given
 * the interactions of this contract only. It excuses a wrong body where the answer is an error, but not a wrong media
 * type, so that is done here; and a media type without a body, which the contracts that have it can say in words only.
 *
 * @param pact the pact, parsed
 * @param oas the contract, an OpenAPI document
 * @returns {Promise<{ interaction?: string, text: string }[]>}
 */
async function breaches(pact, oas) {
  // Only here: the scripts that import this file install it first.
  const { Comparator } = require('@pactflow/openapi-pact-comparator');
  const routes = Object.keys(oas.paths ?? {});
  const interactions = pact.interactions.filter(({ request }) => routes.some((route) => isPathOf(route, request.path)));
  const found = [];
  for await (const { type, code, message, mockDetails } of new Comparator({ oas }).compare({ ...pact, interactions })) {
    const interaction = mockDetails?.interactionDescription;
    const its = interactions.find(({ description }) => description === interaction);
    if (code === 'request.content-type.incompatible' && its?.response.status === 415) continue;
    if (code === 'request.content-type.unknown' && its?.request.body === undefined) continue;
    if (type !== 'info') found.push({ interaction, text: `${code}: ${message}` });
  }
  return found;
}

module.exports = { breaches, isPathOf };
