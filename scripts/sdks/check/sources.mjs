// What can be seen of the packages without a compiler.
import fs from 'node:fs';
import path from 'node:path';
import { filesUnder } from '../../lib/files.mjs';

/** Where a package says its version. */
const VERSIONS = {
  java: ['pom.xml', (version) => `<version>${version}</version>`],
  spring: ['pom.xml', (version) => `<version>${version}</version>`],
  python: ['pyproject.toml', (version) => `version = "${version}"`],
  typescript: ['package.json', (version) => `"version": "${version}"`],
  csharp: ['.csproj', (version) => `<Version>${version}</Version>`],
  aspnetcore: ['.csproj', (version) => `<Version>${version}</Version>`],
};
const SOURCES = /\.(java|cs|py|ts)$/;
const COMMENTS = /\/\*[\s\S]*?\*\/|\/\/.*|"""[\s\S]*?"""|^\s*#.*/gm;
/** Where a language has exact numbers: binary fractions of any kind, but for time limits. */
const FRACTIONS = /\b(double|float|Double|Float|StrictFloat|number_float)\b/;
const WITHOUT_FRACTIONS = ['java', 'csharp', 'spring', 'aspnetcore', 'python'];
/** Files of models. What is around them is the generator's own, and has time limits. */
const MODELS = /[\\/](model|models|Model|Models)[\\/]/;

const DECLARED = /\b(?:class|interface|enum|record|def|function|type)\s+([A-Za-z_]\w*)/g;
const METHODS = /\b(?:public|async)\s+[\w<>[\],.? ]*?\b([A-Za-z_]\w*)\s*\(/g;
/** Names a generator makes up where nobody gave one, or two things have the same. */
const MADE_UP =
  /inline|AllOf|AnyOf|OneOf|[a-z]\d{3}(Response|Request)|(Response|Request)\d|[a-z]_?\d+$|_\d+_?$|(Post|Get)$|V1|Inner|DefaultApi$|OpenApiGenerator/i;

/**
 * @param {{ language: string, packageName: string, version: string, folder: string }[]} packages
 * @returns {string[]} problems
 */
export const sourceProblems = (packages) =>
  packages.flatMap((each) =>
    [...packaging(each), ...fractions(each), ...names(each)].map(
      (problem) => `${each.language} ${each.packageName}: ${problem}`,
    ),
  );

const textOf = (file) => fs.readFileSync(file, 'utf8');
const codeOf = (file) => textOf(file).replaceAll(COMMENTS, '');

function packaging({ language, folder, version, packageName }) {
  const problems = [];
  for (const name of ['README.md', 'LICENSE']) {
    const file = path.join(folder, name);
    if (!fs.existsSync(file)) problems.push(`no ${name}`);
    else if (!textOf(file).includes(packageName)) problems.push(`${name} is of another package`);
  }
  if (!textOf(path.join(folder, 'README.md')).includes(`version ${version}`))
    problems.push('README.md has another version');
  const [manifest, said] = VERSIONS[language];
  if (!filesUnder(folder, manifest).some((file) => textOf(file).includes(said(version))))
    problems.push(`${manifest} does not say ${version}`);
  return problems;
}

function fractions({ language, folder }) {
  if (!WITHOUT_FRACTIONS.includes(language)) return [];
  return filesUnder(folder)
    .filter((file) => SOURCES.test(file) && MODELS.test(file))
    .flatMap((file) => {
      const found = FRACTIONS.exec(codeOf(file));
      return found ? [`${path.basename(file)} has a ${found[0]}`] : [];
    });
}

function names({ folder }) {
  const found = new Set();
  for (const file of filesUnder(folder).filter((each) => SOURCES.test(each))) {
    found.add(path.basename(file).replace(SOURCES, ''));
    const code = codeOf(file);
    for (const pattern of [DECLARED, METHODS]) for (const [, name] of code.matchAll(pattern)) found.add(name);
  }
  return [...found].filter((name) => MADE_UP.test(name)).map((name) => `${name} is no name a person would choose`);
}
