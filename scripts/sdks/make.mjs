import { createHash } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'yaml';
import { filesUnder } from '../lib/files.mjs';
import { openApiGenerator } from '../lib/openapi-generator.mjs';
import { Refusal, root } from '../lib/process.mjs';
import { zip } from '../release/zip.mjs';
import { withConstants } from './languages.mjs';
import { archiveOf, sdkPackages } from './packages.mjs';

const SETTINGS = path.join(root, 'contracts/sdks');
/** Of every file of an archive: an archive tells contracts apart, not days. */
const DATE = new Date('1980-01-01T00:00:00Z');

/** @returns contracts/sdks/sdks.yaml */
export const sdkSettings = () => parse(fs.readFileSync(path.join(SETTINGS, 'sdks.yaml'), 'utf8'));

const publishedContract = (name) =>
  JSON.parse(fs.readFileSync(path.join(root, 'generated/contracts', `${name}.json`), 'utf8'));

/**
 * Makes all packages, in `<out>/<language>/<package>`, and an archive of each in `<out>/archives`.
 * @param {string} out a folder that is new, empty, or a former one's: that is replaced
 * @returns {Promise<{ language: string, packageName: string, version: string, folder: string, names: object }[]>}
 */
export async function makeSdks(out) {
  refuseOthers(out);
  const { generator, ...settings } = sdkSettings();
  const generate = await openApiGenerator(generator);
  const { openApi30 } = createRequire(import.meta.url)('../../dist/src/contract/openapi-3.0.js');
  const packages = sdkPackages(settings, publishedContract, openApi30);
  const work = fs.mkdtempSync(path.join(os.tmpdir(), 'ocms-sdks-'));
  try {
    // One at a time: the generator keeps some of its settings where its threads share them.
    await generate(['batch', '--threads', '1', '--fail-fast', ...packages.map((each) => configOf(each, work))]);
    fs.rmSync(out, { recursive: true, force: true });
    for (const each of packages) await finished(each, work, out);
    await archived(packages, out);
  } finally {
    fs.rmSync(work, { recursive: true, force: true });
  }
  return packages;
}

/** Nothing is deleted that is not ours. */
function refuseOthers(out) {
  if (!fs.existsSync(out) || fs.readdirSync(out).length === 0 || fs.existsSync(path.join(out, 'archives/SHA256SUMS')))
    return;
  throw new Refusal(`${out} holds something else than SDKs.`);
}

/** Writes down what the generator is to do for a package, and returns the file. */
function configOf({ language, languages, names, document }, work) {
  const {
    generatorName,
    library,
    templates,
    options,
    constant,
    document: adapted = (same) => same,
  } = languages[language];
  const name = `${language}-${names.name}`;
  const inputSpec = path.join(work, `${name}.document.json`);
  fs.writeFileSync(inputSpec, JSON.stringify(withConstants(adapted(document), constant)));
  const config = path.join(work, `${name}.config.json`);
  fs.writeFileSync(
    config,
    JSON.stringify({
      generatorName,
      ...(library && { library }),
      ...(templates && { templateDir: path.join(SETTINGS, 'templates', templates) }),
      inputSpec,
      outputDir: path.join(work, name),
      globalProperties: { apiDocs: 'false', modelDocs: 'false', apiTests: 'false', modelTests: 'false' },
      additionalProperties: { hideGenerationTimestamp: true, ...options(names) },
    }),
  );
  return config;
}

async function finished({ language, languages, names, document, contracts, packageName, readme }, work, out) {
  const { clutter, finish } = languages[language];
  const made = path.join(work, `${language}-${names.name}`);
  for (const file of filesUnder(made)) {
    const inside = path.relative(made, file).split(path.sep).join('/');
    if (inside.startsWith('.') || clutter.some((pattern) => matches(pattern, inside))) fs.rmSync(file);
  }
  await finish?.(made, names);
  fs.writeFileSync(path.join(made, 'README.md'), readme({ language, packageName, document, names, contracts }));
  fs.writeFileSync(path.join(made, 'LICENSE'), licenceOf(contracts[0].license, packageName));
  const folder = path.join(out, language, packageName);
  fs.mkdirSync(path.dirname(folder), { recursive: true });
  for (const file of filesUnder(made)) {
    const target = path.join(folder, path.relative(made, file));
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.copyFileSync(file, target);
  }
}

/** A pattern's `**` stands for anything, its `*` for anything but a slash. */
const matches = (pattern, file) =>
  new RegExp(
    `^${pattern
      .split(/(\*\*?)/)
      .map((part) => ({ '*': '[^/]*', '**': '.*' })[part] ?? part.replaceAll('.', '\\.'))
      .join('')}$`,
  ).test(file);

const licenceOf = ({ name, identifier }, packageName) => `${packageName}

${name} (${identifier}).
`;

async function archived(packages, out) {
  const folder = path.join(out, 'archives');
  fs.mkdirSync(folder, { recursive: true });
  const sums = [];
  for (const each of packages) {
    const { language, packageName } = each;
    const from = path.join(out, language, packageName);
    const body = await zip(
      filesUnder(from).map((file) => [path.join(packageName, path.relative(from, file)), fs.readFileSync(file)]),
      DATE,
    );
    const name = archiveOf(each);
    fs.writeFileSync(path.join(folder, name), body);
    sums.push(`${createHash('sha256').update(body).digest('hex')}  ${name}\n`);
  }
  fs.writeFileSync(path.join(folder, 'SHA256SUMS'), sums.sort().join(''));
}
