// Pact consumers write the pacts that the providers are verified against, so they run first.
const Sequencer = require('@jest/test-sequencer').default;

module.exports = class ConsumersFirst extends Sequencer {
  sort(tests) {
    const isProvider = (test) => /[\\/]pact[\\/]provider[\\/]/.test(test.path);
    const sorted = super.sort([...tests]);
    return [...sorted.filter((test) => !isProvider(test)), ...sorted.filter(isProvider)];
  }
};
