// What became of the verification of each pact: written by the provider tests, read by can-i-deploy.mjs.
const { createHash, randomUUID } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

const ROOT = path.resolve(__dirname, '../..');

/** Ignored by git, and there after `npm test`; OCMS_PACT_RESULTS names another. */
const resultsFolder = () =>
  path.resolve(ROOT, process.env.OCMS_PACT_RESULTS ?? 'node_modules/.cache/ocms-pact-results');

const sha256 = (content) => createHash('sha256').update(content).digest('hex');

/** Of the code that is deployed: a verification says nothing of any other. */
function sourceOf(root = ROOT) {
  const hash = createHash('sha256');
  for (const file of ['src', 'generated'].flatMap((folder) => filesUnder(root, folder)).sort()) {
    if (file.endsWith('.test.ts') || file.endsWith('.md')) continue;
    hash.update(`\0${file}\0`).update(fs.readFileSync(path.join(root, file)));
  }
  return hash.digest('hex');
}

const filesUnder = (root, folder) =>
  fs.existsSync(path.join(root, folder))
    ? fs
        .readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
        .filter((found) => found.isFile())
        .map((found) =>
          path.relative(root, path.join(found.parentPath ?? found.path, found.name)).replaceAll('\\', '/'),
        )
    : [];

let source;

/**
 * @param {string} file the pact
 * @param {{ by: string, success: boolean }} outcome `by`: what stood for the provider
 */
function recordVerification(file, { by, success }) {
  const content = fs.readFileSync(file);
  const { consumer, provider, interactions } = JSON.parse(content);
  const pact = `${consumer.name}-${provider.name}`;
  const result = {
    ...{ pact, sha256: sha256(content), provider: provider.name, by, source: (source ??= sourceOf()) },
    ...{ interactions: interactions.length, success, at: new Date().toISOString() },
  };
  const folder = resultsFolder();
  fs.mkdirSync(folder, { recursive: true });
  const written = path.join(folder, `.${randomUUID()}`);
  fs.writeFileSync(written, `${JSON.stringify(result, undefined, 2)}\n`);
  fs.renameSync(written, path.join(folder, `${pact}.json`));
}

/** @returns the results in that folder, by pact */
function readResults(folder) {
  if (!fs.existsSync(folder)) return new Map();
  return new Map(
    fs
      .readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')))
      .map((result) => [result.pact, result]),
  );
}

module.exports = { readResults, recordVerification, resultsFolder, sha256, sourceOf };
