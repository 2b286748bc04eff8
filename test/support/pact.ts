// Not through Pact's index: that brings the verifier, and with it an ES module, which Jest cannot require.
export { MatchersV3 as Matchers } from '@pact-foundation/pact/src/v3';
export { Pact as PactBuilder } from '@pact-foundation/pact/src/v4';
