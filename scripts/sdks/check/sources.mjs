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
/** Where a file of them is called as its class. */
const MODELS_BY_NAME = ['java', 'csharp', 'spring', 'aspnetcore'];

const DECLARED = /\b(?:class|interface|enum|record|def|function|type)\s+([A-Za-z_]\w*)/g;
const METHODS = /\b(?:public|async)\s+[\w<>[\],.? ]*?\b([A-Za-z_]\w*)\s*\(/g;
/** Names a generator makes up where nobody gave one, or two things have the same. */
const MADE_UP =
  /inline|AllOf|AnyOf|OneOf|[a-z]\d{3}(Response|Request)|(Response|Request)\d|[a-z]_?\d+$|_\d+_?$|(Post|Get)$|V1|Inner|DefaultApi$|OpenApiGenerator/i;

const JAVA_CONSTANTS = [/\benum \w+ \{([^;]*);/g, /(\w+)\((?:String\.valueOf\()?"/g];
const CSHARP_CONSTANTS = [/\benum \w+\s*\{([^}]*)\}/g, /^\s*(\w+)(?: = \d+)?,?\s*$/gm];
/** By language: an enumeration, and its constants in it. */
const CONSTANTS = {
  java: JAVA_CONSTANTS,
  spring: JAVA_CONSTANTS,
  csharp: CSHARP_CONSTANTS,
  aspnetcore: CSHARP_CONSTANTS,
  typescript: [/\bconst \w+ = \{([^}]*)\} as const/g, /^\s*(\S+):/gm],
  python: [/^class \w+\(\w+, Enum\):\n((?:(?: .*)?\n)*)/gm, /^ +(\w+) = /gm],
};
/** Constants a generator makes up where the value says nothing, such as _0, NUMBER_0, VALUE_1 and EMPTY. */
const MADE_UP_CONSTANT = /^_|^\W|_$|^(NUMBER|VALUE|ENUM)_?\d|^EMPTY$|UNKNOWN_DEFAULT|Enum$/i;

/**
 * @param {{ language: string, packageName: string, version: string, folder: string, document: object }[]} packages
 * @returns {string[]} problems
 */
export function sourceProblems(packages) {
  const withConstants = new Set();
  const problems = packages.flatMap((each) => {
    const constants = constantsOf(each);
    if (constants.length > 0) withConstants.add(each.language);
    return [
      ...packaging(each),
      ...fractions(each),
      ...names(each),
      ...models(each),
      ...constantNames(each, constants),
      ...patterns(each),
      ...nulls(each),
    ].map((problem) => `${each.language} ${each.packageName}: ${problem}`);
  });
  // Python's clients have plain text in place of enumerations.
  for (const language of Object.keys(CONSTANTS).filter((each) => each !== 'python' && !withConstants.has(each)))
    problems.push(`${language}: no enumeration was found`);
  return problems;
}

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

/** Else the generator made a schema up, as for a property that is another schema or null. */
function models({ language, folder, document }) {
  if (!MODELS_BY_NAME.includes(language)) return [];
  const named = new Set(['AbstractOpenApiSchema', ...namesIn(document.components.schemas)]);
  return filesUnder(folder)
    .filter((file) => SOURCES.test(file) && MODELS.test(file))
    .map((file) => path.basename(file).replace(SOURCES, ''))
    .filter((name) => !named.has(name))
    .map((name) => `${name} is no schema of the contract`);
}

/** Of schemas, and of the objects in them by their titles. */
const namesIn = (schemas) => [
  ...Object.keys(schemas),
  ...[...JSON.stringify(schemas).matchAll(/"title":"(\w+)"/g)].map(([, title]) => title),
];

function constantsOf({ language, folder }) {
  const [enumeration, constant] = CONSTANTS[language];
  return filesUnder(folder)
    .filter((file) => SOURCES.test(file))
    .flatMap((file) => [...codeOf(file).matchAll(enumeration)])
    .flatMap(([, inside]) => [...inside.matchAll(constant)].map(([, name]) => name));
}

function constantNames({ language }, constants) {
  return [...new Set(constants)]
    .filter((name) => MADE_UP_CONSTANT.test(name) || (CONSTANTS[language] === CSHARP_CONSTANTS && name.includes('_')))
    .map((name) => `${name} is no constant a person would choose`);
}

/** C#'s only: Regex.Match takes text, and here is no compiler. */
function patterns({ language, folder }) {
  if (language !== 'csharp') return [];
  return filesUnder(folder, '.cs').flatMap((file) => {
    const code = codeOf(file);
    return [...code.matchAll(/\.Match\(this\.(\w+?)(?:Option\.Value)?\)/g)]
      .filter(([, name]) => !new RegExp(`public string\\?? ${name} `).test(code))
      .map(([, name]) => `${path.basename(file)} holds ${name}, which is no text, against a pattern`);
  });
}

/** ASP.NET Core's only: what is required is sent, null as well. */
function nulls({ language, folder }) {
  if (language !== 'aspnetcore') return [];
  return filesUnder(folder, '.cs')
    .filter((file) => /\[Required\]\s+(?:\[[^\n]*\]\s+)*\[DataMember\(.*=false/.test(codeOf(file)))
    .map((file) => `${path.basename(file)} leaves a required null out`);
}
