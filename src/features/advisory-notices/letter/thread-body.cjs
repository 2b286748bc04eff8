// Writes letters in a thread of its own, one after another: each takes long enough to keep others waiting.
const { parentPort, workerData } = require('node:worker_threads');
const { createCalendar } = require('../../../platform/calendar');
const { createLetterWriter } = require('./writer');

const { sender, timeZone } = workerData;
const told = ({ name, message }) => ({ name, message });

let writer;
try {
  // What a letter says depends on its facts alone.
  const calendar = createCalendar({ now: () => new Date(NaN) }, timeZone);
  writer = createLetterWriter({ sender, calendar });
  parentPort.postMessage({});
} catch (error) {
  parentPort.postMessage({ error: told(error) });
  parentPort.close();
}

parentPort.on('message', (facts) => {
  let answer;
  try {
    answer = { pdf: writer.write(facts).pdf };
  } catch (error) {
    answer = { error: told(error) };
  }
  parentPort.postMessage(answer);
});
