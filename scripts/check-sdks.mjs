// Shows that the SDKs are right: `node scripts/check-sdks.mjs`. They are made twice, to the same bytes; each is looked at and
// compiled; Java's, Python's and TypeScript's call every operation of the running service, its errors included, and so do
// the programs in their READMEs. For .ci/run: it needs Java, and Maven, Python and .NET for what is theirs. What is not here
// is named and skipped.
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { Refusal, entry, node, root, run } from './lib/process.mjs';
import { keptPythonWith, runSync } from './lib/python.mjs';
import { sampleProblems, writeSamples } from './sdks/check/samples.mjs';

const PYTHON = [
  ...['setuptools==84.2.1', 'mypy==2.4.1', 'pydantic==2.14.3', 'urllib3==2.8.0', 'python-dateutil==4.0.0'],
  ...['typing-extensions==4.16.0', 'types-python-dateutil==2.9.0.20261116'],
];
const LIMIT_MS = 300_000;
const PROGRAMS = path.join(root, 'scripts/sdks/check');

await entry(async () => {
  if (!isHere('java', '-version')) return skipped('SDKs not checked', 'java');
  await ensureInstalled();
  await ensureBuilt();
  const { makeSdks, sdkSettings } = await import('./sdks/make.mjs');
  const { sourceProblems } = await import('./sdks/check/sources.mjs');
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'ocms-check-sdks-'));
  try {
    const out = path.join(folder, 'sdks');
    const packages = (await makeSdks(out)).map((each) => ({
      ...each,
      folder: path.join(out, each.language, each.packageName),
    }));
    const problems = sourceProblems(packages);
    console.log(`${packages.length} packages: looked at`);
    const calls = await callsOf(sdkSettings().clients);
    // The second time elsewhere, and as if on another machine.
    const again = madeAgain(path.join(folder, 'again'), out);
    for (const check of [typescript, python, maven, dotnet]) problems.push(...(await check(folder, packages, calls)));
    problems.push(...(await again));
    for (const problem of problems) console.error(problem);
    if (problems.length > 0) throw new Refusal(`SDKs: ${problems.length} problems`);
    console.log('SDKs: ok');
    return 0;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

async function madeAgain(out, first) {
  const made = await run(process.execPath, [path.join(root, 'scripts/sdks.mjs'), '--out', out], {
    env: { TZ: 'America/St_Johns', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' },
    timeoutMs: LIMIT_MS,
  });
  if (made.code !== 0) return [`made again: ${made.output}`];
  const [one, other] = [first, out].map((each) => fs.readFileSync(path.join(each, 'archives/SHA256SUMS'), 'utf8'));
  if (one === other) {
    console.log('made again, elsewhere: the same bytes');
    return [];
  }
  const lines = new Set(one.split('\n'));
  return other
    .split('\n')
    .filter((line) => !lines.has(line))
    .map((line) => `made again, other bytes: ${line.split('  ')[1]}`);
}

/**
 * What every program is run with.
 * @returns {(language: string, digits: boolean, command: string, args: string[], options?: object) => Promise<string[]>} problems
 */
async function callsOf(clients) {
  const { PROVOKED_STATUSES, checkedService } = await import('./sdks/check/service.mjs');
  const { errorStatuses, problemsOf } = await import('./sdks/check/scenario.mjs');
  const contracts = clients
    .flatMap((client) => client.contracts)
    .map((name) => JSON.parse(fs.readFileSync(path.join(root, 'generated/contracts', `${name}.json`), 'utf8')));
  const statuses = errorStatuses(contracts);
  const unknown = statuses.filter((status) => !PROVOKED_STATUSES.includes(status));
  if (unknown.length > 0) throw new Refusal(`scripts/sdks/check/service.mjs cannot provoke ${unknown}.`);
  return async (language, digits, command, args, { cwd, env } = {}) => {
    const service = await checkedService();
    try {
      const keys = Object.entries(service.keys).map(([partner, key]) => [`OCMS_KEY_${partner}`, key]);
      const { code, output } = await run(command, args, {
        cwd,
        env: { ...env, ...Object.fromEntries(keys), OCMS_URL: service.url, OCMS_STATUSES: statuses.join() },
        timeoutMs: LIMIT_MS,
      });
      if (code !== 0) return [`${language}: the program failed\n${output.trim()}`];
      const told = output.trim().split(/\r?\n/);
      const problems = problemsOf(told, service.sent, contracts, { digits });
      if (problems.length === 0) console.log(`${language}: ${told.length} answers as they should be`);
      return problems.map((problem) => `${language}: ${problem}`);
    } finally {
      await service.close();
    }
  };
}

/**
 * Has the programs of READMEs call the running service, with a key that is right and with one that is not.
 * @param {(file: string) => [command: string, args: string[], options?: object]} commandOf what runs one
 */
async function samplesRun(language, samples, commandOf) {
  const { checkedService } = await import('./sdks/check/service.mjs');
  const service = await checkedService();
  const problems = [];
  try {
    for (const sample of samples) {
      const [command, args, { env } = {}] = commandOf(sample.file);
      for (const [key, status] of [
        [service.keys[sample.partner], 200],
        ['none', 401],
      ]) {
        service.sent.length = 0;
        const ran = await run(command, args, {
          env: { ...env, OCMS_URL: service.url, OCMS_KEY: key },
          timeoutMs: LIMIT_MS,
        });
        problems.push(...sampleProblems(sample, ran, service.sent, status));
      }
    }
  } finally {
    await service.close();
  }
  if (problems.length === 0) console.log(`${language}: ${samples.length} programs of READMEs do what they say`);
  return problems.map((problem) => `${language}: ${problem}`);
}

async function typescript(folder, packages, calls) {
  const work = path.join(folder, 'typescript');
  fs.mkdirSync(path.join(work, 'node_modules'), { recursive: true });
  for (const { language, packageName, folder: at } of packages) {
    if (language !== 'typescript') continue;
    const compiled = await tsc(['-p', at]);
    if (compiled.code !== 0) return [`typescript ${packageName} does not compile:\n${compiled.output}`];
    fs.symlinkSync(at, path.join(work, 'node_modules', packageName), 'junction');
  }
  fs.symlinkSync(path.join(root, 'node_modules/@types'), path.join(work, 'node_modules/@types'), 'junction');
  fs.writeFileSync(path.join(work, 'package.json'), '{ "type": "module" }');
  fs.copyFileSync(path.join(PROGRAMS, 'check.ts'), path.join(work, 'check.ts'));
  const samples = writeSamples(packages, 'typescript', work);
  const program = path.join(work, 'check.ts');
  const compiled = await tsc([
    ...['--strict', '--skipLibCheck', 'false', '--target', 'es2022', '--module', 'nodenext', '--types', 'node'],
    ...['--typeRoots', path.join(work, 'node_modules/@types'), program],
    ...samples.map(({ file }) => file),
  ]);
  if (compiled.code !== 0) return [`typescript: what uses the packages does not compile:\n${compiled.output}`];
  return [
    ...(await calls('typescript', false, process.execPath, [path.join(work, 'check.js')])),
    ...(await samplesRun('typescript', samples, (file) => [process.execPath, [file.replace(/ts$/, 'js')]])),
  ];
}

function tsc(args) {
  return node('node_modules/typescript/bin/tsc', args, { timeoutMs: LIMIT_MS });
}

async function python(folder, packages, calls) {
  if (!isHere('python3', '-m', 'pip', '--version')) return skipped("Python's packages not checked", 'python3 with pip');
  const interpreter = keptPythonWith(PYTHON, "SDKs' Python");
  if (!interpreter) return [];
  const site = path.join(folder, 'site');
  const folders = packages.filter(({ language }) => language === 'python').map((each) => each.folder);
  const installed = await run(
    interpreter,
    [
      ...['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', '--no-deps', '--no-build-isolation'],
      ...['--no-index', '--target', site, ...folders],
    ],
    { timeoutMs: LIMIT_MS },
  );
  if (installed.code !== 0) return [`python: not installed\n${installed.output}`];
  const env = { PYTHONPATH: site, MYPYPATH: site };
  const settings = path.join(folder, 'mypy.ini');
  fs.writeFileSync(settings, '[mypy]\nstrict = True\nfollow_imports = silent\nplugins = pydantic.mypy\n');
  const samples = writeSamples(packages, 'python', path.join(folder, 'python'));
  const program = path.join(PROGRAMS, 'check.py');
  const typed = await run(
    interpreter,
    ['-m', 'mypy', '--config-file', settings, program, ...samples.map(({ file }) => file)],
    { env, cwd: folder, timeoutMs: LIMIT_MS },
  );
  const problems = typed.code === 0 ? [] : [`python: mypy on what uses the packages\n${typed.output}`];
  return [
    ...problems,
    ...(await calls('python', true, interpreter, [program], { env })),
    ...(await samplesRun('python', samples, (file) => [interpreter, [file], { env }])),
  ];
}

/** All of Java in one build: the clients, the stubs, and the program that uses the clients. */
async function maven(folder, packages, calls) {
  if (!isHere('mvn', '--version')) return skipped("Java's and Spring's packages not checked", 'mvn');
  const work = path.join(folder, 'maven');
  const source = path.join(work, 'check/src/main/java');
  fs.mkdirSync(source, { recursive: true });
  fs.copyFileSync(path.join(PROGRAMS, 'Check.java'), path.join(source, 'Check.java'));
  const modules = packages.filter(({ language }) => ['java', 'spring'].includes(language));
  fs.writeFileSync(
    path.join(work, 'pom.xml'),
    pom('all', '<packaging>pom</packaging>', [
      '<modules>',
      ...[...modules.map((each) => path.relative(work, each.folder)), 'check'].map(
        (each) => `<module>${each}</module>`,
      ),
      '</modules>',
    ]),
  );
  fs.writeFileSync(
    path.join(work, 'check/pom.xml'),
    pom('check', '', [
      '<properties><maven.compiler.release>11</maven.compiler.release></properties>',
      '<build><plugins><plugin><artifactId>maven-compiler-plugin</artifactId><version>3.13.0</version></plugin>',
      '</plugins></build><dependencies>',
      ...modules
        .filter(({ language }) => language === 'java')
        .map(
          ({ packageName, version }) =>
            `<dependency><groupId>ocms</groupId><artifactId>${packageName}</artifactId><version>${version}</version></dependency>`,
        ),
      '</dependencies>',
    ]),
  );
  const built = await run(
    'mvn',
    [
      ...['--quiet', '--batch-mode', '--no-transfer-progress', '--threads', '2', '--fail-at-end'],
      ...['-Dmdep.outputFile=target/classpath.txt', '-Dproject.build.sourceEncoding=UTF-8'],
      ...['compile', 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath'],
    ],
    { cwd: work, timeoutMs: 2 * LIMIT_MS },
  );
  if (built.code !== 0) return [`java: does not compile\n${built.output}`];
  console.log(`java and spring: ${modules.length} packages compiled`);
  const classes = path.join(work, 'check/target');
  const classpath = fs.readFileSync(path.join(classes, 'classpath.txt'), 'utf8').trim();
  const samples = writeSamples(packages, 'java', path.join(work, 'samples'));
  return [
    ...(await calls('java', true, 'java', [
      '-cp',
      `${path.join(classes, 'classes')}${path.delimiter}${classpath}`,
      'Check',
    ])),
    ...(await samplesRun('java', samples, (file) => ['java', ['--source', '11', '-cp', classpath, file]])),
  ];
}

function pom(name, packaging, lines) {
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
<modelVersion>4.0.0</modelVersion><groupId>ocms</groupId><artifactId>${name}</artifactId><version>1</version>${packaging}
${lines.join('\n')}
</project>
`;
}

async function dotnet(folder, packages) {
  if (!isHere('dotnet', '--version'))
    return skipped("C#'s and ASP.NET Core's packages looked at, not compiled", 'dotnet');
  const problems = [];
  for (const { language, packageName, folder: at } of packages) {
    if (!['csharp', 'aspnetcore'].includes(language)) continue;
    const built = await run('dotnet', ['build', '--nologo', '--verbosity', 'quiet', at], { timeoutMs: LIMIT_MS });
    if (built.code !== 0) problems.push(`${language} ${packageName} does not compile:\n${built.output}`);
  }
  return problems;
}

function isHere(command, ...args) {
  return runSync(command, args).status === 0;
}

function skipped(what, missing) {
  console.warn(`WARNING: ${what}: ${missing} is not here`);
  return [];
}
