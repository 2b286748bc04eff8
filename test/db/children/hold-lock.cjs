// Holds SQLite's write lock on a file until told to let go.
const Database = require(
  Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-node22' : 'better-sqlite3',
);

const connection = new Database(process.argv[2]);
connection.exec('BEGIN IMMEDIATE');
console.log('locked');
process.stdin.once('data', () => {
  connection.exec('COMMIT');
  connection.close();
  process.exit(0);
});
