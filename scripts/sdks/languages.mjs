// What each generator is asked for, and what is done to what it made.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { filesUnder } from '../lib/files.mjs';
import { VALUE_NAMES, operationsOf } from './document.mjs';

const JAVA_CLUTTER = [
  ...[
    '.github',
    '.github/workflows/maven.yml',
    '.gitignore',
    '.travis.yml',
    'git_push.sh',
    'build.gradle',
    'build.sbt',
  ],
  ...['gradle.properties', 'gradlew', 'gradlew.bat', 'settings.gradle', 'api/openapi.yaml'],
  ...['gradle/wrapper/gradle-wrapper.jar', 'gradle/wrapper/gradle-wrapper.properties', 'src/main/AndroidManifest.xml'],
];

/** `vhub-update-violation` as VhubUpdateViolation, and as vhubupdateviolation. */
const pascal = (name) => name.replaceAll(/(^|[- ])(\w)/g, (_, __, letter) => letter.toUpperCase());
/** A header as C#'s constant: the generator's would be API_Key. */
export const headerConstant = (header) => pascal(header.toLowerCase().replaceAll('_', '-'));
const upper = (words) => words.replaceAll(/[- ]/g, '_').toUpperCase();
const javaName = (name) => name.replaceAll('-', '');

/**
 * By language: the name of a package in it, the generator, its options for a package, and
 * - `constant`: how it writes words as the name of a constant;
 * - `document`: the document as this generator is to read it;
 * - `finish`: what is still to do in the package's folder;
 * - `clutter`: files that are not for the package's users.
 */
export const CLIENTS = {
  java: {
    title: 'Java',
    generatorName: 'java',
    library: 'native',
    templates: 'java',
    packageName: ({ name }) => `ocms-${name}`,
    constant: upper,
    clutter: JAVA_CLUTTER,
    options: ({ name, version, description, licence }) => ({
      groupId: 'ocms',
      artifactId: `ocms-${name}`,
      artifactVersion: version,
      artifactDescription: description,
      licenseName: licence,
      apiPackage: `ocms.${name}`,
      modelPackage: `ocms.${name}.model`,
      invokerPackage: `ocms.${name}.client`,
      useJakartaEe: true,
      disallowAdditionalPropertiesIfNotPresent: false,
    }),
  },
  csharp: {
    title: 'C#',
    generatorName: 'csharp',
    library: 'generichost',
    packageName: ({ tag }) => `Ocms.${tag}`,
    constant: pascal,
    clutter: [
      '.gitignore',
      'appveyor.yml',
      'git_push.sh',
      'git_push.ps1',
      'api/openapi.yaml',
      'docs/**',
      'src/*/README.md',
    ],
    options: ({ name, tag, version, description, licence }) => ({
      packageName: `Ocms.${tag}`,
      packageVersion: version,
      packageGuid: guidOf(name),
      packageTitle: `Ocms.${tag}`,
      packageDescription: description,
      packageCompany: 'OCMS integration team',
      packageAuthors: 'OCMS integration team',
      packageCopyright: licence,
      targetFramework: 'net8.0',
      nullableReferenceTypes: true,
      disallowAdditionalPropertiesIfNotPresent: false,
    }),
    // It would hold a DateOnly against the pattern as text, which does not compile.
    document: (document) =>
      mapSchemas(document, ({ pattern, ...schema }) =>
        pattern === undefined || schema.format === 'date' ? schema : { ...schema, pattern },
      ),
    finish: (folder) => {
      for (const file of filesUnder(folder, '.csproj'))
        edit(file, [
          [/ *<RepositoryUrl>.*\n *<RepositoryType>.*\n/, ''],
          [/ *<PackageReleaseNotes>.*\n/, ''],
        ]);
      for (const file of filesUnder(folder, 'Option.cs')) edit(file, [['internal bool IsSet', 'public bool IsSet']]);
      for (const file of filesUnder(folder, 'ClientUtils.cs'))
        edit(file, [[/(?<=^ {12}|ApiKeyHeader\.)[A-Z]\w*_\w+/gm, headerConstant]]);
    },
  },
  python: {
    title: 'Python',
    generatorName: 'python',
    templates: 'python',
    packageName: ({ name }) => `ocms-${name}`,
    constant: upper,
    clutter: [
      ...['.github/workflows/python.yml', '.gitignore', '.gitlab-ci.yml', '.travis.yml', 'git_push.sh', 'setup.cfg'],
      ...['setup.py', 'tox.ini', 'requirements.txt', 'test-requirements.txt', 'test/__init__.py'],
    ],
    options: ({ name, version, description }) => ({
      packageName: `ocms_${name}`,
      projectName: `ocms-${name}`,
      packageVersion: version,
      sdkDescription: description,
      disallowAdditionalPropertiesIfNotPresent: false,
    }),
    // What the generator knows as a Decimal is text in decimal digits; `finish` has it sent as the number it is.
    document: (document) =>
      mapSchemas(document, (schema) => {
        if (isMoney(schema)) return { ...textOf(schema), format: 'number' };
        // It would be held against the pattern as text, and be text from then on.
        if (schema.format === 'date') return { ...textOf(schema), format: 'date' };
        return schema;
      }),
    finish: exactNumbers,
  },
  typescript: {
    title: 'TypeScript',
    generatorName: 'typescript-fetch',
    templates: 'typescript-fetch',
    packageName: ({ name }) => `ocms-${name}`,
    constant: upper,
    clutter: ['.gitignore', '.npmignore', 'tsconfig.esm.json', 'git_push.sh'],
    options: ({ name, version, description }) => ({
      npmName: `ocms-${name}`,
      npmVersion: version,
      sdkDescription: description,
      supportsES6: true,
      importFileExtension: '.js',
      // Codes stay as the domain writes them: TS, not Ts.
      enumPropertyNaming: 'UPPERCASE',
      useSingleRequestParameter: false,
      disallowAdditionalPropertiesIfNotPresent: false,
    }),
    // A calendar date is no instant: as a Date it would be another day in another zone.
    document: (document) =>
      mapSchemas(document, ({ format, ...schema }) =>
        format === undefined || format === 'date' ? schema : { ...schema, format },
      ),
    // What is read as null stays null: in a request that is kept as JSON it clears a field, left out it changes none.
    finish: (folder) => {
      for (const file of filesUnder(path.join(folder, 'src/models'), '.ts'))
        if (fs.readFileSync(file, 'utf8').includes(' == null ? undefined : json['))
          edit(file, [[/(json\['\w+'\]) == null \? undefined : \1,/g, '$1,']]);
    },
  },
};

export const SERVERS = {
  spring: {
    title: 'Spring Boot',
    generatorName: 'spring',
    library: 'spring-boot',
    packageName: ({ name }) => `ocms-${name}-server`,
    constant: upper,
    clutter: ['.gitignore', 'src/main/resources/openapi.yaml', '.mvn/**', 'mvnw', 'mvnw.cmd'],
    options: ({ name, version, description, licence }) => ({
      groupId: 'ocms',
      artifactId: `ocms-${name}-server`,
      artifactVersion: version,
      artifactDescription: description,
      licenseName: licence,
      basePackage: `ocms.${javaName(name)}`,
      configPackage: `ocms.${javaName(name)}`,
      apiPackage: `ocms.${javaName(name)}.api`,
      modelPackage: `ocms.${javaName(name)}.model`,
      delegatePattern: true,
      useTags: true,
      useSpringBoot3: true,
      documentationProvider: 'none',
      annotationLibrary: 'none',
      disallowAdditionalPropertiesIfNotPresent: false,
    }),
    document: withoutSecurity,
    finish: (folder) => {
      for (const file of filesUnder(folder, '.java')) {
        const text = fs.readFileSync(file, 'utf8');
        if (!text.includes('OpenApiGeneratorApplication')) continue;
        fs.rmSync(file);
        fs.writeFileSync(
          file.replace('OpenApiGeneratorApplication', 'Server'),
          text.replaceAll('OpenApiGeneratorApplication', 'Server'),
        );
      }
      for (const file of filesUnder(folder, 'pom.xml'))
        edit(file, [
          [
            '<project.build.sourceEncoding>',
            '<project.build.outputTimestamp>1980-01-01T00:00:02Z</project.build.outputTimestamp>\n        <project.build.sourceEncoding>',
          ],
        ]);
    },
  },
  aspnetcore: {
    title: 'ASP.NET Core',
    generatorName: 'aspnetcore',
    packageName: ({ name }) => `Ocms.${pascal(name)}.Server`,
    constant: pascal,
    clutter: ['.gitignore', 'src/*/.gitignore', 'build.bat', 'build.sh', 'src/*/wwwroot/**', 'src/*/Dockerfile'],
    options: ({ name, version, description, licence }) => ({
      packageName: `Ocms.${pascal(name)}.Server`,
      packageVersion: version,
      packageGuid: guidOf(`${name} server`),
      userSecretsGuid: guidOf(`${name} secrets`).slice(1, -1),
      packageTitle: `Ocms.${pascal(name)}.Server`,
      packageDescription: description,
      packageAuthors: 'OCMS integration team',
      packageCopyright: licence,
      licenseName: licence,
      aspnetCoreVersion: '8.0',
      operationResultTask: true,
      useSwashbuckle: false,
      newtonsoftVersion: '8.0.0',
      enumValueSuffix: '',
    }),
    document: (document) => withoutUnions(withoutSecurity(document)),
    finish: (folder) => {
      // Camel case would change the contract's own names, such as vHub's BatchReference.
      for (const file of filesUnder(folder, 'Startup.cs'))
        edit(file, [['new CamelCasePropertyNamesContractResolver()', 'new DefaultContractResolver()']]);
      // What is not found is null in an answer, not left out.
      for (const file of filesUnder(path.join(folder, 'src'), '.cs')) {
        const text = fs.readFileSync(file, 'utf8');
        fs.writeFileSync(file, text.replaceAll(/(\[Required\]\s+(?:\[[^\n]*\]\s+)*\[DataMember\(.*=)false/g, '$1true'));
      }
    },
  },
};

/** Visual Studio's projects have one: the same for the same package. */
function guidOf(name) {
  const hex = createHash('sha256').update(`ocms ${name}`).digest('hex').toUpperCase();
  return `{${[hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-')}}`;
}

/** The gateway in front of a partner's server checks the key. */
function withoutSecurity(document) {
  const made = structuredClone(document);
  delete made.components.securitySchemes;
  for (const operation of operationsOf(made)) delete operation.security;
  return made;
}

/** Else a class would have the fields of all kinds of a thing, and require them all. */
function withoutUnions(document) {
  const made = structuredClone(document);
  const { schemas } = made.components;
  for (const [name, { oneOf, ...rest }] of Object.entries(schemas)) {
    if (!oneOf) continue;
    const kinds = oneOf.map(({ $ref }) => $ref.split('/').pop());
    const [first, ...others] = kinds.map((kind) => schemas[kind]);
    for (const kind of kinds) delete schemas[kind];
    schemas[name] = {
      ...rest,
      type: 'object',
      required: first.required.filter((each) => others.every(({ required }) => required.includes(each))),
      properties: Object.assign({}, first.properties, ...others.map(({ properties }) => properties)),
    };
  }
  return made;
}

const isMoney = ({ type, format }) => type === 'number' && format === 'money';
const textOf = ({ description, example, nullable }) => ({
  type: 'string',
  ...(description && { description }),
  ...(example !== undefined && { example: String(example) }),
  ...(nullable && { nullable }),
});

/** A document whose named values have the names of constants. */
export const withConstants = (document, constant) =>
  mapSchemas(document, (schema) =>
    schema[VALUE_NAMES] ? { ...schema, [VALUE_NAMES]: schema[VALUE_NAMES].map(constant) } : schema,
  );

/** A document whose schemas, however deep, went through `change`. */
function mapSchemas(value, change) {
  if (Array.isArray(value)) return value.map((each) => mapSchemas(each, change));
  if (typeof value !== 'object' || value === null) return value;
  const made = Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'example' || key === 'examples' ? inner : mapSchemas(inner, change),
    ]),
  );
  return typeof made.type === 'string' && !('in' in made) ? change(made) : made;
}

/** Python's json reads and writes amounts as binary fractions, and the generated code writes a Decimal as text. */
function exactNumbers(folder, { name }) {
  const packageName = `ocms_${name}`;
  fs.writeFileSync(
    path.join(folder, packageName, 'exact_json.py'),
    `"""JSON whose numbers with decimals are Decimal, read and written digit by digit."""

import json
from datetime import date
from decimal import Decimal
from typing import Any


def loads(text: str) -> Any:
    return json.loads(text, parse_float=Decimal)


def dumps(value: Any) -> str:
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("no JSON number: " + str(value))
        return format(value, "f")
    if isinstance(value, dict):
        return "{" + ", ".join(json.dumps(str(key)) + ": " + dumps(each) for key, each in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(dumps(each) for each in value) + "]"
    return json.dumps(value.isoformat() if isinstance(value, date) else value)
`,
  );
  const imported = [/^import json$/m, `import json\n\nfrom ${packageName} import exact_json`];
  const client = path.join(folder, packageName, 'api_client.py');
  edit(client, [
    imported,
    [/json\.loads\(response_text\)/g, 'exact_json.loads(response_text)'],
    [/(isinstance\(obj, decimal\.Decimal\):\n\s+return) str\(obj\)/, '$1 obj'],
    ['If obj is decimal.Decimal return string representation.', 'If obj is decimal.Decimal return directly.'],
  ]);
  edit(path.join(folder, packageName, 'rest.py'), [imported, ['json.dumps(body)', 'exact_json.dumps(body)']]);
  for (const file of filesUnder(path.join(folder, packageName, 'models'), '.py')) {
    if (!fs.readFileSync(file, 'utf8').includes('json.loads(json_str)')) continue;
    edit(file, [
      imported,
      ['json.loads(json_str)', 'exact_json.loads(json_str)'],
      ['json.dumps(to_jsonable_python(self.to_dict()))', 'exact_json.dumps(self.to_dict())'],
      // What a request kept as JSON leaves out would be sent as null, and clear fields.
      ['_obj = cls.model_validate({', '_obj = cls.model_validate({key: value for key, value in {'],
      [/^ {8}\}\)$/m, '        }.items() if key in obj})'],
    ]);
  }
}

/** Every replacement must find its place: a generator that writes something else is not to pass unnoticed. */
function edit(file, replacements) {
  let text = fs.readFileSync(file, 'utf8');
  for (const [from, to] of replacements) {
    const edited = text.replace(from, to);
    if (edited === text) throw new Error(`${file}: no ${from}`);
    text = edited;
  }
  fs.writeFileSync(file, text);
}
