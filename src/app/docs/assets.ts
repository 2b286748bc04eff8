import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CSS, JAVASCRIPT, SVG } from '../resources';

export interface Asset {
  name: string;
  type: string;
  body: string | Buffer;
}

/** The files under `/docs/assets/`: the renderer's own and ours around it. */
export function assets(): Asset[] {
  return [
    { name: 'swagger-ui-bundle.js', type: JAVASCRIPT, body: ofRenderer('swagger-ui-bundle.js') },
    { name: 'swagger-ui.css', type: CSS, body: ofRenderer('swagger-ui.css') },
    { name: 'contract.js', type: JAVASCRIPT, body: own('contract.js') },
    { name: 'contract.css', type: CSS, body: own('contract.css') },
    { name: 'page.css', type: CSS, body: own('page.css') },
    { name: 'portal.css', type: CSS, body: own('portal.css') },
    { name: 'icon.svg', type: SVG, body: own('icon.svg') },
  ];
}

function own(file: string): Buffer {
  return readFileSync(join(__dirname, 'assets', file));
}

/** Without its last line, which names a source map that is not served. */
function ofRenderer(file: 'swagger-ui-bundle.js' | 'swagger-ui.css'): string {
  const text = readFileSync(require.resolve(`swagger-ui-dist/${file}`), 'utf8');
  return text.replace(/\n(\/\/|\/\*)# sourceMappingURL=[^\n]*\s*$/, '\n');
}
