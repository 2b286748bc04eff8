// Pacts and what became of their verification, given to a Pact Broker by its HTTP API.
import { note, Refusal } from './process.mjs';
import { sha256 } from './pact-results.cjs';

const TIME_LIMIT_MS = 30_000;

/**
 * @returns where the broker is and how it is asked, or undefined without PACT_BROKER_BASE_URL. PACT_BROKER_TOKEN, or
 * PACT_BROKER_USERNAME and PACT_BROKER_PASSWORD, are sent to it.
 */
export function brokerOf(env) {
  const { PACT_BROKER_BASE_URL: url, PACT_BROKER_TOKEN: token, PACT_BROKER_USERNAME: user } = env;
  if (!url) return undefined;
  if (!URL.canParse(url)) throw new Refusal('PACT_BROKER_BASE_URL is no URL.');
  const basic = user && `Basic ${Buffer.from(`${user}:${env.PACT_BROKER_PASSWORD ?? ''}`).toString('base64')}`;
  return { url: url.replace(/\/+$/, ''), authorization: token ? `Bearer ${token}` : basic };
}

/**
 * Each pact as that version of its consumer, and its verification as that version of its provider. What was verified
 * with other content is not published.
 *
 * @param {{ url: string, authorization?: string }} broker
 * @param {{ pacts: Map<string, string>, results: Map<string, object>, version: string }} what
 */
export async function publish(broker, { pacts, results, version }) {
  let verified = 0;
  for (const [name, text] of pacts) {
    const { consumer, provider } = JSON.parse(text);
    const [of, by] = [provider.name, consumer.name].map(encodeURIComponent);
    const address = `${broker.url}/pacts/provider/${of}/consumer/${by}/version/${version}`;
    const published = await asked(broker, 'PUT', address, text);
    const result = results.get(name);
    if (result?.sha256 !== sha256(text)) continue;
    const link = published?._links?.['pb:publish-verification-results']?.href;
    if (!link) throw new Refusal(`The broker has no link for the verification of ${name}.`);
    // What opens the broker is for the broker alone.
    if (new URL(link).origin !== new URL(broker.url).origin)
      throw new Refusal(`The broker's link for the verification of ${name} is to another server: check its base URL.`);
    const { success, at } = result;
    const body = {
      success,
      providerApplicationVersion: version,
      verificationDate: at,
      verifiedBy: { implementation: 'OCMS' },
    };
    await asked(broker, 'POST', link, JSON.stringify(body));
    verified += 1;
  }
  note(`Published to the broker as ${version}: ${pacts.size} pacts, ${verified} verifications.`);
}

async function asked({ authorization }, method, address, body) {
  let response;
  try {
    response = await fetch(address, {
      ...{ method, body, redirect: 'error', signal: AbortSignal.timeout(TIME_LIMIT_MS) },
      headers: {
        'Content-Type': 'application/json',
        Accept: 'application/hal+json, application/json',
        ...(authorization && { Authorization: authorization }),
      },
    });
  } catch (error) {
    throw new Refusal(
      `The broker does not answer (${method} ${new URL(address).pathname}): ${error.cause?.message ?? error.message}`,
    );
  }
  if (!response.ok) throw new Refusal(`The broker refuses ${method} ${new URL(address).pathname}: ${response.status}`);
  return response.json().catch(() => undefined);
}
