// Lets a child process of a test run TypeScript: node --require test/support/typescript.cjs FILE.ts
const { createHash } = require('node:crypto');
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { version } = require('@swc/core/package.json');

// Kept from process to process: suites that kill one after another would transform the whole service for each.
const KEPT = path.join(__dirname, '../../node_modules/.cache/ocms-typescript');
const OPTIONS = {
  swcrc: false,
  module: { type: 'commonjs' },
  jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
};

require.extensions['.ts'] = (module, filename) => {
  module._compile(transformed(readFileSync(filename, 'utf8'), filename), filename);
};

function transformed(source, filename) {
  const key = createHash('sha256')
    .update(JSON.stringify([version, OPTIONS, filename, source]))
    .digest('hex');
  const file = path.join(KEPT, `${key}.js`);
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // Not there yet.
  }
  const { code } = require('@swc/core').transformSync(source, { filename, ...OPTIONS });
  mkdirSync(KEPT, { recursive: true });
  // Whole or not at all, whoever else writes it, and whenever this process is killed.
  const own = `${file}.${process.pid}`;
  writeFileSync(own, code);
  renameSync(own, file);
  return code;
}
