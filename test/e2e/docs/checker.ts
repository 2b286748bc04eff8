import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

const EXAMPLES = join(__dirname, '../../../contracts/files/examples');

export const exampleFile = (name: string): Buffer => readFileSync(join(EXAMPLES, name));

interface Checked {
  said: string;
  rows: string[];
}

/** What the checker of a file contract's page says of a file: the sentence, and its table's rows, cells with a `|`. */
export async function checked(page: Page, name: string, content: Buffer | string): Promise<Checked> {
  await page.setInputFiles('#chosen', { name, mimeType: 'text/plain', buffer: Buffer.from(content) });
  return told(page);
}

/** The same of a file that is dropped: before it, the place for it shows that it may be. */
export async function checkedWhereDropped(page: Page, name: string, content: Buffer | string): Promise<Checked> {
  const bytes = JSON.stringify(Buffer.from(content).toString('base64'));
  // In the browser, whose types are not loaded here.
  const dataTransfer = await page.evaluateHandle(`(() => {
    const dropped = new DataTransfer();
    const bytes = Uint8Array.from(atob(${bytes}), (byte) => byte.charCodeAt(0));
    dropped.items.add(new File([bytes], ${JSON.stringify(name)}, { type: 'text/plain' }));
    return dropped;
  })()`);
  await page.dispatchEvent('.drop', 'dragover', { dataTransfer });
  await page.locator('.drop.over').waitFor();
  await page.dispatchEvent('.drop', 'drop', { dataTransfer });
  await page.locator('.drop:not(.over)').waitFor();
  return told(page);
}

async function told(page: Page): Promise<Checked> {
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
