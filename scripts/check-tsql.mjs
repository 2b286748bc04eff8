// Parses every statement the service sends to SQL Server with a T-SQL parser (sqlglot, from PyPI). For .ci/run:
// it needs Python, which no developer does. Without pip's network it prints a warning and passes.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pythonWith, runSync as run } from './lib/python.mjs';
import { root } from './lib/process.mjs';

const SQLGLOT = 'sqlglot==30.30.0';
// What the parser must refuse, or it proves nothing about the rest.
const BROKEN = [
  'SELECT FROM WHERE notice_no = @p0',
  'UPDATE t SET version = t.version + OUTPUT inserted.notice_no FROM ocms_valid_offence_notice AS t',
  'UPDATE t SET an_flag = CASE WHEN (j.present & 1) > 0 THEN j.an_flag ELSE FROM ocms_valid_offence_notice AS t',
  'INSERT INTO ocms_court_case (notice_no VALUES (@p0)',
];

const folder = mkdtempSync(path.join(tmpdir(), 'ocms-tsql-'));
try {
  process.exitCode = check();
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function check() {
  const python = pythonWith(SQLGLOT, folder, 'T-SQL syntax');
  if (!python) return 0;

  const file = path.join(folder, 'statements.json');
  const recorded = run(
    process.execPath,
    [path.join(root, 'node_modules/jest/bin/jest.js'), ...['test/db/mssql-statements', '--selectProjects', 'suites']],
    { OCMS_TEST_STATEMENTS_FILE: file },
  );
  if (recorded.status !== 0 || !existsSync(file)) {
    console.error(`the statements could not be recorded:\n${recorded.output}`);
    return 1;
  }
  const statements = [...new Map(JSON.parse(readFileSync(file, 'utf8')).map((each) => [each.sql, each])).values()];

  // And each of ours without its last parenthesis.
  const broken = [
    ...BROKEN,
    ...statements.filter(({ sql }) => sql.includes(')')).map(({ sql }) => sql.replace(/\)(?=[^)]*$)/, '')),
  ];
  const sql = [...statements.map((statement) => statement.sql), ...broken];
  const parsed = run(python, [path.join(root, 'scripts/check_tsql.py')], {}, JSON.stringify(sql));
  if (parsed.status !== 0) {
    console.error(`the parser failed:\n${parsed.output}`);
    return 1;
  }
  const errors = JSON.parse(parsed.stdout);
  const accepted = broken.filter((_, index) => errors[statements.length + index] === null);
  for (const text of accepted) console.error(`the parser takes a broken statement: ${text}`);
  const refused = statements.filter((_, index) => errors[index] !== null);
  for (const [index, { flow, sql: text }] of statements.entries()) {
    if (errors[index] !== null) console.error(`${flow}: ${errors[index]}\n  ${text}`);
  }
  console.log(
    `${statements.length} statements, ${refused.length} of them refused; ${broken.length - accepted.length} of ${broken.length} broken ones refused`,
  );
  return refused.length + accepted.length > 0 || statements.length === 0 ? 1 : 0;
}
