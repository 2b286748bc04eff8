import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { marked } from 'marked';
import { parse } from 'yaml';
import { archiveOf, sdkPackages } from '../sdks/packages.mjs';
import { clientTexts, serverTexts } from '../sdks/readme.mjs';
import { fail } from './document.mjs';
import { partsOf } from './files.mjs';
import { asModule } from './modules.mjs';

const OPENAPI_3_0 = path.join(import.meta.dirname, '..', '..', 'src', 'contract', 'openapi-3.0.ts');

/**
 * What the documentation shows of every SDK, in the words of its README; none where the contracts' sdks/sdks.yaml is not
 * there.
 *
 * @param {(name: string) => object | undefined} contractOf self-contained (OpenAPI 3.1)
 */
export async function describedSdks(contractsDir, contractOf) {
  const file = path.join(contractsDir, 'sdks/sdks.yaml');
  if (!existsSync(file)) return [];
  // The service's own, which is not built yet: what it is built of is generated here.
  const source = asModule(readFileSync(OPENAPI_3_0, 'utf8'));
  const { openApi30 } = await import(`data:text/javascript,${encodeURIComponent(source)}`);
  return sdkPackages(parse(readFileSync(file, 'utf8')), contractOf, openApi30).map((made) => {
    const { language, packageName, version, names } = made;
    const { title, install, call } = names.contracts ? clientTexts(made) : serverTexts(made);
    return {
      contracts: names.contracts ?? [names.contract],
      kind: names.contracts ? 'client' : 'server',
      title,
      packageName,
      version,
      archive: archiveOf({ packageName, version, language }),
      install: blocksOf(install, `the SDK ${packageName}, ${language}`),
      ...(call !== undefined && { call }),
    };
  });
}

/** Paragraphs, and blocks of code. */
function blocksOf(text, where) {
  const no = ({ type, raw }) => fail(where, `its words have what no page shows (${type}): ${raw}`);
  return marked.lexer(text).flatMap((token) => {
    if (token.type === 'space') return [];
    if (token.type === 'code') return [{ block: token.text }];
    return token.type === 'paragraph' ? [{ paragraph: { parts: partsOf(token.tokens, no) } }] : no(token);
  });
}
