import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const EXAMPLES = join(__dirname, '../../../contracts/files/examples');

export const exampleFile = (name: string): Buffer => readFileSync(join(EXAMPLES, name));

/** What the checker of a file contract's page says of a file: the sentence, and its table's rows, cells with a `|`. */
export async function checked(
  page: Page,
  name: string,
  content: Buffer | string,
): Promise<{ said: string; rows: string[] }> {
  await page.setInputFiles('#chosen', { name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  await page.locator('.result:is(.right, .wrong), .result.busy:has-text("could not")').waitFor();
  const said = await page.locator('.result p').innerText();
  const rows = await page.locator('.result tbody tr').evaluateAll(
    // In the browser, whose types are not loaded here.
    (all) =>
      all.map((row) =>
        [...(row as unknown as { cells: Iterable<{ innerText: string }> }).cells]
          .map((cell) => cell.innerText)
          .join('|'),
      ),
  );
  return { said, rows };
}
