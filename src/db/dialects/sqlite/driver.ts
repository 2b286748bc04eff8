import type Database from 'better-sqlite3';

/**
 * better-sqlite3 in the version for this Node.js: 12 is the last for Node.js 20, but on 24.19 and later its
 * objects abort the process when they are collected; 13 needs Node.js 22.
 */
export const driverName =
  Number(process.versions.node.split('.')[0]) >= 22 ? 'better-sqlite3-node22' : 'better-sqlite3';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- which of the two is known at run time only
export const sqliteDriver = require(driverName) as typeof Database;
