// What a process had of memory at most, for tests and the bench.
const { existsSync, readFileSync } = require('node:fs');

const STATUS = '/proc/self/status';

/** Of this process alone, in KiB: on Linux, maxRSS begins with what its parent had. */
exports.peakKib = () => {
  const own = existsSync(STATUS) && /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(STATUS, 'utf8'));
  return own ? Number(own[1]) : process.resourceUsage().maxRSS;
};
