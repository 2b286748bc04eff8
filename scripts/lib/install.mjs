// Installs what package-lock.json asks for, when it is not there yet. Plain Node.js, because nothing is installed yet.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { withLock } from './lock.mjs';
import { Refusal, note, root, run, showingLife } from './process.mjs';

const LOCKFILE = path.join(root, 'package-lock.json');
const INSTALLED = path.join(root, 'node_modules/.package-lock.json');
const MARKER = path.join(root, 'node_modules/.installed-for');

export async function ensureInstalled() {
  refuseOldNode();
  const wanted = markerText();
  if (readOr(MARKER) === wanted) return;
  await withLock('install', async () => {
    const found = readOr(MARKER);
    if (found === wanted) return; // the process we waited for did it
    // Without a marker somebody may have run npm by hand: look instead of installing all over again.
    if (!treeMatchesLockfile()) await installAll();
    else if (!(await nativeModuleLoads())) await rebuildNative();
    fs.writeFileSync(MARKER, wanted);
  });
}

function refuseOldNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Refusal(`This project needs Node.js 20.19 or newer (20, 22 or 24); this is ${process.version}.`);
}

function markerText() {
  const lockfile = createHash('sha256').update(fs.readFileSync(LOCKFILE)).digest('hex');
  return `${lockfile} abi-${process.versions.modules} ${process.platform}-${process.arch}\n`;
}

/** Every package of the lockfile is there in its version, but for optional ones made for other machines. */
function treeMatchesLockfile() {
  let installed;
  try {
    installed = JSON.parse(fs.readFileSync(INSTALLED, 'utf8')).packages;
  } catch {
    return false;
  }
  const wanted = JSON.parse(fs.readFileSync(LOCKFILE, 'utf8')).packages;
  return Object.entries(wanted).every(([place, entry]) => {
    if (place === '' || entry.link) return true;
    const found = installed[place];
    if (!found) return Boolean(entry.optional) && !madeForThisMachine(entry);
    return (
      found.version === entry.version && found.integrity === entry.integrity && fs.existsSync(path.join(root, place))
    );
  });
}

function madeForThisMachine({ os, cpu, libc }) {
  // An optional package that names no machine is there for the sake of one that does, so its absence says nothing.
  if (!os && !cpu) return false;
  const fits = (list, value) => !list || list.includes(value);
  return fits(os, process.platform) && fits(cpu, process.arch) && (!libc || libc.includes(thisLibc()));
}

let libc;
function thisLibc() {
  if (process.platform !== 'linux') return undefined;
  process.report.excludeNetwork = true; // it would look up host names
  return (libc ??= process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl');
}

// From Node.js 22 on the service takes the better-sqlite3 that brings its binaries along: nothing is compiled.
const bringsBinaries = Number(process.versions.node.split('.')[0]) >= 22;
const NATIVE = bringsBinaries ? 'better-sqlite3-node22' : 'better-sqlite3';

/** In a process of its own: a binary for another Node.js may do worse than throw. */
async function nativeModuleLoads() {
  const { code } = await run(process.execPath, ['-e', `new (require('${NATIVE}'))(':memory:').close()`]);
  return code === 0;
}

async function installAll() {
  note('Installing the packages of package-lock.json (npm ci); the first time takes a minute or two …');
  // Building the service needs its dev dependencies whatever NODE_ENV or the user's npmrc says.
  await npm('Installing', [
    'ci',
    '--include=dev',
    '--include=optional',
    ...(bringsBinaries ? ['--ignore-scripts'] : []),
  ]);
}

async function rebuildNative() {
  note(`Rebuilding ${NATIVE} for Node.js ${process.version} …`);
  await npm(`Rebuilding ${NATIVE}`, ['rebuild', NATIVE]);
}

async function npm(what, args) {
  const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--no-progress'];
  const [command, first] = npmCommand();
  const env = {
    // The packages' own install scripts find their Node.js on the path: it must be the one that runs us.
    PATH: [path.dirname(process.execPath), process.env.PATH].filter(Boolean).join(path.delimiter),
    ...(await nodedir()),
  };
  const { code, output, ms } = await showingLife(what, run(command, [...first, ...args, ...quiet], { env }));
  if (code !== 0) {
    note(output.trimEnd());
    throw new Refusal(`${what} failed (npm ${args.join(' ')} exited with ${code}); npm's words are above.`);
  }
  if (!(await nativeModuleLoads())) {
    note(output.trimEnd());
    throw new Refusal(
      `${NATIVE} was installed but` +
        ' cannot be loaded. It is compiled where it has no prebuilt binary, which needs' +
        ' a C++ compiler, make and Python 3, and npm must be allowed to run its install script (ignore-scripts off).',
    );
  }
  note(`Done in ${Math.round(ms / 1000)} s.`);
}

function npmCommand() {
  const cli = process.env.npm_execpath;
  if (cli && path.basename(cli) === 'npm-cli.js') return [process.execPath, [cli]];
  return [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
}

/**
 * Compile against the headers beside the running Node.js, so that node-gyp downloads none. A nodedir that the user
 * has set stays, unless it belongs to another Node.js version: what is compiled against it would not load.
 */
async function nodedir() {
  const [command, first] = npmCommand();
  const asked = await run(command, [...first, 'config', 'get', 'nodedir', '--loglevel=silent']);
  const given = asked.output.trim();
  if (
    asked.code === 0 &&
    given &&
    !['undefined', 'null'].includes(given) &&
    (headersAbi(given) ?? thisAbi) === thisAbi
  ) {
    return {};
  }
  const beside = path.resolve(path.dirname(fs.realpathSync(process.execPath)), '..');
  return headersAbi(beside) === thisAbi ? { npm_config_nodedir: beside } : {};
}

const thisAbi = process.versions.modules;

function headersAbi(prefix) {
  const header = path.join(prefix, 'include/node/node.h');
  if (!fs.existsSync(header)) return undefined;
  return /#define NODE_MODULE_VERSION (\d+)/.exec(readOr(path.join(prefix, 'include/node/node_version.h')))?.[1];
}

function readOr(file, otherwise = '') {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return otherwise;
  }
}
