// Where the browser of the tests is, if there is one: for them, and for .ci/run, which says so where there is none.
const { existsSync } = require('node:fs');

const { OCMS_TEST_CHROMIUM: given } = process.env;

exports.CHROMIUM = (
  given === undefined ? ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'] : [given]
).find((path) => existsSync(path));
