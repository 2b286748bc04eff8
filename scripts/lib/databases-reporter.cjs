// Says at the end of a run how many tests ran on which database, so that a run that was to use SQL Server and did not
// is seen.
const { mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

const NAMES = { sqlite: 'SQLite', mssql: 'SQL Server' };

module.exports = class DatabasesReporter {
  onRunStart() {
    this.folder = mkdtempSync(path.join(tmpdir(), 'ocms-places-'));
    // Test files run in processes that inherit it.
    process.env.OCMS_TEST_PLACES_FILE = path.join(this.folder, 'places.jsonl');
    writeFileSync(process.env.OCMS_TEST_PLACES_FILE, '');
  }

  onRunComplete(_contexts, { testResults }) {
    const lines = readFileSync(process.env.OCMS_TEST_PLACES_FILE, 'utf8').split('\n').filter(Boolean);
    rmSync(this.folder, { recursive: true, force: true });
    const kindsOf = new Map();
    for (const { kind, testFile } of lines.map((line) => JSON.parse(line))) {
      kindsOf.set(testFile, (kindsOf.get(testFile) ?? new Set()).add(kind));
    }
    const counts = { sqlite: 0, mssql: 0, none: 0 };
    for (const { testFilePath, testResults: tests } of testResults) {
      const kinds = [...(kindsOf.get(testFilePath) ?? ['none'])];
      for (const { fullName, status } of tests) {
        if (status !== 'passed' && status !== 'failed') continue;
        // A suite over several databases names each.
        const named = kinds.filter((kind) => new RegExp(`\\bon ${kind}\\b`).test(fullName));
        for (const kind of named.length > 0 ? named : kinds) counts[kind] += 1;
      }
    }
    const told = Object.entries(NAMES).map(([kind, name]) => `${counts[kind]} on ${name}`);
    console.log(`Databases:   ${told.join(', ')}, ${counts.none} on none`);
    if (process.env.OCMS_TEST_MSSQL_URL && counts.mssql === 0) {
      console.log('WARNING: OCMS_TEST_MSSQL_URL is set, and no test ran on SQL Server');
    }
  }
};
