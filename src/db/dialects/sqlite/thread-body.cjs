// One SQLite connection in a thread of its own, answering statements one after another: what takes long there keeps
// nobody else of the process waiting.
const { parentPort, workerData } = require('node:worker_threads');

const Connection = require(workerData.driver);
const connection = new Connection(workerData.filename);
for (const pragma of workerData.pragmas) connection.pragma(pragma);

function answer({ sql, bindings }) {
  const statement = connection.prepare(sql);
  return statement.reader ? { rows: statement.all(bindings) } : { ran: statement.run(bindings) };
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
