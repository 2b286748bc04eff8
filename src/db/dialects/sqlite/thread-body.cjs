// One SQLite connection in a thread of its own, answering statements one after another: what takes long there keeps
// nobody else of the process waiting.
const { parentPort, workerData } = require('node:worker_threads');

const Connection = require(workerData.driver);
const connection = new Connection(workerData.filename);
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

parentPort.on('message', (question) => {
  if (question === 'close') {
    connection.close();
    parentPort.close();
    return;
  }
  let answered;
  try {
    answered = answer(question);
  } catch ({ name, message, code }) {
    answered = { error: { name, message, code } };
  }
  parentPort.postMessage({ ...answered, inTransaction: connection.inTransaction });
});
