import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { inboundOperations } from '../../generated/inbound/operations';
import { outboundOperations } from '../../generated/outbound/operations';
import type { ContractDocument } from '../../src/app/docs/contracts';
import { operationPageOf } from '../../src/app/docs/operation-page';
import { readContract } from '../../src/contract/documents';
import { patience } from '../support/patience';
import { startTestService, type TestService } from '../support/service';

interface Given {
  /** What it calls, and with which example. */
  name: string;
  id: string;
  language: string;
  text: string;
}

/** Every sample of every operation's page. */
const all: Given[] = Object.entries({ ...inboundOperations, ...outboundOperations }).flatMap(([id, facts]) => {
  const document = JSON.parse(readContract(facts.contract, 'json')) as ContractDocument;
  const contract = { name: facts.contract, title: '', version: '', summary: '', operations: [], document };
  const operation = { ...facts, id, caller: '', callee: '' };
  return operationPageOf(contract, operation).requests.flatMap(({ title, samples }) =>
    samples.map((sample) => ({ name: `${id}: ${title}`, id, ...sample })),
  );
});
const of = (language: string): Given[] => all.filter((sample) => sample.language === language);

const runs = (command: string): boolean => spawnSync(command, ['--version']).status === 0;
const testWith = (...commands: string[]) => (commands.every(runs) ? test : test.skip);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ocms-samples-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A sample is what stands in a method; Java wants a class around it, after the imports. */
function javaClass(name: string, sample: string): string {
  const lines = sample.split('\n');
  const imports = lines.filter((line) => line.startsWith('import '));
  const rest = lines.filter((line) => !line.startsWith('import '));
  return [
    ...imports,
    `class ${name} {`,
    'public static void main(String[] arguments) throws Exception {',
    ...rest,
    '}',
    '}',
    '',
  ].join('\n');
}

describe('the samples of the portal (issue 12, item 1)', () => {
  test('are of each operation in each language', () => {
    const operations = Object.keys({ ...inboundOperations, ...outboundOperations });
    for (const language of ['curl', 'Java', 'C#', 'Python', 'TypeScript'])
      expect(new Set(of(language).map(({ id }) => id))).toEqual(new Set(operations));
  });

  test('in TypeScript have no wrong type', () => {
    const files = new Map(of('TypeScript').map(({ text }, at) => [`/sample${at}.ts`, `${text}\nexport {};\n`]));
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.ESNext,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts'],
    };
    const host = ts.createCompilerHost(options);
    const { getSourceFile, fileExists } = host;
    host.fileExists = (name) => files.has(name) || fileExists(name);
    host.getSourceFile = (name, ...rest) =>
      files.has(name)
        ? ts.createSourceFile(name, files.get(name)!, ts.ScriptTarget.ES2022)
        : getSourceFile(name, ...rest);
    const program = ts.createProgram([...files.keys()], options, host);
    const found = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, messageText }) => [file?.text, ts.flattenDiagnosticMessageText(messageText, '\n')]);
    expect(found).toEqual([]);
  });

  testWith('python3')('in Python can be read', () => {
    const script =
      'import ast, json, sys\n' +
      'for name, text in json.load(sys.stdin):\n' +
      '    try: ast.parse(text)\n' +
      '    except SyntaxError as error: print(name, error)\n';
    const input = JSON.stringify(of('Python').map(({ name, text }) => [name, text]));
    const { stdout, stderr, status } = spawnSync('python3', ['-c', script], { input, encoding: 'utf8' });
    expect([status, stdout, stderr]).toEqual([0, '', '']);
  });

  testWith('javac')(
    'in Java are compiled',
    () => {
      const place = join(folder, 'java');
      mkdirSync(place);
      const files = of('Java').map(({ text }, at) => {
        const file = join(place, `Sample${at}.java`);
        writeFileSync(file, javaClass(`Sample${at}`, text));
        return file;
      });
      const { stderr, status } = spawnSync('javac', ['-d', join(place, 'classes'), '-Xlint:all', ...files], {
        encoding: 'utf8',
      });
      expect([stderr, status]).toEqual(['', 0]);
    },
    patience(180_000),
  );

  // There is no compiler for C# that npm, Maven or Debian brings along: what can go wrong is looked at as text.
  test.each(of('C#').map(({ name, text }) => [name, text]))(
    'in C# hold their text as a raw string: %s',
    (_name, text) => {
      const raw = text.split('"""');
      expect(raw.length === 1 || raw.length === 3).toBe(true);
      // Its lines begin where its end does, or it would not compile.
      for (const line of raw[1]?.split('\n').slice(1, -1) ?? []) expect(line).toMatch(/^ {4}/);
    },
  );

  describe('called as they stand, but for the host and the key,', () => {
    let service: TestService;
    beforeAll(async () => {
      service = await startTestService();
    });
    afterAll(() => service?.close());

    const called = Object.entries(inboundOperations).flatMap(([id, { partner }]) =>
      partner === 'STAFF' ? [] : [{ id, partner }],
    );
    const LANGUAGES: Readonly<
      Record<string, { needs: string[]; run(text: string, at: number): [command: string, ...arguments_: string[]] }>
    > = {
      curl: { needs: ['curl'], run: (text) => ['sh', '-c', `${text} -w ' %{http_code}'`] },
      Python: { needs: ['python3'], run: (text) => ['python3', '-c', text] },
      TypeScript: { needs: [], run: (text) => [process.execPath, '--input-type=module', '-e', text] },
      Java: {
        needs: ['java', 'javac'],
        run: (text, at) => {
          const file = join(folder, `Called${at}.java`);
          writeFileSync(file, javaClass(`Called${at}`, text));
          return ['java', file];
        },
      },
    };

    describe.each(Object.entries(LANGUAGES))('in %s', (language, { needs, run }) => {
      testWith(...needs).each(called)(
        '$id is answered as by any other client',
        async ({ id, partner }) => {
          const at = called.findIndex((each) => each.id === id);
          const sample = of(language).find((each) => each.id === id)!.text;
          const text = sample
            .replace(/https:\/\/[\w.-]+(?=\/v1)/, service.url)
            .replace('YOUR-KEY', service.keys[partner])
            // An offence is taken once: of each language another one.
            .replace(/("noticeNo": "\w+)\w"/, `$1${language[0]!.toUpperCase()}"`);
          expect(text).not.toBe(sample);
          const [command, ...rest] = run(text, at);
          const said = await new Promise<string>((resolve, reject) =>
            execFile(command, rest, { timeout: patience(60_000) }, (error, stdout, stderr) =>
              error ? reject(new Error(stderr, { cause: error })) : resolve(stdout),
            ),
          );
          const [, body] = /(\{.*\})/s.exec(said) ?? [];
          expect(said.replace(body ?? '', '').trim()).toBe('200');
          expect(Object.keys(JSON.parse(body!) as object)).not.toHaveLength(0);
        },
        patience(90_000),
      );
    });
  });
});
