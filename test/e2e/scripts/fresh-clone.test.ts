import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const ROOT = join(__dirname, '../../..');
const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

let clone: string;
let npm: string;

beforeAll(() => {
  clone = mkdtempSync(join(tmpdir(), 'ocms-fresh-clone-'));
  for (const part of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, part), join(clone, part), { recursive: true });
  // An npm that installs nothing.
  mkdirSync(join(clone, 'npm'));
  npm = join(clone, 'npm', 'npm-cli.js');
  writeFileSync(npm, "if (process.argv.includes('ci')) { console.error('no network here'); process.exit(1); }\n");
});
afterAll(() => rmSync(clone, { recursive: true }));

test.each(Object.entries(scripts))(
  'npm run %s, the first thing on a fresh clone, installs what it needs',
  (_, script) => {
    const { status, stderr } = spawnSync('sh', ['-c', script], {
      cwd: clone,
      encoding: 'utf8',
      env: { PATH: process.env.PATH, npm_execpath: npm },
    });
    expect(stderr).toContain('Installing the packages of package-lock.json');
    // npm's own words, and no stack trace.
    expect(stderr).toContain('no network here');
    expect(stderr).not.toMatch(/^ +at /m);
    expect(status).toBe(1);
  },
);

test('an installation that takes long shows that it is alive, and is silent once it is over', () => {
  const { stderr } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '--eval',
      `import { showingLife } from ${JSON.stringify(pathToFileURL(join(ROOT, 'scripts/lib/process.mjs')).href)};
       let said = 0;
       const { write } = process.stderr;
       // Over once it has been heard twice.
       const work = new Promise((resolve) => {
         process.stderr.write = (...args) => (++said === 2 && resolve(), write.apply(process.stderr, args));
       });
       await showingLife('Installing', work, 5);`,
    ],
    { encoding: 'utf8', timeout: 15_000 },
  );
  expect(stderr).toMatch(/^(Installing: still at it after \d+ s …\n){2}$/);
});
