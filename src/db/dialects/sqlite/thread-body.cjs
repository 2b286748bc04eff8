// One SQLite connection in a thread of its own, answering statements one after another: what takes long there keeps
// nobody else of the process waiting.
const { parentPort, workerData } = require('node:worker_threads');

const Connection = require(workerData.driver);
const connection = new Connection(workerData.filename);
/** How many commits have begun, for the process to see before it hears of their end. */
const commits = new Int32Array(workerData.commits);
for (const pragma of workerData.pragmas) connection.pragma(pragma);

const STATEMENTS_KEPT = 200;
const statements = new Map();

function prepared(sql) {
  let statement = statements.get(sql);
  if (!statement) {
    if (statements.size >= STATEMENTS_KEPT) statements.clear();
    statement = connection.prepare(sql);
    if (statement.reader) statement.raw();
    statements.set(sql, statement);
  }
  return statement;
}

/** What JSON has: a text crosses to another thread in half the time that its parts take. */
const isPlain = (value) => value === null || typeof value === 'string' || Number.isFinite(value);

function answer({ sql, bindings, begin }) {
  if (begin) prepared('BEGIN IMMEDIATE').run();
  const statement = prepared(sql);
  if (!statement.reader) return { ran: statement.run(bindings) };
  const rows = statement.all(bindings);
  const columns = statement.columns().map(({ name }) => name);
  const asText = rows.length > 1 && rows.every((row) => row.every(isPlain));
  return asText ? { columns, text: JSON.stringify(rows) } : { columns, values: rows };
}

/** All of a transaction. What comes of the first column of each statement's rows; null of one that is left out. */
function batch(statements) {
  prepared('BEGIN IMMEDIATE').run();
  try {
    const returned = [];
    for (const { sql, bindings, list } of statements) {
      const listed = list && (list.of ? without(list.of, returned[0]) : returned[0]);
      if (listed?.length === 0) {
        returned.push(null);
        continue;
      }
      const given = list ? bindings.with(list.at, JSON.stringify(listed)) : bindings;
      const statement = prepared(sql);
      if (statement.reader) returned.push(statement.all(given).map(([first]) => first));
      else {
        statement.run(given);
        returned.push([]);
      }
    }
    Atomics.add(commits, 0, 1);
    prepared('COMMIT').run();
    return { returned: JSON.stringify(returned) };
  } catch (error) {
    if (connection.inTransaction) prepared('ROLLBACK').run();
    throw error;
  }
}

function without(all, some) {
  if (some.length === all.length) return [];
  const excluded = new Set(some);
  return all.filter((each) => !excluded.has(each));
}

parentPort.on('message', (question) => {
  if (question === 'close') {
    connection.close();
    parentPort.close();
    return;
  }
  let answered;
  try {
    answered = question.batch ? batch(question.batch) : answer(question);
  } catch ({ name, message, code }) {
    answered = { error: { name, message, code } };
  }
  parentPort.postMessage({ ...answered, inTransaction: connection.inTransaction, commits: commits[0] });
});
