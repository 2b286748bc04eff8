// Projects: `unit` beside the source, `suites` against running parts, `pact` (run in band, see scripts/test.mjs),
// and with OCMS_LONG_TESTS=1 `long`.
const path = require('node:path');

const swc = (parser) => [
  '@swc/jest',
  {
    swcrc: false,
    sourceMaps: 'inline',
    module: { type: 'commonjs' },
    jsc: { target: 'es2022', parser },
  },
];

const common = {
  rootDir: __dirname,
  testEnvironment: 'node',
  // jose has ES modules only, which Jest cannot require; the exporter of traces imports `http` when it needs it.
  transform: {
    '\\.ts$': swc({ syntax: 'typescript' }),
    '/(jose|otlp-exporter-base)/.*\\.js$': swc({ syntax: 'ecmascript' }),
  },
  // What the evidence ledger is made of (scripts/evidence.mjs).
  setupFilesAfterEnv: process.env.OCMS_EVIDENCE ? [path.join(__dirname, 'test/support/evidence.cjs')] : [],
  transformIgnorePatterns: ['/node_modules/(?!jose/|@opentelemetry/otlp-exporter-base/)'],
};

const LONG = '\\.long\\.test\\.ts$';

/** @type {import('jest').Config} */
module.exports = {
  // Half of two cores would be one worker.
  maxWorkers: '100%',
  // As test/support/patience.ts.
  testTimeout: 60_000 * Number(process.env.OCMS_TEST_TIME_FACTOR ?? (process.env.OCMS_TEST_MSSQL_URL ? 6 : 1)),
  reporters: ['default', path.join(__dirname, 'scripts/lib/databases-reporter.cjs')],
  testSequencer: path.join(__dirname, 'scripts/lib/consumers-first.cjs'),
  projects: [
    { ...common, displayName: 'unit', testMatch: ['<rootDir>/src/**/*.test.ts'] },
    {
      ...common,
      displayName: 'suites',
      testMatch: ['<rootDir>/test/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/(pact|bench)/', LONG],
    },
    {
      ...common,
      displayName: 'pact',
      testMatch: ['<rootDir>/test/pact/**/*.test.ts'],
      testPathIgnorePatterns: ['/node_modules/', LONG],
    },
    ...(process.env.OCMS_LONG_TESTS === '1'
      ? [{ ...common, displayName: 'long', testMatch: ['<rootDir>/test/**/*.long.test.ts'] }]
      : []),
  ],
};
