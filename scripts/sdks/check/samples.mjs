// The programs in the clients' READMEs, as they stand there: what each must send, and what it must tell.
import fs from 'node:fs';
import path from 'node:path';
import { canonical } from './scenario.mjs';

/** By language: how its blocks begin, and its files end. */
const FENCES = { java: ['java', 'java'], python: ['python', 'py'], typescript: ['ts', 'ts'] };
/** What a program tells where its key is wrong. */
const REFUSED = '401 OCMS-4001';

/**
 * Writes the programs of a language down.
 * @param {{ language: string, packageName: string, folder: string, names: object, document: object }[]} packages
 * @returns {{ packageName: string, partner: string, file: string, path: string, body: object }[]}
 * @throws where a README has not one for each operation
 */
export function writeSamples(packages, language, folder) {
  const [fence, ending] = FENCES[language];
  fs.mkdirSync(folder, { recursive: true });
  return packages
    .filter((each) => each.language === language)
    .flatMap(({ packageName, names, document, folder: at }) => {
      const readme = fs.readFileSync(path.join(at, 'README.md'), 'utf8');
      const programs = [...readme.matchAll(/^```(\w+)\n([^]*?)^```$/gm)].filter(([, each]) => each === fence);
      const operations = Object.entries(document.paths);
      if (programs.length !== operations.length)
        throw new Error(`${packageName}: ${programs.length} programs in README.md, ${operations.length} operations`);
      return operations.map(([operation, { post }], index) => {
        const file = path.join(folder, `${packageName.replaceAll('-', '_')}_${index + 1}.${ending}`);
        fs.writeFileSync(file, programs[index][2]);
        const { examples } = post.requestBody.content['application/json'];
        return { packageName, partner: names.partner, file, path: operation, body: Object.values(examples)[0].value };
      });
    });
}

/**
 * @param {object} sample
 * @param {{ code: number, output: string }} ran
 * @param {{ path: string, body: string, status: number }[]} sent
 * @param {number} status that it was to meet
 * @returns {string[]} what is not as it should be
 */
export function sampleProblems({ packageName, path: operation, body }, { code, output }, sent, status) {
  const [first, ...more] = sent;
  const right =
    first?.path === operation &&
    first.status === status &&
    canonical(JSON.parse(first.body)) === canonical(body) &&
    more.length === 0;
  if (code === 0 && right && (status === 200 ? output.trim() !== '' : output.includes(REFUSED))) return [];
  return [
    `${packageName}, README.md, ${operation}, to be ${status}: sent ${JSON.stringify(sent)}, told ${output.trim()}`,
  ];
}
